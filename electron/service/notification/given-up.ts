import type { DatabaseSync } from 'node:sqlite';
import type { GivenUp } from '../../../shared/notification-status.ts';

/** Decision 24: records what was given up. Only inside a transaction. */
export function recordLoss(database: DatabaseSync, { groupId, time, count, from, to, why }: GivenUp): void {
  database
    .prepare('INSERT INTO givenUp (groupId, time, count, fromTime, toTime, why) VALUES (?, ?, ?, ?, ?, ?)')
    .run(groupId, time, count, from, to, why);
}

/** What was given up, the latest first. */
export function readGivenUp(database: DatabaseSync): GivenUp[] {
  return database
    .prepare(
      'SELECT groupId, time, count, fromTime AS "from", toTime AS "to", why FROM givenUp ORDER BY time DESC, rowid DESC LIMIT 100',
    )
    .all() as unknown as GivenUp[];
}
