import { describe, expect, it } from 'vitest';
import { isSecretKey, mask, redact, redactStart, redactText } from '../../electron/service/redaction.ts';
import { fc } from '../support/seeded-cases.ts';

const sentinel = 'S3ntinelOf7Secrets';
const secretKeys = [
  'token',
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
  'Set-Cookie',
  'password',
  'userPassword',
  'PASSWD',
  'pwd',
  'passphrase',
  'apiKey',
  'X-API-Key',
  'X-Auth-Token',
  'X-Vault-Token',
  'X-CSRF-Token',
  'access_token',
  'refreshToken',
  'clientSecret',
  'private_key',
  'credential',
  'credentials',
];
/** Harmless texts: none of them holds a word or a form of a secret. */
const harmlessText = fc.constantFrom(
  '',
  'x',
  'policy 1',
  '/netbackup/admin/jobs',
  'a=b&c=d',
  '12:30',
  'näh, "quoted"',
  '[',
  '{}',
);
const harmlessKey = fc.constantFrom(
  'name',
  'jobId',
  'uri',
  'headers',
  'body',
  'parameters',
  'Content-Type',
  'list',
  '__proto__',
);
const harmless = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    harmlessText,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(harmlessKey, tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** A key as people write it: other case, other separators. */
const spelled = fc.tuple(fc.constantFrom(...secretKeys), fc.infiniteStream(fc.nat(5))).map(([key, choices]) =>
  [...key]
    .map((char) => {
      const choice = choices.next().value;
      if (char === '-' || char === '_') return ['-', '_', '', '-', '_', ''][choice] ?? char;
      return choice % 2 === 0 ? char.toUpperCase() : char.toLowerCase();
    })
    .join(''),
);
/** The planted secret: as a text, within a text, within a list or an object. */
const planted = fc.constantFrom<unknown>(sentinel, `${sentinel} and more`, [sentinel], { of: { x: sentinel } }, [
  [`a ${sentinel}`],
]);

/** Ways in which a value goes one level down. */
type Wrap = (value: unknown) => unknown;
const wraps = fc.constantFrom<Wrap>(
  (value) => ({ uri: '/netbackup', body: value }),
  (value) => ['first', value],
  (value) => ({ parameters: JSON.stringify(value) }),
  (value) => ({ body: JSON.stringify(value, null, 2) }),
  (value) => `q=${encodeURIComponent(JSON.stringify(value))}&x=1`,
  (value) => `/netbackup/x?filter=${encodeURIComponent(JSON.stringify({ value }))}`,
  (value) => JSON.stringify(JSON.stringify(value)),
);

describe('decision 43: no secret comes through', () => {
  it('a sentinel under any secret key, at any depth of JSON, of JSON in JSON and of forms in JSON, never comes through', () => {
    fc.assert(
      fc.property(spelled, planted, fc.array(wraps, { maxLength: 9 }), harmless, (key, secret, ways, beside) => {
        const inner: unknown = { beside, [key]: secret };
        const value = ways.reduce((wrapped, wrap) => wrap(wrapped), inner);
        expect(JSON.stringify(redact(value))).not.toContain(sentinel);
        expect(redactText(JSON.stringify(value))).not.toContain(sentinel);
        // Cut anywhere it is not JSON any more, and what was a secret is one still.
        const text = JSON.stringify(value);
        expect(redactText(text.slice(0, -1))).not.toContain(sentinel);
      }),
      { numRuns: 2000 },
    );
  });

  it('a sentinel after a secret name in any common notation never comes through', () => {
    const notations: ((key: string) => string)[] = [
      (key) => `${key}=${sentinel}`,
      (key) => `a=b&${key}=${sentinel}&c=d`,
      (key) => `/netbackup/x?a=b&${key}=${sentinel}`,
      (key) => `/netbackup/x?${encodeURIComponent(encodeURIComponent(`${key}=${sentinel}`))}`,
      (key) => `/netbackup/x#${key}=${sentinel}`,
      (key) => `${key}: ${sentinel}`,
      (key) => `Accept: */*\r\n${key}: one ${sentinel}\r\nHost: x`,
      (key) => `could not log in with ${key} = "${sentinel}"`,
      (key) => `{'${key}': '${sentinel}'}`,
      (key) => `{"${key}" : "${sentinel}", broken`,
      (key) => `<${key}>${sentinel}</${key}>`,
      (key) => `<entry name="${key}" value="${sentinel}"/>`,
      (key) => `--b\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${sentinel}\r\n--b--`,
      (key) => `run --${key} ${sentinel}`,
      (key) => `{"${key}":"${sentinel}","${key}":null}`,
      (key) => `{"\\u00${key.charCodeAt(0).toString(16)}${key.slice(1)}":"${sentinel}"`,
      (key) => JSON.stringify({ name: key, value: sentinel }),
      (key) => JSON.stringify([key, sentinel]),
      (key) => JSON.stringify(['Accept', 'x', key, sentinel]),
      (key) => JSON.stringify({ [key]: 5, [` ${key}`]: sentinel }),
    ];
    for (const notation of notations)
      fc.assert(
        fc.property(spelled, (key) => {
          expect(redactText(notation(key))).not.toContain(sentinel);
        }),
      );
  });

  it.each([
    ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${sentinel}\n-----END RSA PRIVATE KEY-----`],
    ['a private key that is cut', `x -----BEGIN PRIVATE KEY-----\\n${sentinel}`],
    ['a JWT', `see eyJ${sentinel}.eyJzdWIiOiIx${sentinel}.${sentinel}`],
    ['a JWT in a word', `x_eyJhbGciOiJIUzI1NiJ9.${sentinel}.${sentinel}/y`],
    ['Bearer', `he sent Bearer ${sentinel}`],
    ['bearer, encoded', `x=bearer%20${sentinel}`],
    ['Basic', `sent Basic ${sentinel}==`],
    ['user information in a URL', `https://user:${sentinel}@master:1556/netbackup`],
    [
      'JSON nested deeper than is looked',
      Array.from({ length: 12 }).reduce<string>((text) => JSON.stringify([text]), JSON.stringify({ token: sentinel })),
    ],
    ['a text that is longer than is looked', `${' '.repeat(300_000)}${sentinel}`],
  ])('%s is masked', (_name, text) => {
    expect(redactText(text)).not.toContain(sentinel);
    expect(JSON.stringify(redact({ reason: text }))).not.toContain(sentinel);
  });

  it('what no secret is comes through as it was', () => {
    fc.assert(
      fc.property(harmless, (value) => {
        expect(redact(value)).toEqual(value);
        const text = JSON.stringify(value);
        expect(redactText(text)).toBe(text);
        const pretty = JSON.stringify({ body: text }, null, 2);
        expect(redactText(pretty)).toBe(pretty);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    'Token rejected by the cloud application',
    'the cloud application accepted the token',
    'connecting to 127.0.0.1:8443',
    "/netbackup/admin/jobs?page[limit]=10&filter=state eq 'DONE'",
    '/netbackup/admin/jobs?filter=state%20eq%20%27DONE%27',
    '{"big":12345678901234567890,"small":1.0}',
    'no CONNECT RESPONSE within 30 s',
    'Basic authentication is used',
    '2026-01-15T12:00:00.000Z: backup done, status=0',
  ])('%s is no secret', (text) => expect(redactText(text)).toBe(text));

  it('what is beside a secret stays, and so does that there is one', () => {
    expect(redact({ userName: 'admin', password: sentinel, Authorization: null, valid: true })).toEqual({
      userName: 'admin',
      password: mask,
      Authorization: null,
      valid: true,
    });
    expect(redactText(`/netbackup/x?a=b&token=${sentinel}&c=d`)).toBe(`/netbackup/x?a=b&token=${mask}&c=d`);
    expect(redactText(`{"userName":"admin","password":"${sentinel}"}`)).toBe(
      `{"userName":"admin","password":"${mask}"}`,
    );
    expect(isSecretKey('Content-Type')).toBe(false);
  });

  it('no text makes it hang: what is hard to search is done in milliseconds where backtracking would take minutes', () => {
    const half = 120_000;
    for (const part of [
      'eyJ',
      '<',
      '<token',
      '-----BEGIN A',
      'bearer ',
      '://a',
      'a=',
      '%25',
      '\\u0061',
      'x:',
      '--token',
      '"a',
      '[',
      '{"a":',
      'basic a',
      'name=a',
    ]) {
      const text = part.repeat(Math.floor((2 * half) / part.length));
      const started = performance.now();
      redactText(text);
      redactText(`x ${text}`);
      expect({ part, fast: performance.now() - started < 15_000 }).toEqual({ part, fast: true });
    }
  });

  it('a name without an end costs no more than its length', () => {
    const text = `${'a'.repeat(200_000)}&=`;
    const started = performance.now();
    expect(redactText(text)).toBe(text);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(redactText(`?==token=${sentinel}?x&b==`)).not.toContain(sentinel);
  });

  it('what is nested very deeply is masked, and does not overflow the stack', () => {
    const text = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(redactText(text)).toContain(mask);
    expect(JSON.stringify(redact({ parameters: text, value: JSON.parse(text) as unknown, a: 'b' }))).toContain(
      '"a":"b"',
    );
    const deep = (levels: number) => `${'['.repeat(levels)}"x"${']'.repeat(levels)}`;
    expect(redactText(deep(64))).toBe(deep(64));
    expect(redactText(deep(65))).not.toContain('x');
  });

  it('the beginning of a text holds no half of a secret that the cut went through', () => {
    const secrets = [
      `https://user:${sentinel}@x`,
      `/x?token=${sentinel}`,
      `Basic ${sentinel}`,
      `{"password":"${sentinel}"}`,
    ];
    for (const secret of secrets)
      for (let length = 1; length < secret.length + 4; length++)
        expect(redactStart(`/a ${secret} b`, length)).not.toContain(sentinel.slice(0, 8));
    expect(redactStart(`/netbackup/${'x'.repeat(100)}`, 20)).toBe('/netbackup/xxxxxxxxx…');
    expect(redactStart('/netbackup', 20)).toBe('/netbackup');
  });

  it.each([
    'pass',
    'passcode',
    'otp',
    'pin',
    'sig',
    'sas',
    'accountKey',
    'master_key',
    'privKey',
    'sshKey',
    'assertion',
    'client_assertion',
    'basicAuth',
    'authentication',
    'authorisation',
    'db_pass',
  ])('%s is a secret key', (key) => {
    expect(redact({ [key]: sentinel })).toEqual({ [key]: mask });
    for (const text of [`/x?a=b&${key}=${sentinel}`, `{"${key}":"${sentinel}","b":1}`, `run --${key} ${sentinel}`])
      expect(redactText(text)).not.toContain(sentinel);
  });

  it.each<unknown>([
    ...['property', 'type', 'attribute', 'label'].map((name) => ({ [name]: 'password', value: sentinel })),
    { name: 'password', default: sentinel },
    { name: 'password', currentValue: sentinel },
    `NTLM TlRMTVNTUAAB${sentinel}`,
    `sent negotiate YIIabcdefgh${sentinel}`,
    `sent bAsIc ${sentinel}`,
    `{"pass":"${sentinel}", broken`,
    `cannot open it with pass=${sentinel}`,
    `/x?filter=password eq '${sentinel}'`,
    `/x?filter=user_password%20ne%20%27${sentinel}%27`,
  ])('%j does not come through', (value) => expect(JSON.stringify(redact(value))).not.toContain(sentinel));

  it.each([
    'mapping=1, shipping: 2',
    'bypass=1',
    '/x?design=a&compass=b',
    'pass 3 of 4',
    'authentication failed: no such user',
    'could not negotiate TLS_AES_256_GCM_SHA384',
  ])('%s is harmless', (text) => expect(redactText(text)).toBe(text));

  it.each([['"'], ['{'], ['[']])(
    'decision 43: a long run of backslashes behind %s costs no more than its length',
    (start) => {
      // Its square would be minutes: the test ends by its time limit then.
      expect(redactText(start + '\\'.repeat(250_000)).length).toBeGreaterThan(0);
    },
  );

  it('a value of very many parts is cut, and says so', () => {
    const redacted = JSON.stringify(redact(Array.from({ length: 100_000 }, (_, index) => ({ index }))));
    expect(redacted.length).toBeLessThan(1_000_000);
    expect(redacted).toContain('more not shown');
  });
});
