import type { EndpointStatus } from '../../shared/connection-status.ts';
import type { ConsoleFrame } from '../../shared/console-state.ts';
import type { GroupNotifications } from '../../shared/notification-status.ts';
import { texts } from '../texts.ts';

/** A server group with its notifications, and who serves it. */
export interface GroupRow extends GroupNotifications {
  readonly servedBy: string | null;
  /** All of its endpoints are deactivated. */
  readonly isDeactivated: boolean;
}

/** The groups with what the frame (`served`) and the endpoints say of them. */
export function groupRows(
  groups: readonly GroupNotifications[],
  served: ConsoleFrame['groups'] | undefined,
  endpoints: readonly Pick<EndpointStatus, 'groupId' | 'state'>[],
): GroupRow[] {
  const servedBy = new Map(served?.map(({ groupId, connectedHost }) => [groupId, connectedHost]));
  const active = new Set<string>();
  for (const { groupId, state } of endpoints) if (state === 'ACTIVATED') active.add(groupId);
  return groups.map((group) => ({
    ...group,
    servedBy: servedBy.get(group.groupId) ?? null,
    isDeactivated: servedBy.has(group.groupId) && !active.has(group.groupId),
  }));
}

/** Where a group stands, in words. @param now epoch milliseconds */
export function stateText(row: GroupRow, now: number): string {
  const { states } = texts.notifications;
  if (row.problem !== null) return states.problem;
  if (row.keptUntil !== null) return states['without endpoint'](timeLeft(row.keptUntil - now));
  if (row.isDeactivated) return states.deactivated;
  if (row.servedBy === null) return states['no connection'];
  if (row.inFlight > 0) return row.resends > 0 ? states.resent(row.resends) : states.waiting;
  return row.undelivered > 0 ? states.sending : states['up to date'];
}

const day = 86_400_000;

/** Days are rounded, since this window's clock is not the service's: what is kept for 7 days has 7 left at first. */
const timeLeft = (milliseconds: number): string =>
  texts.notifications.age(
    milliseconds > day ? Math.round(milliseconds / day) * 86_400 : Math.floor(milliseconds / 1000),
  );

/** Whether the state is one that may need the administrator. */
export const isTroubled = (row: GroupRow): boolean =>
  row.problem !== null ||
  row.resends > 0 ||
  row.withoutEndpointSince !== null ||
  (row.servedBy === null && !row.isDeactivated);
