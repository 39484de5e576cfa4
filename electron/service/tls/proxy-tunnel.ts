import { type ClientRequestArgs, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { ProxyServer } from './proxy.ts';
import { isOfNetwork, networkFailure, TlsFailure } from './tls-failure.ts';
import type { TlsTarget } from './tls-target.ts';
import { authority } from './tls-target.ts';

/** The longest answer of a proxy that is read, in bytes. */
const maxAnswerBytes = 16_384;

/**
 * Decision 14: has the proxy open a tunnel to a server (CONNECT). Only host and port of the server are told to it, and its
 * own credentials: what goes through the tunnel is for the caller to encrypt. The proxy resolves the server's name.
 * @param anchors PEM: whom to trust for a proxy that is itself spoken to over TLS
 * @param signal gives up; its reason is what is thrown
 * @throws TlsFailure `proxy` with the proxy's host and port, and never its credentials
 */
export function openTunnel(
  proxy: ProxyServer,
  target: TlsTarget,
  { anchors, signal }: { anchors: () => readonly string[]; signal: AbortSignal },
): Promise<Socket> {
  const failure = (what: string, cause?: unknown) =>
    new TlsFailure('proxy', `the proxy ${authority(proxy)} ${what}`, { cause });
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const request = proxy.secure
      ? requestHttps({
          ...connectRequest(proxy, target),
          ca: [...anchors()],
          minVersion: 'TLSv1.2',
          // Without a name Node would send that of the header Host, which is the server's.
          servername: isIP(proxy.host) === 0 ? proxy.host : '',
        })
      : requestHttp(connectRequest(proxy, target));
    const aborted = () => {
      request.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', aborted, { once: true });
    request.once('close', () => signal.removeEventListener('abort', aborted));
    // Stays: an error that comes after the answer has no one to go to.
    request.on('error', (error) => reject(failure(requestProblem(error, proxy), error)));
    request.once('connect', (answer, socket, early) => {
      const problem = answerProblem(answer, early, proxy, target);
      if (problem === undefined) return resolve(socket as Socket);
      socket.on('error', () => undefined).destroy();
      reject(failure(problem));
    });
    request.end();
  });
}

function connectRequest(proxy: ProxyServer, target: TlsTarget): ClientRequestArgs {
  const { host, port, credentials } = proxy;
  const path = authority(target);
  const authorization =
    credentials === undefined
      ? {}
      : { 'Proxy-Authorization': `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}` };
  return {
    host,
    port,
    method: 'CONNECT',
    path,
    headers: { Host: path, Connection: 'keep-alive', ...authorization },
    agent: false,
    maxHeaderSize: maxAnswerBytes,
  };
}

/** Why there was no answer, in words. */
function requestProblem(error: Error & { code?: string }, { secure }: ProxyServer): string {
  const { code = '', message } = error;
  if (code === 'HPE_HEADER_OVERFLOW') return `answered CONNECT with more than ${maxAnswerBytes / 1024} KiB of headers`;
  if (code.startsWith('HPE_')) return `did not answer CONNECT in HTTP (${code})`;
  if (code === 'ECONNRESET' || code === 'EPIPE') return 'closed the connection instead of answering CONNECT';
  if (secure && !isOfNetwork(error)) return `could not be spoken to over TLS: ${message}`;
  return `could not be reached: ${networkFailure(error).message}`;
}

/** What is wrong with the proxy's answer, in words; `undefined` when the tunnel stands. */
function answerProblem(
  { statusCode: status = 0, headers }: IncomingMessage,
  early: Buffer,
  proxy: ProxyServer,
  target: TlsTarget,
): string | undefined {
  const server = authority(target);
  if (status >= 200 && status <= 299)
    return early.length === 0 ? undefined : `sent something of its own into the tunnel to ${server}`;
  switch (status) {
    case 407:
      return loginProblem(String(headers['proxy-authenticate'] ?? ''), proxy);
    case 403:
      return `does not allow connections to ${server} (status 403)`;
    case 502:
      return `could not connect to ${server}: wrong name, or nothing there (status 502)`;
    case 503:
      return `could not connect to ${server} now (status 503)`;
    case 504:
      return `got no answer from ${server} (status 504)`;
    default:
      return `answered CONNECT to ${server} with status ${status}`;
  }
}

/** @param challenges value of Proxy-Authenticate */
function loginProblem(challenges: string, { credentials }: ProxyServer): string {
  const schemes = [...challenges.matchAll(/(?:^|,)\s*([a-z][a-z\d-]{0,20})(?=\s*(?:,|$)|\s+[^\s=])/gi)].map(
    ([, scheme = '']) => scheme,
  );
  if (schemes.length > 0 && !schemes.some((scheme) => scheme.toLowerCase() === 'basic'))
    return `wants a login by ${schemes.slice(0, 5).join(' or ')}; only Basic is supported here (status 407)`;
  return credentials === undefined
    ? 'wants a user name and a password (status 407)'
    : 'did not accept the user name and password (status 407)';
}
