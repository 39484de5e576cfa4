import { describe, expect, it } from 'vitest';
import { refuseUri } from '../../shared/command-target.ts';
import { fc } from '../support/seeded-cases.ts';

describe('X-3, decision 15 what may be appended to the base URL', () => {
  it.each([
    '/netbackup/config/servers/vmservers/vCenter1.domain.com',
    '/netbackup/config/servers/vmservers',
    '/netbackup',
    '/netbackup/',
    '/netbackup?limit=1',
    '/netbackup/admin/jobs?filter=jobId%20eq%20144&page%5Blimit%5D=10',
    '/netbackup/a//b',
    '/netbackup//a',
    '/netbackup/a;v=1/b',
    '/netbackup/a:b@c',
    '/netbackup/.hidden/..x/x../...',
    '/netbackup/a?next=../b/..',
    '/netbackup/a?u=https://other.example/',
    '/netbackup/%E4%BC%91',
    '/netbackup/100%25',
    '/netbackup/100%',
    '/netbackup/%zz',
  ])('X-3 %s is allowed', (uri) => {
    expect(refuseUri(uri)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['no slash', 'netbackup/x'],
    ['a blank before it', ' /netbackup/x'],
    ['a scheme and host', 'https://other.example/netbackup/x'],
    ['a scheme', 'https:/netbackup/x'],
    ['a host', '//other.example/netbackup/x'],
    ['a host after three slashes', '///other.example/netbackup/x'],
    ['a host by user information', '@other.example/netbackup'],
    ['a port', ':1/netbackup'],
    ['a suffix of the host', '.other.example/netbackup'],
    ['a query alone', '?/netbackup/x'],
  ])('decision 15 %s is refused', (_what, uri) => {
    expect(refuseUri(uri)).toBe('uri must begin with one /');
  });

  it.each([
    ['a backslash', '/netbackup/a\\b'],
    ['a host after a backslash', '/\\other.example/netbackup/x'],
    ['a fragment', '/netbackup/a#b'],
    ['an empty fragment', '/netbackup/a#'],
    ['a blank', '/netbackup/a b'],
    ['a tab', '/netbackup/\t..\t/x'],
    ['CR LF', '/netbackup/a\r\nHost: other'],
    ['a line feed at the end', '/netbackup/a\n'],
    ['NUL', '/netbackup/a\0'],
    ['DEL', '/netbackup/a\x7f'],
    ['C1', '/netbackup/a\x85'],
    ['a letter that is not ASCII', '/netbackup/ü'],
    ['a full-width dot', '/netbackup/．．/x'],
    ['a full-width slash', '/netbackup/..／x'],
    ['an emoji', '/netbackup/\u{1f511}'],
    ['half an emoji', '/netbackup/\ud83d'],
    ['a blank in the query', '/netbackup/a?b c'],
  ])('decision 15 %s is refused', (_what, uri) => {
    expect(refuseUri(uri)).toMatch(/^uri must not contain a backslash, a fragment, a blank/);
  });

  it.each([
    '/netbackup/a%2fb',
    '/netbackup/a%2Fb',
    '/netbackup/a%5cb',
    '/netbackup/a%5Cb',
    '/netbackup/..%2f..%2fx',
    '/netbackup/a%00',
    '/netbackup/a%0d%0aHost:%20x',
    '/netbackup/a%1F',
    '/netbackup/a%7f',
    '/netbackup/a%252fb',
    '/netbackup/a%25252Fb',
    '/netbackup/a%255cb',
    '/netbackup/a%2500',
    '/netbackup/a%25%32%66b',
    '/netbackup/a%%32fb',
    '/netbackup/a%2%66b',
    '/netbackup/a?b=%2f',
    '/netbackup%2fx',
    '/%2fother.example/netbackup',
  ])('decision 15 %s hides a slash, a backslash or a control character', (uri) => {
    expect(refuseUri(uri)).toBe('uri must not contain an encoded slash, backslash or control character');
  });

  it.each([
    '/netbackup/../x',
    '/netbackup/..',
    '/netbackup/.',
    '/netbackup/./x',
    '/../netbackup/x',
    '/./netbackup/x',
    '/netbackup/a/../../x',
    '/netbackup/..?a=b',
    '/netbackup/%2e%2e/x',
    '/netbackup/%2E./x',
    '/netbackup/.%2e',
    '/netbackup/%2e/x',
    '/netbackup/%252e%252e/x',
    '/netbackup/%25252e./x',
    '/netbackup/%2%65%2e/x',
    '/netbackup/..;/x',
    '/netbackup/..;a=b/x',
    '/netbackup/.;/x',
    '/netbackup/..;',
    '/netbackup/%2e%2e;x/y',
    '/netbackup/..%3bx/y',
    '/netbackup/..%253bx/y',
    '/netbackup/%3f/../x',
  ])('decision 15 %s holds a . or .. segment', (uri) => {
    expect(refuseUri(uri)).toBe('uri must not contain a . or .. segment');
  });

  it.each([
    '/',
    '/x',
    '/netbackupx',
    '/netbackup-admin/x',
    '/NetBackup/x',
    '/netbackup;x/y',
    '/net%62ackup/x',
    '/x/netbackup/y',
    '/x?/netbackup/',
  ])('decision 15 %s does not lie under /netbackup', (uri) => {
    expect(refuseUri(uri)).toBe('uri must lie under /netbackup');
  });

  it('decision 15 a uri that is encoded again and again is refused, however deep', () => {
    let uri = '..';
    for (let depth = 0; depth < 20; depth++) {
      uri = depth === 0 ? '%2e%2e' : uri.replaceAll('%', '%25');
      expect(refuseUri(`/netbackup/${uri}/x`)).toMatch(/segment|too often/);
    }
  });

  it('X-3 a uri of 8192 characters is the longest', () => {
    const longest = '/netbackup/'.padEnd(8192, 'a');
    expect(refuseUri(longest)).toBeUndefined();
    expect(refuseUri(`${longest}a`)).toBe('uri is longer than 8192 characters');
  });
});

describe('X-3, decision 15 whatever is allowed stays where it belongs', () => {
  const bases = ['https://master:1556', 'https://[2001:db8::1]:1556', 'https://127.0.0.1'];
  const piece = fc.constantFrom(
    ...[
      '/',
      '//',
      '\\',
      '.',
      '..',
      ';',
      '?',
      '#',
      '@',
      ':',
      '%2e',
      '%2f',
      '%5c',
      '%25',
      '%252e',
      '%',
      '2e',
      '\t',
      '\n',
      ' ',
      '&',
      '=',
    ],
    ...['netbackup', '/netbackup', '/netbackup/', 'a', 'other.example', 'https:', 'ü', '%C3%BC', '．'],
  );
  const uri = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => `/netbackup${pieces.join('')}`),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc.string({ unit: 'binary-ascii' }).map((rest) => `/netbackup/${rest}`),
    fc.webPath().map((path) => `/netbackup${path}`),
  );

  it('decision 15 the URL has the origin of the base and a path under /netbackup, undecoded and decoded', () => {
    let allowed = 0;
    fc.assert(
      fc.property(uri, fc.constantFrom(...bases), (given, base) => {
        if (refuseUri(given) !== undefined) return;
        allowed++;
        const url = new URL(base + given);
        expect(url.origin).toBe(new URL(base).origin);
        expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
        expect(url.pathname).toMatch(/^\/netbackup(\/|$)/);
        // The URL is what was given: nothing was taken out of it or resolved.
        expect(url.pathname.split('/').length).toBe(given.split('?')[0]?.split('/').length);
        const decodedAgain = new URL(base + url.pathname.replaceAll(/%2e/gi, '.').replaceAll(/%25/g, '%'));
        expect(decodedAgain.pathname).toMatch(/^\/netbackup(\/|$)/);
      }),
      { numRuns: 5000 },
    );
    expect(allowed).toBeGreaterThan(500);
  });

  it('decision 15 whatever the text, there is an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const refusal = refuseUri(text);
        expect(refusal === undefined || /^uri (must|is) /.test(refusal)).toBe(true);
      }),
    );
  });
});
