import type { GroupNotifications, NotificationUpdate } from '../../shared/notification-status.ts';
import type { HostStatus } from './host-status.ts';

/**
 * How the notifications of each group stand, as a headless host told last. When it polls and what its disk has it does not tell.
 * @param wanted only these groups; `undefined` for all
 * @returns the whole, with the groups that are no more; `undefined` when it is as it was told
 */
export function groupNotifications(
  status: HostStatus | undefined,
  wanted: readonly string[] | undefined,
  told: NotificationUpdate | undefined,
): NotificationUpdate | undefined {
  if (!status) return undefined;
  const groups = status.groups
    .filter(({ groupId }) => wanted?.includes(groupId) ?? true)
    .map(
      (group): GroupNotifications => ({
        groupId: group.groupId,
        delivered: group.delivered,
        inFlight: group.inFlight,
        undelivered: group.undelivered,
        oldest: group.oldestUndelivered === null ? null : group.oldestUndelivered * 1000,
        resends: 0,
        withoutEndpointSince: null,
        keptUntil: null,
        problem: null,
      }),
    );
  const now = new Set(groups.map(({ groupId }) => groupId));
  const update: NotificationUpdate = {
    groups,
    removed: told?.groups.map(({ groupId }) => groupId).filter((groupId) => !now.has(groupId)) ?? [],
    source: {
      state: status.netbackup.state,
      detail: status.netbackup.detail,
      lastPoll: null,
      lastFullImagePass: null,
      nextPoll: null,
    },
    disk: { freeBytes: null, isShort: false, holder: null },
    warnings: [],
    ...(told ? {} : { givenUp: [] }),
    sampledAt: null,
  };
  const isTold =
    told !== undefined &&
    update.removed.length === 0 &&
    JSON.stringify([told.groups, told.source]) === JSON.stringify([update.groups, update.source]);
  return isTold ? undefined : update;
}
