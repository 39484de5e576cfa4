import type { CommandRecord } from '../../../shared/command-history.ts';

/**
 * A commit costs nearly as much for one command as for many. So while so many others are under way it waits for them for so many
 * turns of the event loop, which are short when there is little to do, but not for more than so many together.
 */
const joining = { underWay: 8, turns: 6, most: 16 };

/** What the next commit holds. */
interface Batch {
  readonly records: CommandRecord[];
  readonly done: PromiseWithResolvers<void>;
  /** Commands that were under way beside them when the last of them came. */
  others: number;
}

/**
 * Commands on their way to the file: those that come in the same turn of the event loop are committed together, and while many
 * others are under way also those of the next ones.
 */
export class JoinedCommits {
  readonly #commit: (records: readonly CommandRecord[]) => void;
  #batch: Batch | undefined;

  /** @param commit never throws */
  constructor(commit: (records: readonly CommandRecord[]) => void) {
    this.#commit = commit;
  }

  /**
   * @param underWay how many commands are being carried out or wait for their commit, this one among them
   * @returns resolves after its commit
   */
  add(record: CommandRecord, underWay: number): Promise<void> {
    if (!this.#batch) {
      const batch: Batch = { records: [], done: Promise.withResolvers(), others: 0 };
      this.#batch = batch;
      setImmediate(() => this.#gather(batch, joining.turns));
    }
    this.#batch.others = underWay - this.#batch.records.push(record);
    return this.#batch.done.promise;
  }

  /** Commits at once what is on its way. */
  flush(): void {
    if (this.#batch) this.#flush(this.#batch);
  }

  #gather(batch: Batch, turns: number): void {
    const isWorthIt = batch.others >= joining.underWay && batch.records.length < joining.most;
    if (turns > 0 && isWorthIt) setImmediate(() => this.#gather(batch, turns - 1));
    else this.#flush(batch);
  }

  #flush(batch: Batch): void {
    if (batch !== this.#batch) return; // has been committed
    this.#batch = undefined;
    this.#commit(batch.records);
    batch.done.resolve();
  }
}
