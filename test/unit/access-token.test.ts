import { describe, expect, it } from 'vitest';
import { AccessToken } from '../../electron/bridge/access-token.ts';
import type { LogFields } from '../../electron/service/log.ts';
import { ManualClock } from '../support/manual-clock.ts';

const token = 'the-token-of-at-least-32-characters-0';

function scene() {
  const clock = new ManualClock();
  const lines: string[] = [];
  const take = (event: string, fields?: LogFields) => void lines.push(JSON.stringify([event, fields]));
  const log = { debug: take, info: take, warn: take, error: take, close: () => Promise.resolve() };
  return { clock, lines, access: new AccessToken(token, clock, log) };
}

describe('the access token', () => {
  it.each([
    ['as the vendor sends it', token, 'granted'],
    ['behind Bearer', `Bearer ${token}`, 'granted'],
    ['behind Bearer in any case, with blanks', `  bearer   ${token} `, 'granted'],
    ['absent', undefined, 'missing'],
    ['empty', ' ', 'missing'],
    ['in another case', token.toUpperCase(), 'wrong'],
    ['cut', token.slice(0, -1), 'wrong'],
    ['longer', `${token}x`, 'wrong'],
    ['behind another scheme', `Basic ${token}`, 'wrong'],
    ['Bearer alone', 'Bearer', 'wrong'],
    ['of characters that are no ASCII', 'é'.repeat(40), 'wrong'],
  ])('%s: %s is %s', (_how, given, verdict) => {
    expect(scene().access.judge(given).kind).toBe(verdict);
  });

  it('after 20 wrong ones within a minute others are turned away until it is over; the right one never is', async () => {
    const { access, clock, lines } = scene();
    for (let count = 0; count < 20; count++) expect(access.judge(`wrong ${count}`).kind).toBe('wrong');
    await clock.advance(20_000);
    expect(access.judge('wrong again')).toEqual({ kind: 'turned away', retryAfter: 40 });
    expect(access.judge(token).kind).toBe('granted');
    expect(access.judge(undefined).kind).toBe('missing');
    await clock.advance(40_000);
    expect(access.judge('wrong again').kind).toBe('wrong');
    expect(lines).toHaveLength(3);
  });

  it('a flood leaves two lines a minute in the log, and nothing of what was given', () => {
    const { access, lines } = scene();
    for (let count = 0; count < 1_000; count++) access.judge(`secret-guess-${count}`);
    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain('secret-guess');
  });
});
