import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabaseFile } from '../../electron/service/database-file.ts';
import { logFormat } from '../../electron/service/notification/log-format.ts';
import { NotificationLog } from '../../electron/service/notification/notification-log.ts';
import { jobNotification } from './notification-samples.ts';

/** A group as an earlier run of the service left it. */
export interface SeededGroup {
  readonly groupId: string;
  /** Notifications that wait. */
  readonly undelivered: number;
}

/** Fills `notifications.sqlite` of a data folder as an earlier run would have. @param now epoch milliseconds */
export function seedNotifications(dataFolder: string, groups: readonly SeededGroup[], now: number): void {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const { database } = openDatabaseFile(join(dataFolder, 'notifications.sqlite'), logFormat, now);
  const log = new NotificationLog(database);
  // A group gets all that comes after it, so those with the most come first.
  const known = new Set<string>();
  const order = [...groups].sort((a, b) => b.undelivered - a.undelivered);
  for (const [index, { groupId, undelivered }] of order.entries()) {
    known.add(groupId);
    log.setGroups(known, now);
    const count = undelivered - (order[index + 1]?.undelivered ?? 0);
    const jobs = Array.from({ length: count }, (_, number) => jobNotification(number + 1));
    log.append(jobs, now, () => undefined);
  }
  log.close();
}
