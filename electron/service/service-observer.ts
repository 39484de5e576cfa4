import type { CommandRecord } from '../../shared/command-history.ts';
import type { Notification } from '../../shared/notifications.ts';
import type { ConnectionEnd } from './connection/connection-failure.ts';

/**
 * Who counts what happens in a service, such as its metrics. Everything that can be asked for at any time (states, backlogs) is not
 * told here. Nothing that is told holds a secret; none of the methods may throw.
 */
export interface ServiceObserver {
  connectionAttempted(): void;
  /** An attempt failed (`lived` is not set then), or an established connection ended. */
  connectionEnded(end: ConnectionEnd): void;
  /** A command was answered, also one that was refused. */
  commandAnswered(record: CommandRecord): void;
  /** Decision 20: these are stored, once for all groups. */
  notificationsProduced(notifications: readonly Notification[]): void;
  /** N-11: a group has acknowledged a batch of `count`, `duration` milliseconds after it was first sent by this process. */
  batchAcknowledged(count: number, duration: number): void;
  /** Decisions 20, 24 */
  notificationsGivenUp(count: number): void;
  /** Decision 27 */
  pollFailed(of: 'jobs' | 'images'): void;
}
