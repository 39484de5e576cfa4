import { existsSync, statSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  CommandRecord,
  ExportFormat,
  HistoryCursor,
  HistoryExport,
  HistoryKeeping,
  HistoryPage,
  HistoryQuery,
  HistoryRow,
  HistorySummary,
} from '../../../shared/command-history.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { Timer } from '../clock.ts';
import { isPassing } from '../database-file.ts';
import { exportText, gapText } from './history-export.ts';
import { HistoryFile, type HistoryFileOptions } from './history-file.ts';
import type { Gap, HistoryLines } from './history-lines.ts';
import { HistoryRetention } from './history-retention.ts';
import { JoinedCommits } from './joined-commits.ts';
import { recordedCommands } from './recorded-command.ts';

/** Milliseconds after which a file that could not be written is tried again. */
const retryAfter = 30_000;
/** How often it is looked whether the file still stands in its place, in milliseconds. */
const lookPeriod = 10_000;
const rowsPerPage = 200;
const rowsPerExport = 1000;

export interface CommandHistoryOptions extends HistoryFileOptions {
  /** The token of an endpoint, to be masked wherever it may stand; `undefined` when it cannot be read. */
  token: (hostName: string) => string | undefined;
  /** {@link CommandHistory.warnings} changed. */
  changed: () => void;
}

/**
 * Decision 19: the audit history of commands, in a file of its own. Whatever happens to that file, commands go on: what could
 * not be recorded is counted, told, and recorded as a gap as soon as the file can be written again.
 */
export class CommandHistory {
  readonly #options: CommandHistoryOptions;
  readonly #retention: HistoryRetention;
  readonly #file: HistoryFile;
  #isClosed = false;
  readonly #commits = new JoinedCommits((records) => this.#commit(records));
  #gap: Gap | undefined;
  /** Why nothing can be recorded now. */
  #problem: string | undefined;
  #timers = new Set<Timer>();

  constructor(options: CommandHistoryOptions, keeping: HistoryKeeping) {
    this.#options = options;
    this.#file = new HistoryFile(options);
    this.#openFile();
    this.#watchFile();
    this.#retention = new HistoryRetention(
      {
        clock: options.clock,
        lines: () => this.#file.lines,
        later: (action, milliseconds) => this.#later(action, milliseconds),
        failed: (error) => this.#failed(error),
      },
      keeping,
    );
  }

  /** The file is open, what was written last is in it, and the next start finds it. */
  get isUsable(): boolean {
    return this.#file.lines !== undefined && this.#problem === undefined && this.#file.isInPlace;
  }

  /** What people have to know: a full disk, a file that was set aside, commands that were not recorded. */
  get warnings(): string[] {
    const missing = this.#gap ? ` ${gapText(this.#gap.count)}.` : '';
    const problem = this.#problem
      ? [`Commands are relayed, but their history cannot be written: ${this.#problem}.${missing}`]
      : [];
    return [...this.#file.remarks, ...problem];
  }

  /**
   * Hands in a command. It is committed with those that come in the same turn of the event loop and, while many others are
   * under way, in the next ones.
   * @param underWay how many commands are being carried out or wait for their commit, this one among them
   * @returns resolves when it is in the file, so that a kill of this process cannot lose it, or when it has been counted as
   * not recorded; never rejects
   */
  record(record: CommandRecord, underWay = 1): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return this.#commits.add(record, underWay);
  }

  #commit(records: readonly CommandRecord[]): void {
    const { token, log } = this.#options;
    this.#write(recordedCommands(records, token, log));
  }

  #write(records: readonly CommandRecord[]): void {
    try {
      const { lines } = this.#file;
      if (!lines) throw new Error(this.#problem); // #retry opens it: to try at each command would cost more than the command
      lines.add(records, this.#gap);
    } catch (error) {
      this.#missed(records);
      this.#failed(error);
      return;
    }
    const isBetter = this.#problem !== undefined;
    this.#gap = undefined;
    this.#problem = undefined;
    if (isBetter) this.#options.changed();
    this.#retention.added(records.length);
  }

  #missed(records: readonly CommandRecord[]): void {
    for (const { time } of records) {
      const { count, from, to } = this.#gap ?? { count: 0, from: time, to: time };
      this.#gap = { count: count + 1, from: Math.min(from, time), to: Math.max(to, time) };
    }
  }

  /** A file that is full or locked is tried again later; one that is damaged is set aside at once. */
  #failed(error: unknown): void {
    const { log, changed } = this.#options;
    const isNew = this.#problem === undefined;
    this.#problem = error instanceof Error ? error.message : String(error);
    if (isNew) log.error('history not written', { detail: this.#problem });
    if (this.#file.lines && !isPassing(error)) {
      this.#file.setAside(this.#problem);
      this.#openFile();
    }
    if (isNew) this.#later(() => this.#retry(), retryAfter);
    changed();
  }

  #retry(): void {
    if (this.#problem === undefined) return;
    this.#writeGap();
    if (this.#problem !== undefined) this.#later(() => this.#retry(), retryAfter);
  }

  #writeGap(): void {
    if (!this.#file.lines) this.#openFile();
    if (this.#file.lines) this.#write([]);
  }

  #openFile(): void {
    if (this.#isClosed) return;
    try {
      if (this.#file.open()) this.#options.changed();
    } catch (error) {
      this.#failed(error);
    }
  }

  #watchFile(): void {
    this.#later(() => this.#watchFile(), lookPeriod);
    const done = this.#file.restoreRemoved();
    if (done === 'written anew') this.#openFile();
    if (done !== undefined) this.#options.changed();
  }

  /** How much is kept; what is over it is removed in the background. */
  keep(keeping: HistoryKeeping): void {
    this.#retention.keep(keeping);
  }

  get #lines(): HistoryLines {
    if (this.#file.lines) return this.#file.lines;
    throw new NbwssError('notPossible', {
      causes: [`The history of commands is not open: ${this.#problem ?? 'the service is stopping'}.`],
    });
  }

  summary(): HistorySummary {
    const { file } = this.#options;
    const bytes = [file, `${file}-wal`].reduce((sum, path) => sum + (existsSync(path) ? statSync(path).size : 0), 0);
    return { count: this.#file.lines?.count ?? 0, bytes, keeping: this.#retention.keeping, warnings: this.warnings };
  }

  /**
   * What matches, newest first, {@link rowsPerPage} at a time. It looks through the file in short steps, between which
   * commands go on.
   * @param after `next` of the page before
   * @throws NbwssError `notPossible` when the file is not open
   */
  async search(query: HistoryQuery, after?: HistoryCursor, signal?: AbortSignal): Promise<HistoryPage> {
    const { rows, next } = await this.#find(query, after, rowsPerPage, signal);
    return { rows, next, summary: this.summary() };
  }

  /** One piece of an export of all that matches; to be asked for again with `next` until that is null. @throws as search */
  async export(
    query: HistoryQuery,
    format: ExportFormat,
    after?: HistoryCursor,
    signal?: AbortSignal,
  ): Promise<HistoryExport> {
    const { rows, next } = await this.#find(query, after, rowsPerExport, signal);
    return { text: exportText(format, rows, { isFirst: after === undefined, isLast: next === null }), next };
  }

  async #find(query: HistoryQuery, after: HistoryCursor | undefined, limit: number, signal: AbortSignal | undefined) {
    const rows: HistoryRow[] = [];
    let at = after;
    do {
      const step = this.#step(query, at, limit + 1 - rows.length);
      rows.push(...step.rows);
      at = step.next;
      await nextTurn();
      signal?.throwIfAborted();
    } while (at !== undefined && rows.length <= limit);
    const hasMore = rows.length > limit;
    const last = rows[limit - 1];
    return { rows: rows.slice(0, limit), next: hasMore && last ? { time: last.time, key: last.key } : null };
  }

  #step(query: HistoryQuery, at: HistoryCursor | undefined, limit: number) {
    const lines = this.#lines;
    try {
      return lines.search(query, at, limit);
    } catch (error) {
      this.#failed(error);
      throw new NbwssError('notPossible', { causes: this.warnings }, { cause: error });
    }
  }

  #later(action: () => void, milliseconds: number): void {
    if (this.#isClosed) return;
    const timer = this.#options.clock.setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, milliseconds);
    this.#timers.add(timer);
  }

  /** Records what was handed in, and lets go of the file. */
  async close(): Promise<void> {
    await nextTurn(); // commands that were cut off by the stop hand themselves in now
    this.#commits.flush();
    if (this.#gap) this.#writeGap();
    this.#file.restoreRemoved();
    this.#isClosed = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
    this.#file.close();
  }
}
