import { Agent, request } from 'undici';
import type { PresentedCertificate } from '../../../shared/certificate.ts';
import { maxDetailsBytes } from '../../../shared/endpoint-details-size.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { addressOf } from '../../../shared/host-name.ts';
import type { Clock } from '../clock.ts';
import { chainJudge, pinnedJudge } from '../tls/certificate-judges.ts';
import type { Route } from '../tls/proxy.ts';
import { systemAnchors } from '../tls/system-anchors.ts';
import { TlsFailure } from '../tls/tls-failure.ts';
import { connectorTo } from '../tls/undici-connector.ts';

const maxRedirects = 3;
/** Milliseconds for the whole download (decision 30). */
const timeLimit = 30_000;

/**
 * D-5, decision 30: the URL that an administrator typed. Only https, since the document carries a token.
 * @throws NbwssError `invalidCommandParameter` or `malformedUrl` (T-4)
 */
export function checkDetailsUrl(text: string): URL {
  const trimmed = text.trim();
  if (trimmed === '') throw new NbwssError('invalidCommandParameter', { causes: ['No URL was given.'] });
  if (!URL.canParse(trimmed))
    throw new NbwssError('malformedUrl', { parameter: text, causes: ['It cannot be read as a URL.'] });
  const url = new URL(trimmed);
  if (url.protocol !== 'https:') {
    const why =
      url.protocol === 'http:'
        ? 'The endpoint details carry a security token, which http: would send in clear. Use https.'
        : `${url.protocol} is not supported here. Give the https URL of the endpoint details.`;
    throw new NbwssError('invalidCommandParameter', { causes: [why] });
  }
  if (url.username !== '' || url.password !== '') {
    throw new NbwssError('malformedUrl', { parameter: text, causes: ['It must not contain user information.'] });
  }
  return url;
}

/** A details server whose certificate the system's CAs do not vouch for (decision 33). */
export class UntrustedDetailsServer extends Error {
  override readonly name = 'UntrustedDetailsServer';
}

interface DownloadOptions {
  clock: Clock;
  route: Route;
  /** Certificate that was accepted for this server, to which the connection is then pinned. */
  accepted?: PresentedCertificate;
  signal?: AbortSignal;
}

/**
 * E-14, decisions 30 and 31: fetches the document at a checked URL: at most 1 MiB, 30 s, 3 redirects inside the origin.
 * @throws UntrustedDetailsServer when nothing was accepted and the system does not trust the server; NbwssError
 *   `noConnection` (T-6) or `openFailed` (T-5)
 */
export async function downloadDetails(
  url: URL,
  { clock, route, accepted, signal }: DownloadOptions,
): Promise<Uint8Array> {
  const { host } = addressOf(url);
  const deadline = new AbortController();
  const timer = clock.setTimeout(
    () => deadline.abort(new TlsFailure('no-answer', `no complete answer within ${timeLimit / 1000} s`)),
    timeLimit,
  );
  const limits = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
  const agent = new Agent({
    connect: accepted
      ? connectorTo({
          anchors: [accepted.pem],
          route,
          clock,
          judge: pinnedJudge({ trust: 'certificate', acceptedWarnings: accepted.warnings, ...accepted }, host, clock),
          signal: limits,
        })
      : connectorTo({ anchors: systemAnchors(), route, clock, judge: chainJudge(host), signal: limits }),
  });
  try {
    return await follow(url, agent, limits);
  } catch (error) {
    if (signal?.aborted || error instanceof NbwssError) throw error;
    const failure =
      error instanceof TlsFailure ? error : limits.reason instanceof TlsFailure ? limits.reason : undefined;
    if (failure?.stage === 'certificate' && !accepted) throw new UntrustedDetailsServer(failure.message);
    if (failure?.stage === 'network')
      throw new NbwssError('noConnection', { parameter: host, causes: [failure.message] }, { cause: error });
    throw new NbwssError('openFailed', { causes: [(error as Error).message] }, { cause: error });
  } finally {
    timer.cancel();
    await agent.destroy();
  }
}

async function follow(start: URL, agent: Agent, signal: AbortSignal): Promise<Uint8Array> {
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const { statusCode, headers, body } = await request(url, {
      dispatcher: agent,
      signal,
      headers: { accept: 'application/json' },
    });
    if (statusCode === 200) return read(body);
    body.on('error', () => undefined).destroy();
    const location = headers['location'];
    if (statusCode < 300 || statusCode > 399 || typeof location !== 'string') {
      throw new NbwssError('openFailed', { causes: [`The server answered with status ${statusCode}.`] });
    }
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
    if (!next || next.origin !== start.origin)
      throw new NbwssError('openFailed', {
        causes: ['The server redirects to another server, which is not followed.'],
      });
    if (redirects === maxRedirects)
      throw new NbwssError('openFailed', { causes: [`The server redirects more than ${maxRedirects} times.`] });
    url = next;
  }
}

/** Reads up to one byte more than the limit: the reader of the details refuses what is too long. */
async function read(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > maxDetailsBytes) break;
  }
  return Buffer.concat(chunks);
}
