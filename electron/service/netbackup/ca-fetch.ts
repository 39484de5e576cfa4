import type { X509Certificate } from 'node:crypto';
import { Agent, request } from 'undici';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { addressOf } from '../../../shared/host-name.ts';
import type { FetchedCa } from '../../../shared/netbackup.ts';
import type { Clock } from '../clock.ts';
import { certificateFacts, timeWarnings } from '../tls/certificate-facts.ts';
import { chainJudge } from '../tls/certificate-judges.ts';
import { openTls } from '../tls/open-tls.ts';
import { direct, type Route } from '../tls/proxy.ts';
import { TlsFailure } from '../tls/tls-failure.ts';
import { connectorTo } from '../tls/undici-connector.ts';
import { checkBaseUrl } from './address.ts';
import { readCaCertificates } from './ca-certificate.ts';

const path = '/netbackup/security/cacert';
/** For the whole, in milliseconds. */
const timeLimit = 15_000;
const maxAnswerBytes = 256 * 1024;
/** So many of the certificates that came are tried against the server's own. */
const maxTried = 5;

export interface CaFetchOptions {
  clock: Clock;
  /** Default: directly, since NetBackup is in the own network. */
  route?: Route;
  signal?: AbortSignal | undefined;
}

const failed = (cause: string, error?: unknown) =>
  new NbwssError('caNotFetched', { causes: [cause] }, error === undefined ? {} : { cause: error });

/**
 * Asks a NetBackup server for the certificate of its CA, to be compared and accepted by the administrator. This is the one
 * call that is made over a connection which nothing vouches for, and nothing secret is sent with it.
 * @param baseUrl as it was typed
 * @throws NbwssError `netBackupNotValid`, `caNotFetched`; `signal.reason` when aborted
 */
export async function fetchCaCertificate(
  baseUrl: string,
  { clock, route = direct, signal }: CaFetchOptions,
): Promise<FetchedCa> {
  const origin = checkBaseUrl(baseUrl);
  const target = addressOf(new URL(origin));
  const deadline = new AbortController();
  const late = new TlsFailure('no-answer', `no complete answer within ${timeLimit / 1000} s`);
  const timer = clock.setTimeout(() => deadline.abort(late), timeLimit);
  const limits = signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal;
  try {
    const { server, certificates } = await ask(origin, { clock, route, signal: limits });
    const { certificate, problem } = await choose(certificates, target, { clock, route, signal: limits });
    const chain = server.fingerprint256 === certificate.fingerprint256 ? [] : [certificateFacts(server)];
    return {
      baseUrl: origin,
      certificate: {
        ...certificateFacts(certificate),
        chain,
        warnings: timeWarnings(certificate, clock.now()),
        issuerTrustPossible: false,
      },
      problem,
    };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof NbwssError) throw error;
    const failure = deadline.signal.aborted ? late : error;
    if (failure instanceof TlsFailure) throw failed(failure.message, failure);
    throw failed(`the answer could not be read: ${(failure as Error).message}`, failure);
  } finally {
    timer.cancel();
  }
}

interface Answered {
  /** What the server presented for itself. */
  server: X509Certificate;
  certificates: readonly X509Certificate[];
}

interface Way {
  clock: Clock;
  route: Route;
  signal: AbortSignal;
}

async function ask(origin: string, { clock, route, signal }: Way): Promise<Answered> {
  let server: X509Certificate | undefined;
  const judge = (leaf: X509Certificate) => {
    server = leaf; // whoever it is: it is asked for what everybody may know
  };
  const agent = new Agent({ connect: connectorTo({ anchors: [], judge, route, clock, signal }) });
  try {
    const answer = await request(`${origin}${path}`, { dispatcher: agent, headers: { accept: '*/*' }, signal });
    const text = await readBounded(answer.body);
    if (answer.statusCode !== 200) throw failed(`${path} was answered with status ${answer.statusCode}.`);
    if (!server) throw new Error('a connection was made without having its certificate judged');
    return { server, certificates: certificatesIn(text) };
  } finally {
    await agent.destroy();
  }
}

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > maxAnswerBytes) throw failed(`The answer is larger than ${maxAnswerBytes / 1024} KiB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `webRootCert` first, then `cacert`, which is a list in some releases and one text in others. */
function certificatesIn(text: string): X509Certificate[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw failed('The answer is not JSON: this may not be a NetBackup server.', error);
  }
  const { webRootCert, cacert } = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as {
    webRootCert?: unknown;
    cacert?: unknown;
  };
  const given = [webRootCert, cacert].flat().filter((value): value is string => typeof value === 'string');
  if (given.length === 0) throw failed('The answer holds no CA certificate (neither webRootCert nor cacert).');
  try {
    return readCaCertificates(given.join('\n'));
  } catch (error) {
    if (!(error instanceof NbwssError)) throw error;
    throw failed(`What came as CA certificate cannot be used: ${error.report.causes.join(' ')}`, error);
  }
}

/** The first one in which the server's own chain ends; when there is none, the first one, and why not. */
async function choose(
  certificates: readonly X509Certificate[],
  target: { host: string; port: number },
  { clock, route, signal }: Way,
): Promise<{ certificate: X509Certificate; problem: string | null }> {
  let foremost: { certificate: X509Certificate; problem: string } | undefined;
  for (const certificate of certificates.slice(0, maxTried)) {
    try {
      const anchors = [certificate.toString()];
      const socket = await openTls(target, { anchors, judge: chainJudge(target.host), route, clock, signal });
      socket.on('error', () => undefined).destroy();
      return { certificate, problem: null };
    } catch (error) {
      if (!(error instanceof TlsFailure) || error.stage !== 'certificate') throw error;
      const isForeign = error.kind === 'certificate-wrong-issuer';
      const problem = isForeign
        ? `The server's own certificate does not chain to this one (${error.message}).`
        : `The server's own certificate cannot be used: ${error.message}.`;
      // A certificate that fits but for the name tells more than one that does not fit at all.
      if (!foremost || !isForeign) foremost = { certificate, problem };
      if (!isForeign) break;
    }
  }
  if (!foremost) throw failed('The answer holds no CA certificate.');
  return foremost;
}
