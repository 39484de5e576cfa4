import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { type buildConnector, type Dispatcher, errors, Pool } from 'undici';
import { addressOf } from '../../../shared/host-name.ts';
import type { CommandResponsePayload } from '../../../shared/messages.ts';
import type { Clock, Timer } from '../clock.ts';
import { chainJudge } from '../tls/certificate-judges.ts';
import { direct } from '../tls/proxy.ts';
import { TlsFailure } from '../tls/tls-failure.ts';
import { connectorTo } from '../tls/undici-connector.ts';
import { AnswerReader, type LargeAnswer, maxBodyBytes } from './answer-reader.ts';
import { AnswerRefusal, CommandRefusal, type RestCall } from './command-request.ts';

/** Decision 17: milliseconds for the whole answer. */
export const answerTimeLimit = 60_000;
/** Connections to NetBackup for one caller; more calls than this wait their turn. */
const maxConnections = 64;
/** One for all answers: to make one costs as much as to decode a small answer. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Where NetBackup's REST API is, and whom to trust there. */
export interface NetBackupAddress {
  /** Origin such as `https://master:1556`. */
  baseUrl: string;
  /** PEM: the only trust anchor. */
  caCertificate: string;
}

const decoders: Record<string, (data: Buffer, limits: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** makes the REST calls, over a pool of connections verified against NetBackup's own CA. */
export class NetBackupClient {
  readonly #origin: string;
  readonly #clock: Clock;
  readonly #connector: buildConnector.connector;
  /** A pool for each caller, so that one that keeps NetBackup busy makes no other wait. */
  readonly #pools = new Map<string, Pool>();
  /** Pools of callers that are gone, whose last calls are let end. */
  readonly #ending = new Map<Pool, Timer>();

  constructor({ baseUrl, caCertificate }: NetBackupAddress, clock: Clock) {
    const url = new URL(baseUrl);
    this.#origin = url.origin;
    this.#clock = clock;
    const { host } = addressOf(url);
    this.#connector = connectorTo({ anchors: [caCertificate], judge: chainJudge(host), route: direct, clock });
  }

  #pool(caller: string): Pool {
    let pool = this.#pools.get(caller);
    if (!pool) {
      // The time limit of decision 17 is kept here, on the clock that is passed in.
      const options = { connections: maxConnections, connect: this.#connector, headersTimeout: 0, bodyTimeout: 0 };
      pool = new Pool(this.#origin, options);
      this.#pools.set(caller, pool);
    }
    return pool;
  }

  /**
   * X-7, decisions 15 to 17: one call and its answer as it came: no redirect is followed, no header of ours is added.
   * @param caller the endpoint's host name, or a name for our own calls: each has a pool of its own
   * @param large asked before more than a small part of an answer is read; see {@link LargeAnswer}
   * @throws CommandRefusal 502 unreachable, too large or not text; 504 no answer in time
   */
  async call(
    { uri, method, headers, body }: RestCall,
    caller: string,
    large: LargeAnswer = () => Promise.resolve(),
  ): Promise<CommandResponsePayload> {
    const reader = new AnswerReader(large);
    const timer = this.#clock.setTimeout(
      () => reader.fail(new CommandRefusal(504, `NetBackup did not answer within ${answerTimeLimit / 1000} s`)),
      answerTimeLimit,
    );
    try {
      const request = { path: uri, method: method as Dispatcher.HttpMethod, headers, body: body ?? null };
      this.#pool(caller).dispatch(request, reader);
      const { status, headers: told, body: raw } = await reader.answer;
      const coding = told['content-encoding'];
      const text = coding === undefined ? textOf(raw) : textOf(await decode(raw, coding));
      return { headers: joinHeaders(told), responseCode: status, body: text };
    } catch (error) {
      if (error instanceof CommandRefusal) throw error;
      throw new CommandRefusal(502, unreachable(error));
    } finally {
      timer.cancel();
    }
  }

  /** A caller is gone: lets go of its pool. Calls under way end as they would have, each within its time limit. */
  forget(caller: string): void {
    const pool = this.#pools.get(caller);
    if (!pool) return;
    this.#pools.delete(caller);
    const end = () => {
      this.#ending.delete(pool);
      void pool.destroy(); // which never fails: no call is left
    };
    this.#ending.set(pool, this.#clock.setTimeout(end, answerTimeLimit));
  }

  /** Ends the pools; calls under way fail. */
  async close(): Promise<void> {
    for (const timer of this.#ending.values()) timer.cancel();
    const pools = [...this.#pools.values(), ...this.#ending.keys()];
    this.#pools.clear();
    this.#ending.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }
}

function unreachable(error: unknown): string {
  if (error instanceof TlsFailure) {
    return error.stage === 'certificate'
      ? `NetBackup's certificate is not trusted: ${error.message}`
      : `NetBackup cannot be reached: ${error.message}`;
  }
  if (error instanceof errors.SocketError) return 'NetBackup closed the connection before its answer was complete';
  if (error instanceof errors.HTTPParserError) return 'what NetBackup answered is not HTTP';
  if (error instanceof errors.HeadersOverflowError) return "the headers of NetBackup's answer are too large";
  if (error instanceof errors.ResponseContentLengthMismatchError)
    return "NetBackup's answer is not as long as its Content-Length says";
  return `NetBackup's answer could not be read: ${(error as Error).message}`;
}

/** The content codings undone, the last one first. @throws AnswerRefusal */
async function decode(raw: Buffer, encoding: string | string[]): Promise<Buffer> {
  const codings = String(encoding)
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  let data = raw;
  for (const coding of codings.reverse()) {
    const decoder = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    if (!decoder) throw new AnswerRefusal(`NetBackup's answer has the unknown content coding ${coding}`);
    if (data.length === 0) break; // an answer to HEAD
    try {
      data = await decoder(data, { maxOutputLength: maxBodyBytes });
    } catch (error) {
      const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
      throw new AnswerRefusal(
        tooLarge ? "NetBackup's answer is larger than 16 MiB" : `NetBackup's answer is not valid ${coding}`,
      );
    }
  }
  return data;
}

/** @throws AnswerRefusal for what is not UTF-8 */
function textOf(data: Buffer): string {
  try {
    return utf8.decode(data);
  } catch {
    throw new AnswerRefusal("NetBackup's answer is not text, and NBWSS messages carry text only");
  }
}

/** Lower-case names; repeated headers are joined with `, `. What described the coding that was undone is left out. */
function joinHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const isCoded = headers['content-encoding'] !== undefined;
  const joined: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined || (isCoded && (name === 'content-encoding' || name === 'content-length'))) continue;
    joined[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
