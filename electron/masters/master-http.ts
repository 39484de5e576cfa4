import { Agent, errors } from 'undici';
import type { CommandResponsePayload } from '../../shared/messages.ts';
import type { SavedMaster } from '../../shared/saved-master.ts';
import type { Clock } from '../service/clock.ts';
import { CommandRefusal, type RestCall } from '../service/command/command-request.ts';
import type { Route } from '../service/tls/proxy.ts';
import { TlsFailure } from '../service/tls/tls-failure.ts';
import { connectorTo } from '../service/tls/undici-connector.ts';
import { isSecure, trustAt } from './master-trust.ts';

/** Milliseconds for a whole answer: a list is there at once; a change may wait for an endpoint that does not answer. */
const timeLimits = { read: 15_000, change: 60_000 };
/** A list of 10,000 endpoints with their certificates has 20 MiB. */
const maxBodyBytes = 32 * 1024 * 1024;
const maxConnections = 8;
/**
 * Lists and objects of an answer, and commas: that list has 10,000 and 100,000. All of this service waits while an answer is parsed, and
 * 32 MiB of empty lists take ten seconds and a gigabyte.
 */
const maxNested = 100_000;
const maxCommas = 1_000_000;

/** Why a call to a master server has no answer. */
export type MasterFailureKind = 'not reached' | 'not trusted' | 'not understood';

/** A master server gave no answer that can be read. */
export class MasterCallFailed extends CommandRefusal {
  override readonly name = 'MasterCallFailed';
  readonly kind: MasterFailureKind;

  constructor(kind: MasterFailureKind, message: string) {
    super(502, message);
    this.kind = kind;
  }
}

/**
 * REST calls to one master server over connections of its own, each judged before anything is sent. No redirect is followed, no
 * body is longer than 32 MiB, and every answer is there in time or given up.
 */
export class MasterHttp {
  readonly #origin: string;
  readonly #clock: Clock;
  readonly #agent: Agent;
  #trouble: MasterCallFailed | undefined;

  /**
   * @param route decision 14, of this computer; plain HTTP stays on this computer, and goes directly
   * @throws NbwssError `masterNotValid` when nothing was accepted for an https: origin
   */
  constructor(
    { origin, trust }: Pick<SavedMaster, 'origin' | 'trust'>,
    { clock, route }: { clock: Clock; route: Route },
  ) {
    this.#origin = origin;
    this.#clock = clock;
    const connector = isSecure(origin)
      ? { connect: connectorTo({ ...trustAt(origin, trust, clock), route, clock }) }
      : {};
    // Time limits are kept here, on the clock that is passed in.
    this.#agent = new Agent({ ...connector, connections: maxConnections, headersTimeout: 0, bodyTimeout: 0 });
  }

  /** What the last call ended with; `undefined` when it was answered. */
  get trouble(): MasterCallFailed | undefined {
    return this.#trouble;
  }

  /** @throws MasterCallFailed */
  async call({ uri, method, headers, body }: RestCall): Promise<CommandResponsePayload> {
    const timeLimit = method === 'GET' ? timeLimits.read : timeLimits.change;
    const deadline = new AbortController();
    const timer = this.#clock.setTimeout(() => deadline.abort(), timeLimit);
    try {
      const answer = await this.#agent.request({
        origin: this.#origin,
        path: uri,
        method: method as 'GET',
        headers,
        body: body ?? null,
        signal: deadline.signal,
      });
      const text = await readText(answer.body, answer.headers['content-encoding']);
      this.#trouble = undefined;
      return { headers: firstOf(answer.headers), responseCode: answer.statusCode, body: text };
    } catch (error) {
      this.#trouble = deadline.signal.aborted
        ? new MasterCallFailed('not reached', `no complete answer within ${timeLimit / 1000} s`)
        : failureOf(error);
      throw this.#trouble;
    } finally {
      timer.cancel();
    }
  }

  /** Ends its connections; calls under way fail. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

function failureOf(error: unknown): MasterCallFailed {
  if (error instanceof MasterCallFailed) return error;
  if (error instanceof TlsFailure)
    return new MasterCallFailed(error.stage === 'certificate' ? 'not trusted' : 'not reached', error.message);
  if (error instanceof errors.HTTPParserError) return new MasterCallFailed('not understood', 'the answer is not HTTP');
  if (error instanceof errors.HeadersOverflowError)
    return new MasterCallFailed('not understood', 'the headers of the answer are too large');
  if (error instanceof errors.ResponseContentLengthMismatchError)
    return new MasterCallFailed('not understood', 'the answer is not as long as its Content-Length says');
  if (error instanceof errors.SocketError)
    return new MasterCallFailed('not reached', 'the connection was closed before the answer was complete');
  const { code, message } = error as NodeJS.ErrnoException;
  return new MasterCallFailed('not reached', code === undefined ? message : `the connection failed (${code})`);
}

async function readText(
  body: AsyncIterable<Buffer> & { destroy(): unknown },
  coding: string | string[] | undefined,
): Promise<string> {
  const tooMuch = (problem: string) => {
    body.destroy();
    return new MasterCallFailed('not understood', problem);
  };
  if (coding !== undefined && coding !== 'identity')
    throw tooMuch('the answer has a content coding that was not asked for');
  const chunks: Buffer[] = [];
  let [length, nested, commas] = [0, 0, 0];
  for await (const chunk of body) {
    length += chunk.byteLength;
    // By index: an iterator takes three times as long.
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === 0x7b || byte === 0x5b) nested++;
      else if (byte === 0x2c) commas++;
    }
    if (nested > maxNested || commas > maxCommas) throw tooMuch('the answer has more parts than any list');
    if (length > maxBodyBytes) throw tooMuch(`the answer is larger than ${maxBodyBytes / 1024 / 1024} MiB`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new MasterCallFailed('not understood', 'the answer is not text in UTF-8');
  }
}

const firstOf = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name, first]];
    }),
  );
