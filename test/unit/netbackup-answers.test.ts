import { describe, expect, it } from 'vitest';
import { readLogin, saidBy } from '../../electron/service/netbackup/answers.ts';

describe('decision 43: what NetBackup says holds no secret', () => {
  const password = 'p"ä/s \\w+d';
  const answer = (errorMessage: string) => ({
    kind: 'answer' as const,
    status: 401,
    headers: {},
    body: JSON.stringify({ errorMessage }),
  });
  const escaped = JSON.stringify(password).slice(1, -1);

  it.each([
    ['as it is', password],
    ['escaped as in JSON', escaped],
    ['escaped twice', JSON.stringify(escaped).slice(1, -1)],
    ['percent-encoded', encodeURIComponent(password)],
    ['percent-encoded in small letters', encodeURIComponent(password).toLowerCase()],
    ['as in a form', new URLSearchParams({ a: password }).toString().slice(2)],
  ])('a password that is repeated %s is taken out', (_name, form) => {
    expect(saidBy(answer(`Refused ${form} today.`), [undefined, password])).toBe('status 401: Refused *** today');
  });

  it('what looks like a secret is masked, and other words stay', () => {
    expect(saidBy(answer('sent Bearer abcdefgh12345678'), [])).toBe('status 401: sent Bearer [redacted]');
    expect(saidBy(answer('Authentication failed.'), [password])).toBe('status 401: Authentication failed');
  });

  it('a login that is refused does not tell the password', () => {
    const result = { ...answer(`no ${escaped}`), status: 400 };
    expect(readLogin(result, password)).toEqual({
      kind: 'refused',
      message: 'NetBackup refused the login (status 400: no ***)',
    });
  });
});
