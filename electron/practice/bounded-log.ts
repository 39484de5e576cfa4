/** The latest entries of something that could go on for ever. */
export class BoundedLog<T> {
  readonly #limit: number;
  readonly #weigh: (entry: T) => number;
  #entries: { entry: T; weight: number }[] = [];
  /** Where the entries begin that are still kept. */
  #start = 0;
  #weight = 0;
  #total = 0;

  /**
   * @param limit on the weight of all entries; the latest one is kept however heavy it is
   * @param weigh default: each entry counts 1
   */
  constructor(limit: number, weigh: (entry: T) => number = () => 1) {
    this.#limit = limit;
    this.#weigh = weigh;
  }

  add(entry: T): void {
    const weight = this.#weigh(entry);
    this.#entries.push({ entry, weight });
    this.#total += 1;
    this.#weight += weight;
    while (this.#weight > this.#limit && this.#start < this.#entries.length - 1) {
      this.#weight -= this.#entries[this.#start]?.weight ?? 0;
      this.#start += 1;
    }
    // The array is cut seldom, so that a long run does not move the whole of it for every entry.
    if (this.#start > 1000 && this.#start > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#start);
      this.#start = 0;
    }
  }

  /** Oldest first. */
  get entries(): readonly T[] {
    return this.#entries.slice(this.#start).map(({ entry }) => entry);
  }

  /** How many there ever were. */
  get total(): number {
    return this.#total;
  }
}
