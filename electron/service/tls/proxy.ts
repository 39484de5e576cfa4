import { isIP } from 'node:net';
import { isHostName } from '../../../shared/host-name.ts';
import type { ProxySettings } from '../../../shared/proxy.ts';
import { readBypass } from './proxy-bypass.ts';
import { TlsFailure } from './tls-failure.ts';
import type { TlsTarget } from './tls-target.ts';
import { authority } from './tls-target.ts';

/** An HTTP proxy that opens tunnels (CONNECT). */
export interface ProxyServer {
  /** Whether the proxy itself is spoken to over TLS (`https:`). */
  secure: boolean;
  /** DNS name or IP address without brackets. */
  host: string;
  port: number;
  /** `user:password` for Basic: a secret. */
  credentials?: string;
}

/**
 * Through which proxy a server is reached; `undefined`: directly.
 * @throws TlsFailure `proxy` when a proxy is wanted that cannot be used
 */
export type Route = (target: TlsTarget) => ProxyServer | undefined;

/** For servers inside the own network. */
export const direct: Route = () => undefined;

/** Environment variables, as the host found them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with a proxy's URL; the message never quotes it, since it may hold a password. */
class ProxyUrlProblem extends Error {
  override readonly name = 'ProxyUrlProblem';
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlCharacter = /[\u0000-\u001f\u007f-\u009f]/;

/** @throws ProxyUrlProblem */
function readProxyUrl(text: string, userInformation: 'allowed' | 'refused'): ProxyServer {
  const refuse = (why: string): never => {
    throw new ProxyUrlProblem(why);
  };
  if (!/^https?:\/\//i.test(text)) return refuse('must begin with http:// or https://');
  const [, rest = ''] = /^https?:\/\/([^/\\?#\s]+)\/?$/i.exec(text) ?? [];
  if (rest === '') return refuse('must hold a host and a port only');
  if (rest.includes('@') && userInformation === 'refused')
    return refuse('must not contain a user name or password: they have fields of their own');
  const url = URL.canParse(text) ? new URL(text) : refuse('cannot be read as a URL');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0 && !isHostName(host)) return refuse('must hold a host name or an IP address');
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  if (port === 0) return refuse('must hold a port from 1 to 65535');
  const credentials = readCredentials(url);
  return { secure, host, port, ...(credentials === undefined ? {} : { credentials }) };
}

/** @throws ProxyUrlProblem */
function readCredentials({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  let user: string;
  let secret: string;
  try {
    user = decodeURIComponent(username);
    secret = decodeURIComponent(password);
  } catch {
    throw new ProxyUrlProblem('has a user name or password that is not percent-encoded properly');
  }
  if (user.includes(':') || controlCharacter.test(user) || controlCharacter.test(secret))
    throw new ProxyUrlProblem('has a user name with a colon, or a control character in user name or password');
  return `${user}:${secret}`;
}

/**
 * What is wrong with settings, by field (`url`, `user`, `password`, `bypass`); empty when they can be used. What a mode does
 * not use is checked as well, so that switching to it later leads to no surprise.
 */
export function proxyProblems({ mode, url, user, bypass }: ProxySettings, password = ''): Record<string, string> {
  const problems: Record<string, string> = {};
  try {
    if (url !== '') readProxyUrl(url, 'refused');
    else if (mode === 'manual') problems['url'] = 'is missing';
  } catch (error) {
    if (!(error instanceof ProxyUrlProblem)) throw error;
    problems['url'] = error.message;
  }
  if (user.includes(':')) problems['user'] = 'must not contain a colon';
  if (controlCharacter.test(user)) problems['user'] = 'must not contain control characters';
  if (controlCharacter.test(password)) problems['password'] = 'must not contain control characters';
  const [problem] = readBypass(bypass).problems;
  if (problem !== undefined) problems['bypass'] = problem;
  return problems;
}

/** The proxy that is in force. */
export interface ProxyChoice {
  route: Route;
  /** A sentence for people; holds no password. */
  inForce: string;
  /** Of environment variables that cannot be used. */
  warnings: readonly string[];
}

const directly = (inForce: string): ProxyChoice => ({ route: direct, inForce, warnings: [] });

/** A proxy is wanted, but cannot be used: going round it silently would be against what was wanted. */
function unusable(what: string, remedy: string): ProxyChoice {
  const route: Route = () => {
    throw new TlsFailure('proxy', what);
  };
  return { route, inForce: `${what}. Connections fail until ${remedy}.`, warnings: [`${what}.`] };
}

function through(server: ProxyServer, bypassText: string, origin: string, list: string): ProxyChoice {
  const bypass = readBypass(bypassText);
  const scheme = server.secure ? 'https' : 'http';
  const except = bypassText.trim() === '' ? '' : `, except to ${list}`;
  return {
    route: (target) => (bypass.covers(target) ? undefined : server),
    inForce: `Connections go through the proxy ${scheme}://${authority(server)} (${origin})${except}.`,
    warnings: bypass.problems.map((problem) => `Among ${list}, ${problem}, and is ignored`),
  };
}

/** The first of these variables that is set and not blank. */
function variable(environment: Environment, ...names: string[]): { name: string; value: string } | undefined {
  for (const name of names) {
    const value = environment[name]?.trim() ?? '';
    if (value !== '') return { name, value };
  }
  return undefined;
}

/**
 * Decision 14: which proxy is in force. The settings win; the lower-case name of a variable comes before the upper-case one,
 * and a proxy without a scheme is an http: one, as elsewhere.
 * @param password opens the saved one; only called when a user name is set. @throws when it cannot be read
 */
export function chooseProxy(settings: ProxySettings, password: () => string, environment: Environment): ProxyChoice {
  if (settings.mode === 'none') return directly('No proxy: connections go directly.');
  if (settings.mode === 'manual') return manualProxy(settings, password);
  const found = variable(environment, 'https_proxy', 'HTTPS_PROXY');
  if (!found) return directly('No proxy: connections go directly, since HTTPS_PROXY is not set.');
  const noProxy = variable(environment, 'no_proxy', 'NO_PROXY');
  try {
    const server = readProxyUrl(found.value.includes('://') ? found.value : `http://${found.value}`, 'allowed');
    const origin = `environment variable ${found.name}`;
    return through(server, noProxy?.value ?? '', origin, `the hosts of ${noProxy?.name ?? 'no_proxy'}`);
  } catch (error) {
    if (!(error instanceof ProxyUrlProblem)) throw error;
    return unusable(
      `The environment variable ${found.name} cannot be used as a proxy: it ${error.message}`,
      'it is mended, or another proxy is set here',
    );
  }
}

function manualProxy(settings: ProxySettings, password: () => string): ProxyChoice {
  const [problem] = Object.entries(proxyProblems(settings));
  if (problem) return unusable(`The proxy settings cannot be used: ${problem.join(' ')}`, 'they are mended');
  const server = readProxyUrl(settings.url, 'refused');
  if (settings.user === '') return through(server, settings.bypass, 'set here', 'the hosts without proxy');
  try {
    const credentials = `${settings.user}:${password()}`;
    return through({ ...server, credentials }, settings.bypass, 'set here', 'the hosts without proxy');
  } catch {
    return unusable('The saved password of the proxy cannot be read', 'it is set again');
  }
}
