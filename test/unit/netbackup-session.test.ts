import { describe, expect, it } from 'vitest';
import { CommandRefusal, type RestCall } from '../../electron/service/command/command-request.ts';
import { ApiVersion, parseApiVersion } from '../../electron/service/netbackup/api-version.ts';
import type { NetBackupCredentials } from '../../electron/service/netbackup/credentials.ts';
import { firstRead } from '../../electron/service/netbackup/first-read.ts';
import { NetBackupSession } from '../../electron/service/netbackup/session.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type PlayedAnswer, ScriptedCall } from '../support/scripted-call.ts';

const minute = 60_000;
const day = 86_400_000;
const user: NetBackupCredentials = {
  kind: 'password',
  userName: 'nbwss',
  domainName: '',
  domainType: 'unixpwd',
  password: 'SENTINEL-PASSWORD',
};
const key: NetBackupCredentials = { kind: 'api-key', apiKey: 'SENTINEL-KEY' };
const pong = { status: 200, headers: { 'x-netbackup-api-version': '12.0' } };

/** A session before a NetBackup that is played: `login` and `jobs` answer those calls. */
function stage(
  credentials: NetBackupCredentials,
  { login, jobs = () => 200, others }: Record<string, ((call: RestCall) => PlayedAnswer) | undefined> = {},
) {
  const clock = new ManualClock();
  const logged: string[] = [];
  const note = (event: string, fields?: object) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const log = { debug: note, info: note, warn: note, error: note, close: () => Promise.resolve() };
  let logins = 0;
  const client = new ScriptedCall((call) => {
    if (call.uri === '/netbackup/ping') return others?.(call) ?? pong;
    if (call.uri === '/netbackup/login')
      return login?.(call) ?? { status: 201, body: { token: `token-${++logins}`, validity: 86_400 } };
    return call.uri.startsWith('/netbackup/admin/jobs') ? (jobs?.(call) ?? 200) : (others?.(call) ?? 200);
  });
  const session = new NetBackupSession({ client, credentials, clock, log, caller: 'own calls' });
  return { clock, client, session, logged, ask: () => session.ask(firstRead) };
}

const denied = (message: string) => ({ status: 401, body: { errorCode: 8001, errorMessage: message } });

describe('a call of the service’s own', () => {
  it('carries the API key and the negotiated media type, without a login', async () => {
    const { client, ask } = stage(key);
    expect(await ask()).toMatchObject({ kind: 'answer', status: 200 });
    await ask();
    expect(client.made).toEqual(['GET /netbackup/ping', `GET ${firstRead.uri}`, `GET ${firstRead.uri}`]);
    expect(client.calls[0]?.headers).toEqual({});
    expect(client.calls[1]?.headers).toEqual({
      Authorization: 'SENTINEL-KEY',
      Accept: 'application/vnd.netbackup+json;version=12.0',
    });
  });

  it('logs in once, with the domain only where there is one, and uses the token raw', async () => {
    const { client, ask, logged } = stage(user);
    await Promise.all([ask(), ask(), ask()]);
    expect(client.count('/netbackup/login')).toBe(1);
    const login = client.calls.find(({ uri }) => uri === '/netbackup/login');
    expect(JSON.parse(login?.body ?? '')).toEqual({ userName: 'nbwss', password: 'SENTINEL-PASSWORD' });
    expect(login?.headers).toEqual({
      Accept: 'application/vnd.netbackup+json;version=12.0',
      'Content-Type': 'application/vnd.netbackup+json;version=12.0',
    });
    expect(client.calls.at(-1)?.headers['Authorization']).toBe('token-1');
    expect(logged.join()).not.toMatch(/SENTINEL|token-1/);

    const withDomain = stage({ ...user, domainName: 'EXAMPLE', domainType: 'NT' });
    await withDomain.ask();
    const body = withDomain.client.calls.find(({ uri }) => uri === '/netbackup/login')?.body ?? '';
    expect(JSON.parse(body)).toMatchObject({ domainName: 'EXAMPLE', domainType: 'NT' });
  });

  it.each<[string, NetBackupCredentials, RegExp]>([
    ['without credentials', { kind: 'none' }, /No credentials are set/],
    [
      'with credentials that cannot be read',
      { kind: 'unreadable', saved: { kind: 'api-key' }, problem: 'lost' },
      /lost/,
    ],
  ])('%s it is not made', async (_what, credentials, message) => {
    const { client, ask } = stage(credentials);
    expect(await ask()).toEqual({ kind: 'failure', why: 'no credentials', message: expect.stringMatching(message) });
    expect(client.calls).toEqual([]);
  });

  it.each<[string, PlayedAnswer, object]>([
    ['403', { status: 403, body: { errorMessage: 'RBAC' } }, { why: 'not permitted', message: /RBAC/ }],
    ['unreachable', new CommandRefusal(502, 'NetBackup cannot be reached'), { why: 'not reached', message: /reached/ }],
    ['no answer in time', new CommandRefusal(504, 'within 60 s'), { why: 'not reached', message: /60 s/ }],
    ['404', 404, { kind: 'answer', status: 404 }],
    ['500 without a body', 500, { kind: 'answer', status: 500 }],
  ])('%s comes back as what it is', async (_what, answer, expected) => {
    const { ask } = stage(key, { jobs: () => answer });
    const result = await ask();
    for (const [name, value] of Object.entries(expected)) {
      const found = (result as unknown as Record<string, unknown>)[name];
      if (value instanceof RegExp) expect(found).toMatch(value);
      else expect(found).toBe(value);
    }
  });

  it('decision 43 what NetBackup says is one printable, bounded line without the secret, should it repeat that', async () => {
    const said = `no ${key.kind === 'api-key' ? key.apiKey : ''}\r\n\u0000${'x'.repeat(500)}`;
    const { ask } = stage(key, { jobs: () => denied(said) });
    const result = await ask();
    expect(result).toMatchObject({ kind: 'failure', why: 'not accepted', status: 401 });
    const { message } = result as { message: string };
    expect(message).toMatch(/^NetBackup did not accept the credentials \(status 401: no \*\*\* x+\)$/);
    expect(message.length).toBeLessThan(300);
  });
});

describe('the token of a login', () => {
  it('is renewed ten minutes before the end of its validity, which the answer names', async () => {
    const { client, ask, clock } = stage(user);
    await ask();
    await clock.advance(day - 11 * minute);
    await ask();
    expect(client.count('/netbackup/login')).toBe(1);
    await clock.advance(2 * minute);
    await ask();
    expect(client.count('/netbackup/login')).toBe(2);
    expect(client.calls.at(-1)?.headers['Authorization']).toBe('token-2');
  });

  it('that lasts a minute only is renewed after 54 s', async () => {
    let logins = 0;
    const login = () => ({ status: 201, body: { token: `short-${++logins}`, validity: 60 } });
    const { ask, clock } = stage(user, { login });
    await ask();
    await clock.advance(53_000);
    await ask();
    expect(logins).toBe(1);
    await clock.advance(1_000);
    await ask();
    expect(logins).toBe(2);
  });

  it('goes on to be used when its renewal fails, until it ends', async () => {
    let isUp = true;
    const login = () => (isUp ? { status: 201, body: { token: 'old', validity: 86_400 } } : 503);
    const { client, ask, clock } = stage(user, { login });
    await ask();
    isUp = false;
    await clock.advance(day - 5 * minute);
    expect(await ask()).toMatchObject({ kind: 'answer' });
    expect(client.count('/netbackup/login')).toBe(2);
    await clock.advance(6 * minute);
    expect(await ask()).toMatchObject({ kind: 'failure', why: 'login', message: expect.stringMatching(/status 503/) });
  });

  it('that is refused is renewed once, for many calls at the same time', async () => {
    const jobs = ({ headers }: RestCall) => (headers['Authorization'] === 'token-1' ? 401 : 200);
    const { client, ask } = stage(user, { jobs });
    const results = await Promise.all([ask(), ask(), ask()]);
    expect(results.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'answer']);
    expect(client.count('/netbackup/login')).toBe(2);
  });

  it('that was just given and is refused too ends in a clear failure, and no login follows for five minutes', async () => {
    const { client, ask, clock } = stage(user, { jobs: () => 401 });
    expect(await ask()).toMatchObject({ kind: 'failure', why: 'not accepted' });
    expect(client.count('/netbackup/login')).toBe(2);
    expect(await ask()).toMatchObject({ why: 'login', message: expect.stringMatching(/next login is tried in 5 min/) });
    expect(client.count('/netbackup/login')).toBe(2);
    await clock.advance(5 * minute);
    await ask();
    expect(client.count('/netbackup/login')).toBe(4);
  });

  it('that one call alone does not accept fails that call only: the others go on, without a login at each', async () => {
    const { client, session, ask, clock } = stage(user, { others: ({ uri }) => (uri.endsWith('/ping') ? pong : 401) });
    const images = () => session.ask({ uri: '/netbackup/catalog/images?page%5Blimit%5D=1', method: 'GET' });
    await ask();
    for (let minutes = 0; minutes < 5; minutes++) {
      expect(await images()).toMatchObject({ kind: 'failure', why: 'not accepted' });
      expect(await ask()).toMatchObject({ kind: 'answer', status: 200 });
      await clock.advance(minute);
    }
    expect(client.count('/netbackup/login')).toBe(2);
    await images();
    expect(client.count('/netbackup/login')).toBe(3);
    expect(await ask()).toMatchObject({ kind: 'answer', status: 200 });
    session.retryNow();
    await images();
    expect(client.count('/netbackup/login')).toBe(4);
  });

  it('whose validity is next to nothing counts as lasting a minute: calls cause no storm of logins', async () => {
    const login = () => ({ status: 201, body: { token: 't', validity: 0.001 } });
    const { client, ask, clock } = stage(user, { login });
    for (let calls = 0; calls < 53; calls++) {
      await ask();
      await clock.advance(1_000);
    }
    expect(client.count('/netbackup/login')).toBe(1);
    await clock.advance(1_000);
    await ask();
    expect(client.count('/netbackup/login')).toBe(2);
  });

  it.each([
    ['no token', {}],
    ['an empty token', { token: '' }],
    ['a token with a line break', { token: 'a\r\nb' }],
    ['a token that is a number', { token: 1 }],
    ['no JSON', 'hello'],
  ])('%s in the answer is a failed login', async (_what, body) => {
    const { ask } = stage(user, { login: () => ({ status: 201, body }) });
    expect(await ask()).toMatchObject({ why: 'login', message: expect.stringMatching(/without a token/) });
  });

  it.each([undefined, 0, -1, 'x', 1e99])('a validity of %s counts as a day', async (validity) => {
    const { client, ask, clock } = stage(user, { login: () => ({ status: 201, body: { token: 't', validity } }) });
    await ask();
    await clock.advance(day - 11 * minute);
    await ask();
    expect(client.count('/netbackup/login')).toBe(1);
  });
});

describe('after a failed login the next one waits', () => {
  it('five minutes, doubled up to an hour, when NetBackup refused it: the account may be locked', async () => {
    const { client, ask, clock } = stage(user, { login: () => denied('Authentication failed') });
    const asked: number[] = [];
    for (let passed = 0; passed <= 3 * 60; passed++) {
      const before = client.count('/netbackup/login');
      const result = await ask();
      expect(result).toMatchObject({
        why: 'login',
        message: expect.stringMatching(/status 401: Authentication failed/),
      });
      if (client.count('/netbackup/login') > before) asked.push(passed);
      await clock.advance(minute);
    }
    expect(asked).toEqual([0, 5, 15, 35, 75, 135]);
  });

  it('half a minute, doubled up to five minutes, when NetBackup could not be asked', async () => {
    const { client, ask, clock } = stage(user, { login: () => new CommandRefusal(502, 'unreachable') });
    const asked: number[] = [];
    for (let passed = 0; passed <= 15 * 60; passed += 30) {
      const before = client.count('/netbackup/login');
      await ask();
      if (client.count('/netbackup/login') > before) asked.push(passed);
      await clock.advance(30_000);
    }
    expect(asked).toEqual([0, 30, 90, 210, 450, 750]);
  });

  it('but not when an administrator wants it', async () => {
    let password = 'wrong';
    const login = () => (password === 'wrong' ? denied('no') : { status: 201, body: { token: 't', validity: 86_400 } });
    const { session, ask } = stage(user, { login });
    await ask();
    password = 'right';
    expect(await ask()).toMatchObject({ why: 'login' });
    session.retryNow();
    expect(await ask()).toMatchObject({ kind: 'answer' });
  });

  it('400, such as an unknown domain type, counts as refused, and names no secret', async () => {
    const said = { errorMessage: 'bad domain SENTINEL-PASSWORD' };
    const { ask, logged } = stage(user, { login: () => ({ status: 400, body: said }) });
    const result = await ask();
    expect(result).toMatchObject({
      message: expect.stringMatching(/bad domain \*\*\*\)\. The next login is tried in 5 min/),
    });
    expect(logged.join()).not.toContain('SENTINEL');
  });
});

describe('the end of a session', () => {
  it('logs out with its token, and makes no further call', async () => {
    const { client, session, ask } = stage(user);
    await ask();
    await session.end();
    expect(client.made.at(-1)).toBe('POST /netbackup/logout');
    expect(client.calls.at(-1)?.headers).toMatchObject({ Authorization: 'token-1' });
    const calls = client.calls.length;
    expect(await ask()).toMatchObject({ kind: 'failure', why: 'ended' });
    await session.end();
    expect(client.calls).toHaveLength(calls);
  });

  it.each<[string, NetBackupCredentials]>([
    ['an API key', key],
    ['a user who never logged in', user],
  ])('with %s there is nothing to log out from', async (_what, credentials) => {
    const { client, session } = stage(credentials);
    await session.end();
    expect(client.calls).toEqual([]);
  });

  it('takes 2 s at most, and a failed logout is logged', async () => {
    const { session, ask, clock, logged } = stage(user, {
      others: ({ uri }) => (uri.endsWith('logout') ? new Promise(() => undefined) : pong),
    });
    await ask();
    let ended = false;
    const end = session.end().then(() => {
      ended = true;
    });
    await clock.advance(1_999);
    expect(ended).toBe(false);
    await clock.advance(1);
    await end;
    expect(logged.join()).toMatch(/NetBackup logout failed.*no answer within 2 s/);
    expect(clock.waiting).toBe(0);
  });

  it('a login that was under way is logged out from as well', async () => {
    const token = Promise.withResolvers<PlayedAnswer>();
    const { client, session, ask, clock } = stage(user, { login: () => token.promise });
    const asked = ask();
    await clock.settle();
    const end = session.end();
    token.resolve({ status: 201, body: { token: 'late', validity: 86_400 } });
    await end;
    expect(await asked).toMatchObject({ why: 'ended' });
    expect(client.calls.at(-1)).toMatchObject({ uri: '/netbackup/logout', headers: { Authorization: 'late' } });
  });
});

describe('the version of the API', () => {
  it.each<[string | undefined, number | undefined]>([
    ['12.0', 12],
    [' 1.0 ', 1],
    ['14', 14],
    ['', undefined],
    [undefined, undefined],
    ['0.0', undefined],
    ['12.0.1', undefined],
    ['1e9', undefined],
    ['9999.0', undefined],
  ])('the header %j is version %j', (header, version) => {
    expect(parseApiVersion(header)).toBe(version);
  });

  it.each([
    [3, '3.0'],
    [12, '12.0'],
    [14, '14.0'],
    [15, '14.0'],
  ])('of a server that speaks up to %i it is %s: the highest that both know', (server, text) => {
    const version = new ApiVersion();
    expect(version.text).toBeNull();
    version.learn(`${server}.0`);
    expect(version.text).toBe(text);
  });

  it('goes down step by step where a version is refused, and stays there', async () => {
    const accepted = ({ headers }: RestCall) => (/version=(9|[1-8])\.0$/.test(headers['Accept'] ?? '') ? 200 : 406);
    const { client, ask, session } = stage(key, { jobs: accepted });
    expect(await ask()).toMatchObject({ kind: 'answer', status: 200 });
    expect(client.count('/netbackup/admin/jobs')).toBe(4); // 12, 11, 10, 9
    expect(session.apiVersion.text).toBe('9.0');
    await ask();
    expect(client.count('/netbackup/admin/jobs')).toBe(5);
  });

  it('415 to a login is answered with an older version, too', async () => {
    const login = ({ headers }: RestCall) =>
      headers['Content-Type']?.endsWith('=11.0') ? { status: 201, body: { token: 't', validity: 9 } } : 415;
    expect(await stage(user, { login }).ask()).toMatchObject({ kind: 'answer' });
  });

  it('a server that refuses every version is a clear failure, and the next call begins at the top again', async () => {
    const { client, ask } = stage(key, { jobs: () => 406 });
    expect(await ask()).toMatchObject({ why: 'no common version', status: 406 });
    expect(client.count('/netbackup/admin/jobs')).toBe(12);
    await ask();
    expect(client.count('/netbackup/admin/jobs')).toBe(24);
  });

  it('a server that does not name its version is asked in the newest one first, and pinged until one is accepted', async () => {
    const { client, ask, session } = stage(key, { others: () => 200, jobs: () => 200 });
    await ask();
    expect(client.calls.at(-1)?.headers['Accept']).toMatch(/version=14\.0$/);
    expect(session.apiVersion.text).toBe('14.0');
    await ask();
    expect(client.count('/netbackup/ping')).toBe(1);
  });

  it('of a server that was upgraded meanwhile goes up with it', async () => {
    let server = 3;
    const jobs = () => ({ status: 200, headers: { 'x-netbackup-api-version': `${server}.0` } });
    const { ask, session } = stage(key, {
      jobs,
      others: () => ({ status: 200, headers: { 'x-netbackup-api-version': `${server}.0` } }),
    });
    await ask();
    expect(session.apiVersion.text).toBe('3.0');
    server = 13;
    await ask();
    expect(session.apiVersion.text).toBe('13.0');
  });
});
