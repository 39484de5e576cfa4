import { statSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { type OpenDatabase, openDatabaseFile, setDatabaseAside } from '../database-file.ts';
import type { Log } from '../log.ts';
import { logFormat } from './log-format.ts';
import { NotificationLog } from './notification-log.ts';

export interface NotificationFileOptions {
  /** Path of `notifications.sqlite`. */
  file: string;
  clock: Clock;
  log: Log;
  openDatabase?: OpenDatabase;
}

/** Which file stands under a path; `undefined` when none does. */
const inodeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.ino;

const restored =
  'notifications.sqlite was removed or replaced while the service ran. It was written anew; nothing is lost.';

/** The file of the log of notifications: opened, or why it is not; and written anew when somebody has removed it. */
export class NotificationFile {
  readonly #options: NotificationFileOptions;
  #notifications: NotificationLog | undefined;
  #warning: string | undefined;
  /** Of the file that is open. */
  #inode: number | undefined;
  #wasRemoved = false;
  #problem: string | undefined;

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

  /** It is open, and what was written last is in it. */
  get isUsable(): boolean {
    return this.#notifications !== undefined && this.#problem === undefined;
  }

  /** What had to be said about the file; and why it cannot be used. */
  get warnings(): string[] {
    const problem =
      this.#problem === undefined
        ? undefined
        : `The log of notifications cannot be used, so nothing is polled: ${this.#problem}.`;
    return [this.#warning, problem].filter((warning) => warning !== undefined);
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
      this.#warning = warning ?? (this.#wasRemoved ? restored : undefined);
      this.#wasRemoved = false;
      this.#problem = undefined;
      if (warning !== undefined) log.warn('notification log set aside', { detail: warning });
      return true;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
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
      this.#problem = error instanceof Error ? error.message : String(error);
      this.#options.log.error('notification log not written', {}, error);
      return undefined;
    }
  }

  /**
   * When somebody removed or replaced the file: writes what is still open anew, so that a restart loses nothing, and closes it.
   * @returns whether it has to be opened again
   */
  restoreRemoved(): boolean {
    const { file, clock, log } = this.#options;
    if (!this.#notifications || inodeOf(file) === this.#inode) return false;
    const isWritten = this.write((notifications) => {
      if (inodeOf(file) !== undefined) setDatabaseAside(file, clock.now());
      notifications.copyTo(file);
      return true;
    });
    if (!isWritten) return false;
    this.close();
    this.#wasRemoved = true;
    log.warn('notification log restored', { detail: 'its file had been removed or replaced while the service ran' });
    return true;
  }
}
