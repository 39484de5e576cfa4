import {
  type CommandRecord,
  type ExportFormat,
  type HistoryCursor,
  type HistoryExport,
  type HistoryKeeping,
  type HistoryPage,
  type HistoryQuery,
  presetKeeping,
} from '../../../shared/command-history.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import type { ConfigFile } from '../credentials/config-file.ts';
import { CommandHistory, type CommandHistoryOptions } from './command-history.ts';

/** The history while the service runs, and how much of it is kept, as `config.json` says. */
export class HistoryAdministration {
  readonly #options: CommandHistoryOptions;
  #running: { history: CommandHistory; config: ConfigFile } | undefined;

  constructor(options: CommandHistoryOptions) {
    this.#options = options;
  }

  start(config: ConfigFile): void {
    this.#running = { history: new CommandHistory(this.#options, config.config.history ?? presetKeeping), config };
  }

  /** Records what was handed in, and lets go of the file. */
  async stop(): Promise<void> {
    await this.#running?.history.close();
  }

  /** Whether commands can be recorded. */
  get isUsable(): boolean {
    return this.#running?.history.isUsable ?? false;
  }

  get warnings(): string[] {
    return this.#running?.history.warnings ?? [];
  }

  /** Decision 19: see {@link CommandHistory.record}. */
  record(record: CommandRecord, underWay: number): Promise<void> {
    return this.#running?.history.record(record, underWay) ?? Promise.resolve();
  }

  /** @throws NbwssError `notPossible` when the file is not open */
  search(query: HistoryQuery, after?: HistoryCursor, signal?: AbortSignal): Promise<HistoryPage> {
    return this.#opened.history.search(query, after, signal);
  }

  /** @throws NbwssError `notPossible` when the file is not open */
  export(
    query: HistoryQuery,
    format: ExportFormat,
    after?: HistoryCursor,
    signal?: AbortSignal,
  ): Promise<HistoryExport> {
    return this.#opened.history.export(query, format, after, signal);
  }

  /** Saves how much is kept; what is over it is removed in the background. @throws NbwssError `storeNotWritten` */
  configure(keeping: HistoryKeeping): void {
    const { history, config } = this.#opened;
    config.save({ ...config.config, history: keeping });
    history.keep(keeping);
  }

  get #opened() {
    if (this.#running) return this.#running;
    throw new NbwssError('notPossible', { causes: ['The service is not running.'] });
  }
}
