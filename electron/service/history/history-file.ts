import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import {
  journalsOf,
  type OpenDatabase,
  openDatabaseFile,
  setDatabaseAside,
  setOtherAside,
  writeDatabaseAnew,
} from '../database-file.ts';
import type { Log } from '../log.ts';
import { fileIdentity, isReplaced } from '../plain-file.ts';
import { historyFormat } from './history-format.ts';
import { HistoryLines } from './history-lines.ts';

/** Milliseconds after which a file that could not be written anew is tried again: a large one takes seconds each time. */
const retryAfter = 5 * 60_000;

export interface HistoryFileOptions {
  /** Path of `history.sqlite`. */
  file: string;
  clock: Clock;
  log: Log;
  openDatabase?: OpenDatabase;
  /** Why nothing may be written in the data folder; `undefined` when it may. */
  folderProblem?: () => string | undefined;
}

/** The file of the history: opened, set aside when it is damaged, and written anew when somebody has removed it. */
export class HistoryFile {
  readonly #options: HistoryFileOptions;
  #open:
    | { database: DatabaseSync; lines: HistoryLines; identity: string; journals: ReadonlyMap<string, string> }
    | undefined;
  readonly #remarks = new Set<string>();
  /** Why the next start would not find what is in the open file, and until when that is not tried again (monotonic). */
  #astray: { why: string; until: number } | undefined;

  constructor(options: HistoryFileOptions) {
    this.#options = options;
  }

  /** `undefined` while it is not open. */
  get lines(): HistoryLines | undefined {
    return this.#open?.lines;
  }

  /** Whether the next start finds what is in the open file, as far as is known. */
  get isInPlace(): boolean {
    return this.#astray === undefined;
  }

  /** What had to be said about the file. */
  get remarks(): string[] {
    const astray = this.#astray
      ? [
          `history.sqlite was removed or replaced, and cannot be written anew (${this.#astray.why}). A restart would lose it.`,
        ]
      : [];
    return [...this.#remarks, ...astray];
  }

  /** @returns whether there is something new to be said @throws why it cannot be opened now */
  open(): boolean {
    const { file, clock, log, openDatabase } = this.#options;
    const { database, warning } = openDatabaseFile(file, historyFormat, clock.now(), openDatabase);
    const lines = new HistoryLines(database);
    this.#open = { database, lines, identity: fileIdentity(file), journals: journalsOf(file) };
    this.#astray = undefined;
    if (warning === undefined) return false;
    this.#remarks.add(warning);
    log.warn('history set aside', { detail: warning });
    return true;
  }

  /** Closes a file that is damaged, and keeps it under another name. Never throws. */
  setAside(problem: string): void {
    const { file, clock, log } = this.#options;
    this.close();
    try {
      const kept = setDatabaseAside(file, clock.now());
      this.#remarks.add(`The history of commands was damaged (${problem}). It was kept as ${kept} in the data folder.`);
    } catch (error) {
      log.error('history not set aside', {}, error);
    }
  }

  /**
   * When somebody removed or replaced the file: writes what is still open anew, so that a restart loses nothing, and closes it. Never
   * throws. While the data folder itself is gone nothing is done, since what would be written in its place would be lost.
   * @returns `written anew`: it has to be opened again; `changed`: there is something new to be said
   */
  restoreRemoved(): 'written anew' | 'changed' | undefined {
    const { file, clock, log, folderProblem } = this.#options;
    if (!this.#open) return undefined;
    if (!isReplaced(file, this.#open.identity)) {
      const wasAstray = this.#astray !== undefined;
      this.#astray = undefined;
      return wasAstray ? 'changed' : undefined;
    }
    if (folderProblem?.() !== undefined || clock.monotonic() < (this.#astray?.until ?? 0)) return undefined;
    try {
      const kept =
        fileIdentity(file) === 'none'
          ? ''
          : ` What stood in its place was kept as ${setOtherAside(file, this.#open.journals, clock.now())}.`;
      writeDatabaseAnew(this.#open.database, file);
      this.#remarks.add(
        `history.sqlite was removed or replaced while the service ran. It was written anew; nothing is lost.${kept}`,
      );
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      if (why !== this.#astray?.why) log.error('history not restored', {}, error);
      this.#astray = { why, until: clock.monotonic() + retryAfter };
      return 'changed';
    }
    this.close();
    log.warn('history restored', { detail: 'its file had been removed or replaced while the service ran' });
    return 'written anew';
  }

  /** Lets go of the file. Never throws. */
  close(): void {
    try {
      this.#open?.database.close();
    } catch (error) {
      this.#options.log.error('history not closed', {}, error);
    }
    this.#open = undefined;
  }
}
