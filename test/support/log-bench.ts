import { onTestFinished } from 'vitest';
import { KnownSecrets } from '../../electron/service/known-secret.ts';
import { LogAdministration } from '../../electron/service/log/log-administration.ts';
import { type OpenedLog, openLog } from '../../electron/service/log.ts';
import type { LogCursor, LogLine, LogUpdate } from '../../shared/log.ts';
import { ManualClock } from './manual-clock.ts';

/** A real log in a folder, and what the console is told of it; time goes by hand. */
export class LogBench {
  readonly clock = new ManualClock();
  readonly log: OpenedLog;
  readonly logs: LogAdministration;
  /** What the log itself complained of. */
  readonly failures: Error[] = [];

  constructor(
    folder: string,
    options: {
      level?: string;
      secrets?: readonly string[];
      openFolder?: (folder: string) => Promise<void>;
    } = {},
  ) {
    this.log = openLog(folder, this.clock, (error) => this.failures.push(error), options.level);
    const secrets = new KnownSecrets(options.secrets ?? []);
    this.logs = new LogAdministration({
      clock: this.clock,
      log: this.log,
      secrets: () => secrets,
      version: '1.2.3',
      openFolder: options.openFolder,
    });
    onTestFinished(async () => {
      this.logs.close();
      await this.log.close();
    });
  }

  /** A console that reads when it is told to. */
  watch(): LogWatch {
    return new LogWatch(this);
  }

  /** The whole export, as the window puts it together. */
  async export(): Promise<{ text: string; pieces: number }> {
    let text = '';
    let pieces = 0;
    let after: LogCursor | undefined;
    do {
      const piece = await this.logs.export(after, undefined);
      text += piece.text;
      pieces++;
      after = piece.next ?? undefined;
    } while (after);
    return { text, pieces };
  }
}

export class LogWatch {
  readonly updates: LogUpdate[] = [];
  readonly #abort = new AbortController();
  readonly #stream: AsyncGenerator<LogUpdate, void, void>;
  readonly #bench: LogBench;

  constructor(bench: LogBench) {
    this.#bench = bench;
    this.#stream = bench.logs.watch(this.#abort.signal);
    onTestFinished(() => this.#abort.abort());
  }

  /** The next update, of which time is not what it waits for. */
  async next(): Promise<LogUpdate> {
    const { value } = await this.#stream.next();
    if (!value) throw new Error('the stream has ended');
    this.updates.push(value);
    return value;
  }

  /** The next update once its time has come. */
  async later(): Promise<LogUpdate> {
    const update = this.next();
    await this.#bench.clock.advance(100);
    return update;
  }

  /** The next lines once their time has come. */
  async laterLines(): Promise<LogUpdate> {
    const update = await this.later();
    return update.kind === 'status' ? this.later() : update;
  }

  /** The next update in the background; `undefined` when the stream ends. */
  async pending(): Promise<LogUpdate | undefined> {
    return (await this.#stream.next()).value ?? undefined;
  }

  end(): void {
    this.#abort.abort();
  }
}

export const linesOf = (update: LogUpdate): readonly LogLine[] => (update.kind === 'status' ? [] : update.lines);

export const eventsOf = (update: LogUpdate): string[] => linesOf(update).map(({ event }) => event);
