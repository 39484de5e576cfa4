import type { GroupNotifications, NotificationUpdate } from '../../shared/notification-status.ts';
import type { ConsoleStore } from '../client/console-store.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { naturalOrder } from '../servers/natural-order.ts';

/** Between a stream's end and the next try, in milliseconds. */
const retryAfter = 500;

/** What the service told last of notifications. */
export interface NotificationView extends Omit<NotificationUpdate, 'groups' | 'removed' | 'givenUp'> {
  /** In natural order of their ids. */
  readonly groups: readonly GroupNotifications[];
  readonly givenUp: NonNullable<NotificationUpdate['givenUp']>;
}

export type NotificationSight =
  | { readonly state: 'starting' }
  | { readonly state: 'watching'; readonly view: NotificationView }
  | { readonly state: 'failed'; readonly problem: Problem };

/** What is known after an update. @param known `undefined` before the first update of a stream, which tells everything */
export function follow(known: NotificationView | undefined, update: NotificationUpdate): NotificationView {
  const { groups, removed, givenUp, ...rest } = update;
  const all = { givenUp: givenUp ?? known?.givenUp ?? [], ...rest };
  if (known && groups.length === 0 && removed.length === 0) return { groups: known.groups, ...all };
  const byId = new Map(known?.groups.map((group) => [group.groupId, group]));
  for (const group of groups) byId.set(group.groupId, group);
  for (const groupId of removed) byId.delete(groupId);
  return { groups: [...byId.values()].sort((a, b) => naturalOrder(a.groupId, b.groupId)), ...all };
}

/** Follows how notifications stand while somebody looks. Made for `useSyncExternalStore`. */
export class NotificationStore {
  readonly #console: ConsoleStore;
  readonly #groupIds: readonly string[] | undefined;
  readonly #listeners = new Set<() => void>();
  #sight: NotificationSight = { state: 'starting' };
  #running: AbortController | undefined;

  /** @param groupIds all groups when it is absent */
  constructor(console: ConsoleStore, groupIds?: readonly string[]) {
    this.#console = console;
    this.#groupIds = groupIds;
  }

  get sight(): NotificationSight {
    return this.#sight;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#running) {
      this.#running = new AbortController();
      void this.#run(this.#running.signal);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#running?.abort();
      this.#running = undefined;
    };
  };

  async #run(signal: AbortSignal): Promise<void> {
    const wanted = this.#groupIds ? { groupIds: [...this.#groupIds] } : {};
    while (!signal.aborted) {
      await this.#console.until(({ link }) => link === 'up');
      if (signal.aborted) return;
      try {
        const updates = await this.#console.call((client) => client.notifications.watch(wanted, { signal }));
        let known: NotificationView | undefined;
        for await (const update of updates) {
          known = follow(known, update);
          this.#show({ state: 'watching', view: known });
        }
      } catch (error) {
        if (signal.aborted) return;
        if (this.#console.view.link === 'up') this.#show({ state: 'failed', problem: problemOf(error) });
      }
      await new Promise((resolve) => setTimeout(resolve, retryAfter));
    }
  }

  #show(sight: NotificationSight): void {
    this.#sight = sight;
    for (const listener of this.#listeners) listener();
  }
}
