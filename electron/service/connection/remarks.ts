/** So many of a kind are told one by one; after that the 100th, the 1,000th and so on. */
const oneByOne = 10;

/** What is odd about a connection, for the log: a peer that repeats itself a million times must not fill it. */
export class Remarks {
  readonly #tell: (event: string, detail: string) => void;
  readonly #counts = new Map<string, number>();

  /** @param tell puts one of them into the log */
  constructor(tell: (event: string, detail: string) => void) {
    this.#tell = tell;
  }

  /** @param event one of a few texts of our own: they are counted apart */
  remark(event: string, detail: string): void {
    const count = (this.#counts.get(event) ?? 0) + 1;
    this.#counts.set(event, count);
    if (count <= oneByOne) this.#tell(event, detail);
    else if (Number.isInteger(Math.log10(count))) this.#tell(event, `${detail} (${count} times so far)`);
  }
}
