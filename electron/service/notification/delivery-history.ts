import type { NotificationSample } from '../../../shared/notification-status.ts';

/** Milliseconds between two samples. */
export const samplePeriod = 10_000;
/** Samples that are kept: an hour. */
const kept = 360;

/** What of a group is counted: notifications delivered so far, and those that wait. */
export interface GroupCount {
  readonly groupId: string;
  readonly delivered: number;
  readonly undelivered: number;
}

/** The last hour of one group, or of all. A place holds the sample whose number, divided by the places, leaves it over. */
class Series {
  readonly delivered = new Uint32Array(kept);
  readonly undelivered = new Uint32Array(kept);
  /** Number of the last sample that told something. */
  lastBusy = 0;

  set(sample: number, delivered: number, undelivered: number): void {
    const place = sample % kept;
    this.delivered[place] = delivered;
    this.undelivered[place] = undelivered;
    if (delivered > 0 || undelivered > 0) this.lastBusy = sample;
  }
}

/**
 * Throughput and backlog over the last hour, for all groups together and for each. In memory only: under 3 KiB for each
 * group that delivered something or had a backlog in that hour, and a number for any other.
 */
export class DeliveryHistory {
  readonly #times = new Float64Array(kept);
  readonly #total = new Series();
  readonly #groups = new Map<string, Series>();
  #delivered: Map<string, number> | undefined;
  #samples = 0;

  /**
   * Takes a sample.
   * @param monotonic milliseconds
   * @param counts `undefined` while the log is not open: what is delivered is then counted anew from the next sample on
   */
  sample(monotonic: number, counts: Iterable<GroupCount> | undefined): void {
    const sample = this.#samples++;
    this.#times[sample % kept] = monotonic;
    const before = this.#delivered;
    const now = new Map<string, number>();
    let allDelivered = 0;
    let allUndelivered = 0;
    for (const { groupId, delivered, undelivered } of counts ?? []) {
      now.set(groupId, delivered);
      // A group that was not there before began with nothing; before the first sample nobody counted.
      const fresh = before ? Math.max(0, delivered - (before.get(groupId) ?? 0)) : 0;
      allDelivered += fresh;
      allUndelivered += undelivered;
      this.#groupSample(sample, groupId, fresh, undelivered);
    }
    for (const groupId of this.#groups.keys()) if (!now.has(groupId)) this.#groups.delete(groupId);
    this.#total.set(sample, allDelivered, allUndelivered);
    this.#delivered = counts && now;
  }

  #groupSample(sample: number, groupId: string, delivered: number, undelivered: number): void {
    let series = this.#groups.get(groupId);
    if (!series && delivered === 0 && undelivered === 0) return;
    if (!series) {
      series = new Series();
      this.#groups.set(groupId, series);
    }
    series.set(sample, delivered, undelivered);
    if (sample - series.lastBusy >= kept) this.#groups.delete(groupId);
  }

  /**
   * The samples of the last hour, oldest first.
   * @param groupId `null` for all groups together
   * @param monotonic milliseconds now
   * @param now the same moment in epoch milliseconds: a wall clock that was set bends nothing
   */
  samples(groupId: string | null, monotonic: number, now: number): NotificationSample[] {
    const series = groupId === null ? this.#total : this.#groups.get(groupId);
    const first = Math.max(0, this.#samples - kept);
    return Array.from({ length: this.#samples - first }, (_, index) => {
      const place = (first + index) % kept;
      return {
        time: now - (monotonic - (this.#times[place] ?? 0)),
        delivered: series?.delivered[place] ?? 0,
        undelivered: series?.undelivered[place] ?? 0,
      };
    });
  }

  /** How many groups hold samples. */
  get size(): number {
    return this.#groups.size;
  }
}
