import { statSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { journalsOf, type OpenDatabase, openDatabaseFile, setOtherAside } from '../database-file.ts';
import type { Log } from '../log.ts';
import { logFormat } from './log-format.ts';
import { NotificationLog } from './notification-log.ts';

export interface NotificationFileOptions {
  /** Path of `notifications.sqlite`. */
  file: string;
  clock: Clock;
  log: Log;
  openDatabase?: OpenDatabase;
  /** Why nothing may be written in the data folder; `undefined` when it may. */
  folderProblem?: () => string | undefined;
}

/** Which file stands under a path; `undefined` when none does. @throws the system's error when it cannot be seen */
const inodeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.ino;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const restored =
  'notifications.sqlite was removed or replaced while the service ran. It was written anew; nothing is lost.';

/** The file of the log of notifications: opened, or why it is not; and written anew when somebody has removed it. */
export class NotificationFile {
  readonly #options: NotificationFileOptions;
  #notifications: NotificationLog | undefined;
  #warning: string | undefined;
  /** Of the file that is open. */
  #inode: number | undefined;
  #journals: ReadonlyMap<string, string> = new Map();
  #wasRemoved = false;
  #problem: string | undefined;
  /** Why the next start may not find what is in the open file. */
  #astray: string | undefined;

  constructor(options: NotificationFileOptions) {
    this.#options = options;
  }

  /** `undefined` while it is not open. */
  get notifications(): NotificationLog | undefined {
    return this.#notifications;
  }

  /** @throws why it is not open */
  get opened(): NotificationLog {
    if (!this.#notifications) throw new Error(this.#problem ?? 'the log of notifications is not open');
    return this.#notifications;
  }

  /** It is open, what was written last is in it, and the next start finds it. */
  get isUsable(): boolean {
    return this.#notifications !== undefined && this.#problem === undefined && this.#astray === undefined;
  }

  /** What had to be said about the file; and why it cannot be used. */
  get warnings(): string[] {
    const problem =
      this.#problem === undefined
        ? undefined
        : `The log of notifications cannot be used, so nothing is polled: ${this.#problem}.`;
    const astray =
      this.#astray && `notifications.sqlite ${this.#astray}. Delivery goes on; a restart would not find what waits.`;
    return [this.#warning, problem, astray].filter((warning) => warning !== undefined);
  }

  /**
   * @param begin what is done with it first: when that fails, it is not open
   * @returns whether it is open
   */
  open(begin: (notifications: NotificationLog) => void): boolean {
    const { file, clock, log, openDatabase } = this.#options;
    try {
      const { database, warning } = openDatabaseFile(file, logFormat, clock.now(), openDatabase);
      const notifications = new NotificationLog(database);
      try {
        begin(notifications);
      } catch (error) {
        notifications.close();
        throw error;
      }
      this.#notifications = notifications;
      this.#inode = inodeOf(file);
      this.#journals = journalsOf(file);
      this.#warning = warning ?? (this.#wasRemoved ? restored : undefined);
      this.#wasRemoved = false;
      this.#problem = undefined;
      this.#astray = undefined;
      if (warning !== undefined) log.warn('notification log set aside', { detail: warning });
      return true;
    } catch (error) {
      this.#problem = messageOf(error);
      log.error('notification log not opened', {}, error);
      return false;
    }
  }

  close(): void {
    this.#notifications?.close();
    this.#notifications = undefined;
  }

  /** A write that may fail (a full disk), and is tried again later by whoever wants it. */
  write<T>(action: (notifications: NotificationLog) => T): T | undefined {
    if (!this.#notifications) return undefined;
    try {
      const result = action(this.#notifications);
      this.#problem = undefined;
      return result;
    } catch (error) {
      this.#problem = messageOf(error);
      this.#options.log.error('notification log not written', {}, error);
      return undefined;
    }
  }

  /**
   * When somebody removed or replaced the file: writes what is still open anew, so that a restart loses nothing, and closes it. A file
   * that cannot be seen, or not be written anew, is told, and looked at again by the next call. While the data folder itself is gone
   * nothing is written in its place. Never throws.
   * @returns whether it has to be opened again
   */
  restoreRemoved(): boolean {
    const { clock, log, file, folderProblem } = this.#options;
    if (!this.#notifications) return false;
    try {
      if (inodeOf(file) === this.#inode) {
        this.#setAstray(undefined);
        return false;
      }
    } catch (error) {
      // It may well be there: nothing is written in its place.
      this.#setAstray(`cannot be reached in the data folder (${messageOf(error)})`);
      return false;
    }
    if (folderProblem?.() !== undefined) {
      this.#setAstray('is gone with the data folder');
      return false;
    }
    const isWritten = this.write((notifications) => {
      if (inodeOf(file) !== undefined) setOtherAside(file, this.#journals, clock.now());
      notifications.copyTo(file);
      return true;
    });
    if (!isWritten) {
      this.#setAstray(`was removed or replaced, and cannot be written anew (${this.#problem})`);
      return false;
    }
    this.close();
    this.#wasRemoved = true;
    log.warn('notification log restored', { detail: 'its file had been removed or replaced while the service ran' });
    return true;
  }

  #setAstray(why: string | undefined): void {
    if (why !== undefined && why !== this.#astray) this.#options.log.error('notification log astray', { detail: why });
    this.#astray = why;
  }
}
