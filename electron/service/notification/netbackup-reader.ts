import type { FailureKind, NetBackupResult } from '../netbackup/own-call.ts';
import type { NetBackupSession } from '../netbackup/session.ts';

/** Why NetBackup's jobs or images could not be read; the message is for people. */
export class SourceFailure extends Error {
  readonly why: FailureKind | 'odd answer';

  constructor(why: FailureKind | 'odd answer', message: string) {
    super(message);
    this.why = why;
  }
}

/** One resource of a list, of which nothing is known yet. */
export interface Resource {
  readonly id: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Page {
  readonly resources: readonly Resource[];
  /** Whether there may be more. */
  readonly hasNext: boolean;
}

/** The most that NetBackup gives on a page, in every version. */
export const pageLimit = 100;
/** A ping that says less (2001) or more (5138) is no time in milliseconds. */
const plausibleTime = { from: 1e12, to: 1e14 };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : {};
  } catch {
    return {}; // told as an odd answer by who needs something of it
  }
}

/** A time for a filter: dates stand unquoted. @param time epoch milliseconds */
export const filterTime = (time: number): string => `${new Date(Math.max(0, time)).toISOString().slice(0, 19)}Z`;

/** A text for a filter. */
export const filterText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Reads lists of one session. Every method throws {@link SourceFailure}, also when what it read is no longer wanted. */
export class NetBackupReader {
  readonly #session: Pick<NetBackupSession, 'ask' | 'ping'>;
  readonly #isOver: () => boolean;

  /** @param isOver whether what is read now is of no use any more */
  constructor(session: Pick<NetBackupSession, 'ask' | 'ping'>, isOver: () => boolean) {
    this.#session = session;
    this.#isOver = isOver;
  }

  /** The server's own time, epoch milliseconds: ours says nothing about when its jobs changed. */
  async time(): Promise<number> {
    const { status, headers, body } = this.#answer(await this.#session.ping());
    if (status !== 200) throw new SourceFailure('odd answer', `NetBackup answered the ping with status ${status}`);
    for (const time of [/^\s*\d+\s*$/.test(body) ? Number(body) : Number.NaN, Date.parse(headers['date'] ?? '')])
      if (time >= plausibleTime.from && time <= plausibleTime.to) return time;
    throw new SourceFailure('odd answer', 'NetBackup does not tell its time in its answer to the ping');
  }

  /** One page of at most {@link pageLimit}. @param path such as `/netbackup/admin/jobs` */
  async page(path: string, query: Readonly<Record<string, string>>): Promise<Page> {
    const parameters = { 'page[limit]': String(pageLimit), ...query };
    const text = Object.entries(parameters).map(([key, value]) => `${encode(key)}=${encode(value)}`);
    const { status, body } = await this.#get(`${path}?${text.join('&')}`);
    if (status !== 200) throw new SourceFailure('odd answer', `NetBackup answered ${path} with status ${status}`);
    const { data, meta } = parsed(body);
    if (!Array.isArray(data)) throw new SourceFailure('odd answer', `NetBackup answered ${path} with something else`);
    const resources = data.map((each: unknown) => {
      const { id, attributes } = isRecord(each) ? each : {};
      return { id, attributes: isRecord(attributes) ? attributes : {} };
    });
    const pagination = isRecord(meta) && isRecord(meta['pagination']) ? meta['pagination'] : {};
    // A server may give fewer than it was asked for; both styles of paging then name a next page.
    const isNamed = pagination['next'] !== undefined && pagination['next'] !== null;
    return { resources, hasNext: resources.length > 0 && (isNamed || resources.length >= pageLimit) };
  }

  /** Whether one resource is there: 200, or 404. `undefined` when NetBackup does not say, which may be for this one only: any other status. */
  async exists(path: string): Promise<boolean | undefined> {
    try {
      const { status } = await this.#get(path);
      return status === 200 ? true : status === 404 ? false : undefined;
    } catch (error) {
      if (error instanceof SourceFailure && error.why === 'not permitted') return undefined;
      throw error;
    }
  }

  async #get(uri: string) {
    return this.#answer(await this.#session.ask({ uri, method: 'GET' }));
  }

  #answer(result: NetBackupResult) {
    if (this.#isOver()) throw new SourceFailure('ended', 'The poll was ended meanwhile');
    if (result.kind === 'failure') throw new SourceFailure(result.why, result.message);
    return result;
  }
}

/** Brackets have to be encoded, too. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
