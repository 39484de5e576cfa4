import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { LogCursor, LogExport, LogUpdate } from '../../../shared/log.ts';
import type { Clock } from '../clock.ts';
import type { KnownSecrets } from '../known-secret.ts';
import type { OpenedLog } from '../log.ts';
import { exportLog, exportLogTail } from './log-export.ts';
import { LogFeed } from './log-feed.ts';
import { codeOf } from './log-names.ts';

export interface LogAdministrationOptions {
  clock: Clock;
  log: OpenedLog;
  /** Every saved secret, to be masked wherever it may stand. */
  secrets: () => KnownSecrets;
  version: string;
  /** Shows a folder in the system's file manager, where the host can. Rejects with what the system says. */
  openFolder: ((folder: string) => Promise<void>) | undefined;
}

/** What an administrator does with the log: watch it, export it, open its folder. */
export class LogAdministration {
  readonly #options: LogAdministrationOptions;
  readonly #feed: LogFeed;

  constructor(options: LogAdministrationOptions) {
    this.#options = options;
    const { clock, log, secrets, openFolder } = options;
    this.#feed = new LogFeed({
      clock,
      files: log.files,
      level: log.level,
      secrets,
      canOpenFolder: openFolder !== undefined,
    });
  }

  /** See {@link LogFeed.watch}. */
  watch(signal: AbortSignal | undefined): AsyncGenerator<LogUpdate, void, void> {
    return this.#feed.watch(signal);
  }

  /** See {@link exportLog}. */
  export(after: LogCursor | undefined, signal: AbortSignal | undefined): Promise<LogExport> {
    const { clock, log, secrets, version } = this.#options;
    const { platform, arch, versions } = process;
    const about = `NBWSS Console ${version}, ${platform} ${arch}, Node ${versions.node}, log level ${log.level}`;
    return exportLog({ files: log.files, secrets, about, now: () => clock.now() }, after, signal);
  }

  /** See {@link exportLogTail}. */
  tail(): Promise<string> {
    const { log, secrets } = this.#options;
    return exportLogTail({ files: log.files, secrets });
  }

  /**
   * Exactly the folder of this log: the window has no say in which.
   * @throws NbwssError `notPossible` where the host opens no folders, `logFolderNotOpened`
   */
  async openFolder(): Promise<void> {
    const { log, openFolder } = this.#options;
    if (!openFolder) throw new NbwssError('notPossible', { causes: ['The headless host opens no folders.'] });
    const { folder } = log.files;
    try {
      await openFolder(folder);
    } catch (error) {
      throw new NbwssError('logFolderNotOpened', { causes: [`${folder}: ${codeOf(error)}`] }, { cause: error });
    }
  }

  /** The log is about to be closed: every watcher's stream ends. */
  close(): void {
    this.#feed.close();
  }
}
