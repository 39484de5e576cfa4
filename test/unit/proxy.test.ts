import { describe, expect, it } from 'vitest';
import { chooseProxy, type Environment, proxyProblems } from '../../electron/service/tls/proxy.ts';
import { defaultProxySettings, type ProxySettings } from '../../shared/proxy.ts';

const target = { host: 'cloud.example', port: 443 };
const manual = (change: Partial<ProxySettings> = {}): ProxySettings => ({
  mode: 'manual',
  url: 'http://proxy.example:3128',
  user: '',
  bypass: '',
  ...change,
});
const choose = (settings: ProxySettings, environment: Environment = {}, password = () => '') =>
  chooseProxy(settings, password, environment);
const byEnvironment = (environment: Environment) => choose(defaultProxySettings, environment);

describe('decision 14: which proxy is in force', () => {
  it('without any variable there is none, and it says so', () => {
    expect(byEnvironment({ HTTPS_PROXY: '  ', HTTP_PROXY: 'http://other.example' })).toMatchObject({
      inForce: 'No proxy: connections go directly, since HTTPS_PROXY is not set.',
      warnings: [],
    });
    expect(byEnvironment({}).route(target)).toBeUndefined();
  });

  it.each<[string, object]>([
    ['http://proxy.example:3128', { secure: false, host: 'proxy.example', port: 3128 }],
    ['http://proxy.example:3128/', { secure: false, host: 'proxy.example', port: 3128 }],
    ['proxy.example:3128', { secure: false, host: 'proxy.example', port: 3128 }],
    ['HTTP://Proxy.Example', { secure: false, host: 'proxy.example', port: 80 }],
    ['https://proxy.example', { secure: true, host: 'proxy.example', port: 443 }],
    ['http://[2001:db8::1]:8080', { secure: false, host: '2001:db8::1', port: 8080 }],
    ['http://10.0.0.1:65535', { secure: false, host: '10.0.0.1', port: 65_535 }],
    ['http://user@proxy.example', { secure: false, host: 'proxy.example', port: 80, credentials: 'user:' }],
    ['http://us%40er:p%3Aw%2F%C3%BC@proxy.example:1', { port: 1, credentials: 'us@er:p:w/ü' }],
    ['user:word@proxy.example:3128', { host: 'proxy.example', port: 3128, credentials: 'user:word' }],
  ])('HTTPS_PROXY=%s', (value, server) => {
    const choice = byEnvironment({ HTTPS_PROXY: value });
    expect(choice.route(target)).toMatchObject(server);
    expect(choice.inForce).toContain('(environment variable HTTPS_PROXY).');
    expect(choice.warnings).toEqual([]);
  });

  it.each([
    ['socks5://SENTINEL@proxy.example', 'must begin with http:// or https://'],
    ['http://', 'must hold a host and a port only'],
    ['http://SENTINEL:x@proxy.example/path', 'must hold a host and a port only'],
    ['http://proxy.example?SENTINEL', 'must hold a host and a port only'],
    ['http://proxy.example#SENTINEL', 'must hold a host and a port only'],
    ['http://u:SENTINEL SENTINEL@proxy.example', 'must hold a host and a port only'],
    ['http://u:SENTINEL@proxy.example:0', 'must hold a port from 1 to 65535'],
    ['http://u:SENTINEL@proxy.example:65536', 'cannot be read as a URL'],
    ['http://u:SENTINEL@proxy.example:-1', 'cannot be read as a URL'],
    ['http://u:SENTINEL%0d%0aX-Evil:1@proxy.example', 'control character'],
    ['http://SENTINEL%3Ax:y@proxy.example', 'a user name with a colon'],
    ['http://u:SENTINEL%zz@proxy.example', 'not percent-encoded properly'],
    ['http://u:SENTINEL@pro xy', 'must hold a host and a port only'],
    ['http://u:SENTINEL@-proxy-', 'must hold a host name or an IP address'],
  ])('HTTPS_PROXY=%s cannot be used: it is a warning and a failure, never a way round the proxy', (value, why) => {
    const choice = byEnvironment({ HTTPS_PROXY: value, NO_PROXY: '*' });
    expect(choice.inForce).toContain('The environment variable HTTPS_PROXY cannot be used as a proxy: it ');
    expect(choice.inForce).toContain(why);
    expect(choice.warnings).toHaveLength(1);
    expect(() => choice.route(target)).toThrow(expect.objectContaining({ kind: 'proxy' }));
    expect(() => choice.route(target)).toThrow(why);
    expect(`${choice.inForce}${choice.warnings}`).not.toContain('SENTINEL');
    expect(() => choice.route(target)).not.toThrow('SENTINEL');
  });

  it('the lower-case variable comes first, as elsewhere; what is blank is not set', () => {
    const both = byEnvironment({ HTTPS_PROXY: 'http://upper.example', https_proxy: 'http://lower.example' });
    expect(both.route(target)).toMatchObject({ host: 'lower.example' });
    const blank = byEnvironment({ HTTPS_PROXY: 'http://upper.example', https_proxy: '' });
    expect(blank.route(target)).toMatchObject({ host: 'upper.example' });
    expect(blank.inForce).toBe(
      'Connections go through the proxy http://upper.example:80 (environment variable HTTPS_PROXY).',
    );
  });

  it('NO_PROXY names the exceptions; what cannot be understood of it is a warning', () => {
    const choice = byEnvironment({ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: 'cloud.example, <local>' });
    expect(choice.route(target)).toBeUndefined();
    expect(choice.route({ ...target, host: 'other.example' })).toMatchObject({ host: 'proxy.example' });
    expect(choice.inForce).toContain(', except to the hosts of NO_PROXY.');
    expect(choice.warnings).toEqual([
      'Among the hosts of NO_PROXY, "<local>" is no host name, IP address or CIDR block, and is ignored',
    ]);
  });

  it('a loopback host goes through the proxy too, unless NO_PROXY names it', () => {
    const HTTPS_PROXY = 'http://proxy.example';
    for (const host of ['localhost', '127.0.0.1', '::1'])
      expect(byEnvironment({ HTTPS_PROXY }).route({ host, port: 443 })).toMatchObject({ host: 'proxy.example' });
    const direct = byEnvironment({ HTTPS_PROXY, NO_PROXY: 'localhost,127.0.0.0/8,::1' });
    for (const host of ['localhost', '127.0.0.1', '::1']) expect(direct.route({ host, port: 443 })).toBeUndefined();
  });

  it('the settings win over the environment, in both directions', () => {
    const environment = { HTTPS_PROXY: 'http://other.example', NO_PROXY: '*' };
    expect(choose(manual(), environment).route(target)).toMatchObject({ host: 'proxy.example' });
    const none = choose(manual({ mode: 'none' }), environment);
    expect(none.route(target)).toBeUndefined();
    expect(none.inForce).toBe('No proxy: connections go directly.');
  });

  it('user name and password of the settings become Basic credentials; no sentence holds them', () => {
    const choice = choose(manual({ user: 'ursula', bypass: 'a.example' }), {}, () => 'SENTINEL:ü');
    expect(choice.route(target)).toMatchObject({ credentials: 'ursula:SENTINEL:ü' });
    expect(choice.inForce).toBe(
      'Connections go through the proxy http://proxy.example:3128 (set here), except to the hosts without proxy.',
    );
    expect(choose(manual(), {}, () => 'SENTINEL').route(target)).not.toHaveProperty('credentials');
  });

  it('a password that cannot be read is a failure, not a login without one', () => {
    const choice = choose(manual({ user: 'ursula' }), {}, () => {
      throw new Error('SENTINEL');
    });
    expect(choice.inForce).toContain('The saved password of the proxy cannot be read');
    expect(() => choice.route(target)).toThrow('The saved password of the proxy cannot be read');
  });

  it('settings that were spoilt in the file are a failure, not a direct connection', () => {
    const choice = choose(manual({ url: 'ftp://proxy.example' }));
    expect(choice.warnings).toEqual(['The proxy settings cannot be used: url must begin with http:// or https://.']);
    expect(() => choice.route(target)).toThrow(expect.objectContaining({ kind: 'proxy' }));
  });
});

describe('decision 14: what is wrong with settings is told by field', () => {
  it.each<[Partial<ProxySettings>, string | undefined, Record<string, string>]>([
    [{}, undefined, {}],
    [{ url: '', mode: 'none' }, undefined, {}],
    [{ url: 'https://[::1]:8443' }, 'geheim ü', {}],
    [{ url: '' }, undefined, { url: 'is missing' }],
    [{ url: 'proxy.example:3128' }, undefined, { url: 'must begin with http:// or https://' }],
    [{ url: 'ftp://proxy.example', mode: 'none' }, undefined, { url: 'must begin with http:// or https://' }],
    [
      { url: 'http://user:word@proxy.example' },
      undefined,
      { url: 'must not contain a user name or password: they have fields of their own' },
    ],
    [
      { url: 'http://@proxy.example' },
      undefined,
      { url: 'must not contain a user name or password: they have fields of their own' },
    ],
    [{ url: 'http://proxy.example/path' }, undefined, { url: 'must hold a host and a port only' }],
    [{ url: 'http://proxy.example\r\nX-Evil: 1' }, undefined, { url: 'must hold a host and a port only' }],
    [{ url: 'http://proxy.example\\path' }, undefined, { url: 'must hold a host and a port only' }],
    [{ url: 'http://proxy.example:0' }, undefined, { url: 'must hold a port from 1 to 65535' }],
    [{ url: 'http://proxy.example:70000' }, undefined, { url: 'cannot be read as a URL' }],
    [{ user: 'a:b' }, undefined, { user: 'must not contain a colon' }],
    [{ user: 'a\r\nX-Evil: 1' }, undefined, { user: 'must not contain control characters' }],
    [{ user: 'a' }, 'b\u0000', { password: 'must not contain control characters' }],
    [{ bypass: 'a.example <local>' }, undefined, { bypass: '"<local>" is no host name, IP address or CIDR block' }],
    [
      { url: 'x', user: ':', bypass: '/' },
      '\n',
      { url: expect.anything(), user: expect.anything(), bypass: expect.anything(), password: expect.anything() },
    ],
  ])('%j', (change, password, fields) => {
    expect(proxyProblems(manual(change), password)).toEqual(fields);
  });
});
