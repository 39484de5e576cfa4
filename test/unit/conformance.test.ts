import { describe, expect, it } from 'vitest';
import { readFingerprint } from '../../electron/conformance/certificate.ts';
import { defaultLimits } from '../../electron/conformance/limits.ts';
import { judgeTimeStamp } from '../../electron/conformance/message-form.ts';
import { report } from '../../electron/conformance/report.ts';
import { RuleSheet } from '../../electron/conformance/rule-sheet.ts';
import { conformanceRules } from '../../electron/conformance/rules.ts';
import { wrongToken } from '../../electron/conformance/wrong-token.ts';
import { citedIn } from '../checks/rules.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { fc } from '../support/seeded-cases.ts';

const resultOf = (sheet: RuleSheet, id: string) => sheet.results.find((each) => each.id === id);

describe('conformance check', () => {
  it('the ids of the rules are those of results files, in their order', () => {
    expect(conformanceRules.map(({ id }) => id)).toEqual([
      ...['details', 'tls', 'certificate', 'upgrade', 'decodable', 'connect-id', 'connect-valid', 'connect-time'],
      ...['connect-refuses-wrong-token', 'stays-open', 'pong', 'ack-id', 'ack-payload', 'ack-time'],
      ...['ack-after-resend', 'unknown-keys', 'image-update-first', 'command-shape', 'close'],
    ]);
  });

  it('each says which rules of the guide it tests, and they exist', () => {
    for (const { asks } of conformanceRules) {
      const { rules, unknown } = citedIn(asks);
      expect(unknown.filter((id) => !id.startsWith('G-') && !id.startsWith('K-'))).toEqual([]);
      expect(rules.length).toBeGreaterThan(0);
    }
  });

  it('N-13: an acknowledgement is awaited for notification.scheduledRate', () => {
    expect(defaultLimits.acknowledgement).toBe(5_000);
  });

  it('E-2: a wrong token is another one of the same length, whatever the token is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (token) => {
        const wrong = wrongToken(token);
        expect(wrong).not.toBe(token);
        expect(wrong).toHaveLength(token.length);
      }),
    );
    expect(wrongToken('aZ09+/==')).toBe('nM54+/==');
  });

  it.each([
    ['ab'.repeat(32), 'AB:'.repeat(32).slice(0, -1)],
    ['AB:'.repeat(32).slice(0, -1), 'AB:'.repeat(32).slice(0, -1)],
    [' ab:'.repeat(1) + 'ab'.repeat(31), 'AB:'.repeat(32).slice(0, -1)],
    ['ab'.repeat(20), undefined], // SHA-1
    ['g'.repeat(64), undefined],
    ['', undefined],
  ])('D-9: the SHA-256 %j is read as %s', (text, read) => {
    expect(readFingerprint(text)).toBe(read);
  });

  it.each([
    [undefined, 'fail', /nothing as timeStamp/],
    ['1459811734', 'fail', /"1459811734" as timeStamp/],
    [null, 'fail', /null as timeStamp/],
    [1_768_478_400_000, 'fail', /milliseconds/],
    [1_768_478_400, 'pass', /^seen$/],
    [1_768_478_400 - 299, 'pass', /^seen$/],
    [1_768_478_400 + 3600, 'pass', /Remark: .* 3600 s off the clock here/],
    [1, 'pass', /Remark: .* off the clock here/],
  ])('M-6: the timeStamp %s: %s', (timeStamp, result, detail) => {
    const sheet = new RuleSheet();
    sheet.pass('ack-time', 'seen');
    judgeTimeStamp(sheet, 'ack-time', 'It', timeStamp, new ManualClock(1_768_478_400_000));
    expect(resultOf(sheet, 'ack-time')).toMatchObject({ result, detail: expect.stringMatching(detail) });
  });

  it('a failure outweighs everything, a reason outweighs a pass, and what nothing is known of was not tried', () => {
    const sheet = new RuleSheet();
    sheet.pass('tls', 'seen');
    sheet.notTried('tls', 'a reason');
    sheet.fail('pong', 'none');
    sheet.pass('pong', 'one');
    sheet.notTried('pong', 'a reason');
    expect(resultOf(sheet, 'tls')).toMatchObject({ result: 'not tried', detail: 'a reason' });
    expect(resultOf(sheet, 'pong')).toMatchObject({ result: 'fail', detail: 'none' });
    expect(resultOf(sheet, 'close')).toMatchObject({ result: 'not tried', detail: 'It needs pong.' });
    expect(sheet.firstFailure).toBe('pong');
  });

  it('decision 43: a secret is in nothing that is told, neither whole, nor escaped, nor cut', () => {
    const sheet = new RuleSheet();
    const secret = 'A"very/long'.repeat(20);
    sheet.hide(secret);
    sheet.fail(
      'connect-id',
      `The id is ${secret}, in JSON ${JSON.stringify(secret)}, in short ${sheet.quoted(secret)}.`,
    );
    sheet.remark('connect-id', sheet.quoted(['x', secret.slice(11, 60)]));
    expect(resultOf(sheet, 'connect-id')?.detail).not.toMatch(/very/);
    expect(sheet.quoted({ token: 'of somebody else', valid: true })).toBe('{"token":"[redacted]","valid":true}');
  });

  it('the report says of a failed rule what was seen, what the guide asks for, and how to mend it', () => {
    const sheet = new RuleSheet();
    for (const { id } of conformanceRules) sheet.pass(id, 'seen');
    sheet.fail('ack-id', 'It was another one.');
    sheet.notTried('command-shape', 'None came.');
    const { asks, mend } = conformanceRules.find(({ id }) => id === 'ack-id') ?? {};
    const text = report('wss://h.example/x', sheet.results);
    expect(text).toContain(`    seen:      It was another one.\n    the guide: ${asks}\n    to mend:   ${mend}\n`);
    expect(text).toContain('– command-shape: ');
    expect(text).toContain('    not tried: None came.\n');
    expect(text.endsWith('\n\n19 rules: 17 passed, 1 failed, 1 not tried\n')).toBe(true);
  });
});
