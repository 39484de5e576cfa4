import { describe, expect, it } from 'vitest';
import { readBypass } from '../../electron/service/tls/proxy-bypass.ts';

/** Splits `host:port`; an IPv6 address stands without brackets before the last colon. */
const covers = (list: string, host: string, port = 443) => readBypass(list).covers({ host, port });

describe('decision 14: hosts without proxy, as NO_PROXY names them', () => {
  it.each([
    [
      'a host name covers itself and what is below it',
      'example.com',
      ['example.com', 'a.b.example.com'],
      ['anexample.com', 'example.org', 'com'],
    ],
    [
      '.domain covers what is below it only',
      '.example.com',
      ['a.example.com', 'b.a.example.com'],
      ['example.com', 'anexample.com'],
    ],
    ['*.domain covers what is below it only', '*.example.com', ['a.example.com'], ['example.com', 'anexample.com']],
    ['case and a trailing dot make no difference', 'Example.COM.', ['example.com', 'EXAMPLE.com.'], []],
    [
      'commas and blanks separate',
      ' a.example ,\tb.example\nc.example,,',
      ['a.example', 'b.example', 'c.example'],
      ['d.example'],
    ],
    ['an IPv4 address', '10.1.2.3', ['10.1.2.3'], ['10.1.2.30', '110.1.2.3', 'a.10.1.2.3.example']],
    ['an IPv6 address, however it is written', '2001:db8:0:0::1', ['2001:db8::1'], ['2001:db8::2']],
    ['an IPv6 address in brackets', '[::1]', ['::1'], ['::2', '127.0.0.1']],
    ['a block of IPv4 addresses', '10.1.2.3/8', ['10.0.0.0', '10.255.255.255'], ['11.0.0.0', 'ten.example']],
    ['a block of IPv6 addresses', 'fd00::/8', ['fd12::1', 'FDFF::'], ['fe00::1', '10.0.0.1']],
    ['a block of all', '0.0.0.0/0', ['1.2.3.4'], ['::1', 'localhost']],
    ['* covers everything', 'a.example,*', ['b.example', '1.2.3.4', '::1'], []],
    ['localhost is a name like any other', 'localhost', ['localhost', 'a.localhost'], ['127.0.0.1', '::1']],
    ['a name beyond ASCII', 'bücher.example', ['xn--bcher-kva.example'], []],
    ['nothing covers nothing', ' , ', [], ['localhost', '127.0.0.1', 'example.com']],
  ] as const)('%s', (_what, list, covered, others) => {
    expect(readBypass(list).problems).toEqual([]);
    expect(covered.filter((host) => !covers(list, host))).toEqual([]);
    expect(others.filter((host) => covers(list, host))).toEqual([]);
  });

  it.each([
    ['a.example:8443', 'a.example'],
    ['.example:8443', 'a.example'],
    ['10.0.0.1:8443', '10.0.0.1'],
    ['[::1]:8443', '::1'],
    ['*:8443', 'any.example'],
  ])('%s holds for that port only', (list, host) => {
    expect(readBypass(list).problems).toEqual([]);
    expect(covers(list, host, 8443)).toBe(true);
    expect(covers(list, host, 443)).toBe(false);
  });

  it.each([
    ['10.0.0.0/33', 'is no CIDR block such as 10.0.0.0/8'],
    ['fd00::/129', 'is no CIDR block such as 10.0.0.0/8'],
    ['example.com/8', 'is no CIDR block such as 10.0.0.0/8'],
    ['10.0.0.0/', 'is no CIDR block such as 10.0.0.0/8'],
    ['a.example:0', 'has no valid port'],
    ['a.example:99999', 'has no valid port'],
    ['a.example:port', 'is no host name, IP address or CIDR block'],
    ['<local>', 'is no host name, IP address or CIDR block'],
    ['a*.example', 'is no host name, IP address or CIDR block'],
    ['10.0.0', 'is no host name, IP address or CIDR block'],
    ['[::1', 'is no host name, IP address or CIDR block'],
    ['.', 'is no host name, IP address or CIDR block'],
    [':8443', 'is no host name, IP address or CIDR block'],
    [';', 'is no host name, IP address or CIDR block'],
  ])('%s is told to be wrong, and covers nothing; the others hold', (entry, why) => {
    const bypass = readBypass(`${entry} good.example`);
    expect(bypass.problems).toEqual([`"${entry}" ${why}`]);
    expect(bypass.covers({ host: 'good.example', port: 443 })).toBe(true);
    expect(['a.example', '10.0.0.1', '::1'].filter((host) => bypass.covers({ host, port: 443 }))).toEqual([]);
  });

  it.each([
    ['http://user:hunter2@proxy:80', ['entry 1, which is not quoted here, is no CIDR block such as 10.0.0.0/8']],
    ['a.example user:hunter2@proxy', ['entry 2, which is not quoted here, is no host name, IP address or CIDR block']],
    ['http://user:hunter2', ['entry 1, which is not quoted here, is no CIDR block such as 10.0.0.0/8']],
    [
      'http://user:x,hunter2!,x@proxy',
      expect.arrayContaining([expect.stringMatching(/^entry 2, which is not quoted/)]),
    ],
  ])('decision 14: what may be a password is never quoted: %s', (list, expected) => {
    const { problems } = readBypass(list);
    expect(problems).toEqual(expected);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('a problem quotes a long or unprintable entry shortened and printable', () => {
    expect(readBypass(`<${'x'.repeat(100_000)}>`).problems[0]?.length).toBeLessThan(200);
    expect(readBypass('\u001b[31m').problems).toEqual(['"?[31m" is no host name, IP address or CIDR block']);
  });

  it('a list of any length is read in time that grows with its length only', () => {
    const list = Array.from({ length: 2000 }, (_, i) => `host${i}.example`).join(',');
    expect(covers(list, 'host1999.example')).toBe(true);
    expect(covers(`${'a:'.repeat(50_000)}1`, 'a')).toBe(false);
  });
});
