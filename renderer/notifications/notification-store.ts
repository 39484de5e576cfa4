import type { GroupNotifications, NotificationUpdate } from '../../shared/notification-status.ts';
import type { ConsoleStore } from '../client/console-store.ts';
import { followStream } from '../client/follow-stream.ts';
import { Listeners } from '../client/listeners.ts';
import type { Problem } from '../client/problem.ts';
import { naturalOrder } from '../servers/natural-order.ts';

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
  readonly #listeners = new Listeners((signal) => this.#follow(signal));
  #sight: NotificationSight = { state: 'starting' };

  /** @param groupIds all groups when it is absent */
  constructor(console: ConsoleStore, groupIds?: readonly string[]) {
    this.#console = console;
    this.#groupIds = groupIds;
  }

  get sight(): NotificationSight {
    return this.#sight;
  }

  readonly subscribe = this.#listeners.subscribe;

  #follow(signal: AbortSignal): Promise<void> {
    const wanted = this.#groupIds ? { groupIds: [...this.#groupIds] } : {};
    let known: NotificationView | undefined;
    return followStream(this.#console, signal, {
      watch: (client) => client.notifications.watch(wanted, { signal }),
      opened: () => {
        known = undefined;
      },
      take: (update) => {
        known = follow(known, update);
        this.#show({ state: 'watching', view: known });
      },
      failed: (problem) => this.#show({ state: 'failed', problem }),
    });
  }

  #show(sight: NotificationSight): void {
    this.#sight = sight;
    this.#listeners.tell();
  }
}
