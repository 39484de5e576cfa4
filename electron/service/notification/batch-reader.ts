import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type ImageData, notificationPayloadText } from '../../../shared/notifications.ts';

/** Decision 22 */
export const batchLimits = { notifications: 500, bytes: 256 * 1024 };

/** What a batch holds, as it is sent. */
export interface BatchContent {
  /** Notifications. */
  readonly count: number;
  /** The payload of the NOTIFICATION REQUEST: JSON in UTF-8. */
  readonly payload: Buffer;
}

interface Extent {
  count: number;
  /** `null` when there is nothing. */
  last: number | null;
  bytes: number | null;
}

interface Content {
  count: number;
  jobs: string | null;
  images: string | null;
  isWhole: number | null;
}

/**
 * Where batches end, and what is in them. SQLite puts the stored texts together: to make objects of 500 notifications, and texts of
 * those again, takes several times as long.
 */
export class BatchReader {
  readonly #extent: StatementSync;
  readonly #sizes: StatementSync;
  readonly #pair: StatementSync;
  readonly #content: StatementSync;

  constructor(database: DatabaseSync) {
    this.#extent = database.prepare(
      `SELECT count(*) AS count, max(number) AS last, sum(bytes) AS bytes FROM (
         SELECT number, octet_length(data) + 1 AS bytes FROM notifications WHERE number > ? ORDER BY number LIMIT ?)`,
    );
    this.#sizes = database.prepare(
      'SELECT number, octet_length(data) + 1 AS bytes FROM notifications WHERE number > ? AND number <= ? ORDER BY number',
    );
    this.#pair = database.prepare(
      `SELECT first.data AS first, second.data AS second
       FROM notifications AS first JOIN notifications AS second ON second.number = first.number + 1
       WHERE first.number = ? AND first.object = 'IMAGE' AND second.object = 'IMAGE'`,
    );
    this.#content = database.prepare(
      `SELECT count(*) AS count, min(data LIKE '{%}') AS isWhole,
         group_concat(data, ',') FILTER (WHERE object = 'JOB') AS jobs,
         group_concat(data, ',') FILTER (WHERE object = 'IMAGE') AS images
       FROM (SELECT object, data FROM notifications WHERE number > ? AND number <= ? ORDER BY number)`,
    );
  }

  /**
   * Decision 22: as many as stay within the limits; at least one. K-21: two that belong together stay in one message.
   * @param after number of the notification before
   * @returns number of the last one; `undefined` when nothing comes after
   */
  lastOfBatch(after: number): number | undefined {
    const { count, last, bytes } = this.#extent.get(after, batchLimits.notifications) as unknown as Extent;
    if (last === null) return undefined;
    const end = (bytes ?? 0) > batchLimits.bytes ? this.#lastWithinBytes(after, last) : { last, isOnly: count === 1 };
    return !end.isOnly && this.#belongsToNext(end.last) ? end.last - 1 : end.last;
  }

  #lastWithinBytes(after: number, upTo: number): { last: number; isOnly: boolean } {
    const rows = this.#sizes.all(after, upTo) as unknown as { number: number; bytes: number }[];
    let sum = 0;
    const overBytes = rows.findIndex(({ bytes }, index) => {
      sum += bytes;
      return index > 0 && sum > batchLimits.bytes;
    });
    const count = overBytes === -1 ? rows.length : overBytes;
    return { last: rows[count - 1]?.number ?? upTo, isOnly: count === 1 };
  }

  /** Whether the next one says why this one came: UPDATE, then NO_LOCAL_COPY_AVAILABLE of one image. */
  #belongsToNext(number: number): boolean {
    const pair = this.#pair.get(number) as { first: string; second: string } | undefined;
    if (!pair) return false;
    const [update, gone] = [JSON.parse(pair.first), JSON.parse(pair.second)] as [ImageData, ImageData];
    return gone.operationId === 'NO_LOCAL_COPY_AVAILABLE' && gone.backupId === update.backupId;
  }

  /**
   * What stands between two numbers. Each text is looked at for its two ends: garbage in a page covers more than one. To read it as JSON
   * would take as long as all the rest.
   * @throws when the file is damaged there
   */
  content(after: number, upTo: number): BatchContent {
    const { count, isWhole, jobs, images } = this.#content.get(after, upTo) as unknown as Content;
    if (isWhole === 0) throw new Error(`notifications ${after + 1} to ${upTo} are damaged in the file`);
    return { count, payload: Buffer.from(notificationPayloadText({ JOB: jobs, IMAGE: images })) };
  }
}
