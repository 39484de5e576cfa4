import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import {
  type CommandRecord,
  type HistoryCursor,
  type HistoryQuery,
  type HistoryRow,
  historyRowSchema,
} from '../../../shared/command-history.ts';
import { inTransaction, numberOf } from '../database-file.ts';

/** Commands that could not be recorded: how many, and the times of the first and the last of them (epoch milliseconds). */
export interface Gap {
  count: number;
  from: number;
  to: number;
}

/** Lines that one step of a search looks at: some milliseconds, so that no command waits for long. */
const linesPerStep = 5_000;
/** Lines and pages that one step of the removal takes. */
const removedPerStep = 500;
const pagesPerStep = 200;

/** Where a search begins: before the first line. */
const newest: HistoryCursor = { time: Number.MAX_SAFE_INTEGER, key: Number.MAX_SAFE_INTEGER };

/** The lines in the open file: what one SQL statement or transaction does. Each call is short. */
export class HistoryLines {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #insertGap: StatementSync;
  #count: number;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#count = numberOf(database, 'SELECT count(*) FROM lines');
    this.#insert = database.prepare(
      `INSERT INTO lines (kind, time, endpoint, groupId, id, method, path, status, duration, requestBytes, responseBytes, verdict)
       VALUES ('command', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#insertGap = database.prepare("INSERT INTO lines (kind, time, gapFrom, gapCount) VALUES ('gap', ?, ?, ?)");
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes of the pages that hold something. */
  get usedBytes(): number {
    const pages = numberOf(this.#database, 'PRAGMA page_count') - numberOf(this.#database, 'PRAGMA freelist_count');
    return pages * numberOf(this.#database, 'PRAGMA page_size');
  }

  /** All of them in one transaction, the gap before them first. @throws SQLite's error; then none of them is there */
  add(records: readonly CommandRecord[], gap: Gap | undefined): void {
    inTransaction(this.#database, () => {
      if (gap) this.#insertGap.run(gap.to, gap.from, gap.count);
      for (const { time, endpoint, group, id, method, path, status, duration, ...rest } of records) {
        const { requestBytes, responseBytes, verdict } = rest;
        this.#insert.run(
          time,
          endpoint,
          group,
          id,
          method,
          path,
          status,
          duration,
          requestBytes,
          responseBytes,
          verdict,
        );
      }
    });
    this.#count += records.length + (gap ? 1 : 0);
  }

  /**
   * One step of a search, newest first.
   * @param after the line after which to go on; `undefined` at the beginning
   * @param limit the most rows wanted
   * @returns what was found in the lines that were looked at, and where to go on; `undefined` when all have been seen
   */
  search(
    query: HistoryQuery,
    after: HistoryCursor | undefined,
    limit: number,
  ): { rows: HistoryRow[]; next: HistoryCursor | undefined } {
    const start = after ?? { ...newest, time: query.to ?? newest.time };
    const from = query.from ?? 0;
    const bounds = this.#database
      .prepare(
        'SELECT time, key FROM lines WHERE (time, key) < (?, ?) AND time >= ? ORDER BY time DESC, key DESC LIMIT 1 OFFSET ?',
      )
      .get(start.time, start.key, from, linesPerStep - 1) as unknown as HistoryCursor | undefined;
    const end = bounds ?? { time: from, key: 0 };
    const { sql, values } = conditions(query);
    const found = this.#database
      .prepare(
        `SELECT * FROM lines WHERE (time, key) < (?, ?) AND (time, key) >= (?, ?) ${sql} ORDER BY time DESC, key DESC LIMIT ?`,
      )
      .all(start.time, start.key, end.time, end.key, ...values, limit);
    const rows = found.map(readRow);
    const last = rows.at(-1);
    if (last && rows.length === limit) return { rows, next: { time: last.time, key: last.key } };
    return { rows, next: bounds };
  }

  /**
   * One step of the removal: the oldest lines that are older than `before` (epoch milliseconds), else the oldest ones while
   * more than `bytes` are in use.
   * @returns whether there was anything to remove
   */
  removeOld(before: number, bytes: number): boolean {
    const removed =
      this.#remove('WHERE time < ?', before) || (this.usedBytes > bytes ? this.#remove('WHERE time >= ?', 0) : 0);
    const free = numberOf(this.#database, 'PRAGMA freelist_count');
    if (free > 0) this.#database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);
    return removed > 0 || (free > 0 && numberOf(this.#database, 'PRAGMA freelist_count') < free);
  }

  #remove(where: string, value: number): number {
    const { changes } = this.#database
      .prepare(
        `DELETE FROM lines WHERE key IN (SELECT key FROM lines ${where} ORDER BY time, key LIMIT ${removedPerStep})`,
      )
      .run(value);
    this.#count -= Number(changes);
    return Number(changes);
  }
}

/** What a query asks of a line beside its time. */
function conditions(query: HistoryQuery): { sql: string; values: SQLInputValue[] } {
  const asked: [string, SQLInputValue[]][] = [];
  if (query.endpoint) asked.push(['instr(lower(endpoint), lower(?)) > 0', [query.endpoint]]);
  if (query.method) asked.push(['method = ?', [query.method]]);
  if (query.verdict) asked.push(['verdict = ?', [query.verdict]]);
  if (query.text) asked.push(['instr(lower(path), lower(?)) > 0', [query.text]]);
  if (query.status) {
    const hundred = Number(query.status[0]) * 100;
    asked.push(['status BETWEEN ? AND ?', [hundred, hundred + 99]]);
  }
  if (asked.length === 0) return { sql: '', values: [] };
  return {
    sql: `AND (kind = 'gap' OR (${asked.map(([condition]) => condition).join(' AND ')}))`,
    values: asked.flatMap(([, values]) => values),
  };
}

function readRow(line: Record<string, unknown>): HistoryRow {
  if (line['kind'] === 'gap') {
    return historyRowSchema.parse({ ...line, from: line['gapFrom'], count: line['gapCount'] });
  }
  return historyRowSchema.parse({ ...line, group: line['groupId'] });
}
