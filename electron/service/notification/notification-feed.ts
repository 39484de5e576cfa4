import type { GivenUp, GroupNotifications, NotificationUpdate } from '../../../shared/notification-status.ts';
import type { Clock, Timer } from '../clock.ts';
import { StreamSleep } from '../stream-sleep.ts';

/** At most one update in this time, in milliseconds. */
const coalescing = 500;

/** How notifications stand now. */
export interface NotificationSight {
  /** @param wanted all groups when it is `undefined` */
  groups(wanted: ReadonlySet<string> | undefined): GroupNotifications[];
  /** The same list while nothing was given up. */
  givenUp(): readonly GivenUp[];
  rest(): Omit<NotificationUpdate, 'groups' | 'removed' | 'givenUp'>;
}

interface Watcher {
  readonly wanted: ReadonlySet<string> | undefined;
  readonly told: Map<string, GroupNotifications>;
  givenUp: readonly GivenUp[] | undefined;
  /** Something has changed, and the time of an update has come. */
  isDue: boolean;
  wake: () => void;
}

/** How notifications stand, live, for those who watch: first everything, then what changed. */
export class NotificationFeed {
  readonly #clock: Clock;
  readonly #sight: NotificationSight;
  readonly #watchers = new Set<Watcher>();
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(clock: Clock, sight: NotificationSight) {
    this.#clock = clock;
    this.#sight = sight;
  }

  /** Something has changed. Costs nothing while nobody watches. */
  changed(): void {
    if (this.#watchers.size > 0 && !this.#isClosed)
      this.#timer ??= this.#clock.setTimeout(() => this.#flush(), coalescing);
  }

  /**
   * At most two updates a second; ends when `signal` is aborted.
   * @param groupIds the groups that are told of; all of them when it is absent
   */
  async *watch(
    groupIds: readonly string[] | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<NotificationUpdate, void, void> {
    const sleep = new StreamSleep(signal);
    const watcher: Watcher = {
      wanted: groupIds && new Set(groupIds),
      told: new Map(),
      givenUp: undefined,
      isDue: true,
      wake: sleep.wake,
    };
    this.#watchers.add(watcher);
    try {
      while (!signal?.aborted && !this.#isClosed) {
        if (watcher.isDue) yield this.#take(watcher);
        else await sleep.untilWoken();
      }
    } finally {
      sleep.end();
      this.#watchers.delete(watcher);
    }
  }

  /** The service has stopped: every watcher's stream ends. */
  close(): void {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const { wake } of this.#watchers) wake();
  }

  #take(watcher: Watcher): NotificationUpdate {
    const { told, wanted } = watcher;
    watcher.isDue = false;
    const now = this.#sight.groups(wanted);
    const there = new Set(now.map(({ groupId }) => groupId));
    const removed = [...told.keys()].filter((groupId) => !there.has(groupId));
    const groups = now.filter((group) => !isSame(told.get(group.groupId), group));
    for (const groupId of removed) told.delete(groupId);
    for (const group of groups) told.set(group.groupId, group);
    const givenUp = this.#sight.givenUp();
    const update = { groups, removed, ...this.#sight.rest() };
    if (givenUp === watcher.givenUp) return update;
    watcher.givenUp = givenUp;
    return { ...update, givenUp: [...givenUp] };
  }

  #flush(): void {
    this.#timer = undefined;
    for (const watcher of this.#watchers) {
      watcher.isDue = true;
      watcher.wake();
    }
  }
}

function isSame(a: GroupNotifications | undefined, b: GroupNotifications): boolean {
  return a !== undefined && (Object.keys(b) as (keyof GroupNotifications)[]).every((key) => a[key] === b[key]);
}
