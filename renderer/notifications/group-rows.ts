import type { EndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import type { GroupNotifications } from '../../shared/notification-status.ts';
import { formatDate } from '../feedback/time.ts';
import { texts } from '../texts.ts';

/** A server group with its notifications, and who serves it. */
export interface GroupRow extends GroupNotifications {
  readonly servedBy: string | null;
  /** All of its endpoints are deactivated. */
  readonly isDeactivated: boolean;
}

/** The groups with what the frame and the endpoints say of them. */
export function groupRows(
  groups: readonly GroupNotifications[],
  frame: Pick<ConsoleFrame, 'groups'> | undefined,
  endpoints: readonly Pick<EndpointStatus, 'groupId' | 'state'>[],
): GroupRow[] {
  const servedBy = new Map(frame?.groups.map(({ groupId, connectedHost }) => [groupId, connectedHost]));
  const active = new Set<string>();
  for (const { groupId, state } of endpoints) if (state === 'ACTIVATED') active.add(groupId);
  return groups.map((group) => ({
    ...group,
    servedBy: servedBy.get(group.groupId) ?? null,
    isDeactivated: servedBy.has(group.groupId) && !active.has(group.groupId),
  }));
}

/** Where a group stands, in words. */
export function stateText(row: GroupRow): string {
  const { states } = texts.notifications;
  if (row.problem !== null) return states.problem;
  if (row.keptUntil !== null) return states['without endpoint'](formatDate(row.keptUntil));
  if (row.isDeactivated) return states.deactivated;
  if (row.servedBy === null) return states['no connection'];
  if (row.inFlight > 0) return row.resends > 0 ? states.resent(row.resends) : states.waiting;
  return row.undelivered > 0 ? states.sending : states['up to date'];
}

/** Whether the state is one that may need the administrator. */
export const isTroubled = (row: GroupRow): boolean =>
  row.problem !== null ||
  row.resends > 0 ||
  row.withoutEndpointSince !== null ||
  (row.servedBy === null && !row.isDeactivated);
