import type { DatabaseSync } from 'node:sqlite';
import type { GivenUp } from '../../../shared/notification-status.ts';

/** Decision 24: records what was given up. Only inside a transaction. */
export function recordLoss(database: DatabaseSync, { groupId, time, count, from, to, why }: GivenUp): void {
  database
    .prepare('INSERT INTO givenUp (groupId, time, count, fromTime, toTime, why) VALUES (?, ?, ?, ?, ?, ?)')
    .run(groupId, time, count, from, to, why);
}

/**
 * Decision 24: the same for a loss that goes on, as over a limit: it is added to the last record of the group when that has the same
 * reason and is of the same day (UTC). So a group has one record a day, and not one each ten seconds, and every notification is counted.
 */
export function recordGoingLoss(database: DatabaseSync, loss: GivenUp): void {
  const last = database
    .prepare('SELECT rowid AS row, time, why FROM givenUp WHERE groupId = ? ORDER BY rowid DESC LIMIT 1')
    .get(loss.groupId) as { row: number; time: number; why: string } | undefined;
  if (!last || last.why !== loss.why || dayOf(last.time) !== dayOf(loss.time)) recordLoss(database, loss);
  else
    database
      .prepare(
        `UPDATE givenUp SET time = max(time, ?), count = count + ?, fromTime = min(fromTime, ?), toTime = max(toTime, ?)
         WHERE rowid = ?`,
      )
      .run(loss.time, loss.count, loss.from, loss.to, last.row);
}

const dayOf = (time: number): number => Math.floor(time / 86_400_000);

/** What was given up, the latest first. */
export function readGivenUp(database: DatabaseSync): GivenUp[] {
  return database
    .prepare(
      'SELECT groupId, time, count, fromTime AS "from", toTime AS "to", why FROM givenUp ORDER BY time DESC, rowid DESC LIMIT 100',
    )
    .all() as unknown as GivenUp[];
}
