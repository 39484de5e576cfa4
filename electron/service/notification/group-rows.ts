import type { DatabaseSync, StatementSync } from 'node:sqlite';

interface GroupRow {
  readonly groupId: string;
  /** Number of the last notification that was acknowledged. */
  readonly acknowledged: number;
  readonly delivered: number;
  readonly withoutEndpointSince: number | null;
  /** The batch in flight: its id, the number of its last notification, and since when it is (epoch milliseconds). */
  readonly batchId: string | null;
  readonly batchLast: number | null;
  readonly batchSince: number | null;
  /** Number of the last notification that was given up behind the batch in flight; `null` when none was. */
  readonly goesOnAfter: number | null;
}

/** A batch that has its id and its end, and waits for the one before it. */
export interface PlannedBatch {
  readonly batchId: string;
  readonly last: number;
}

/** A server group as it is stored. */
export interface Group extends GroupRow {
  /** What follows the batch in flight. It is on the disk: each is sent with this id and content, also after a power cut. */
  readonly planned: readonly PlannedBatch[];
}

export const noBatch = { batchId: null, batchLast: null, batchSince: null, goesOnAfter: null };

/** Number of the notification after which the group goes on once what is in flight is acknowledged. */
export const behindBatch = ({ acknowledged, batchLast, goesOnAfter }: Group): number =>
  goesOnAfter ?? batchLast ?? acknowledged;

/** How many notifications wait for a group, those in flight included. @param last number of the last one of the log */
export const undeliveredOf = (group: Group, last: number): number =>
  last - behindBatch(group) + (group.batchLast ?? group.acknowledged) - group.acknowledged;

/** A group that gets what comes after a notification. */
export const newGroup = (groupId: string, acknowledged: number): Group => ({
  groupId,
  acknowledged,
  delivered: 0,
  withoutEndpointSince: null,
  ...noBatch,
  planned: [],
});

/** The tables `groups` and `plannedBatches`. All but {@link all} only inside a transaction. */
export class GroupRows {
  readonly #database: DatabaseSync;
  readonly #write: StatementSync;
  readonly #remove: StatementSync;
  readonly #writePlanned: StatementSync;
  readonly #removePlanned: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#write = database.prepare(
      `INSERT OR REPLACE INTO groups
         (groupId, acknowledged, delivered, withoutEndpointSince, batchId, batchLast, batchSince, goesOnAfter)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = database.prepare('DELETE FROM groups WHERE groupId = ?');
    this.#writePlanned = database.prepare('INSERT INTO plannedBatches (groupId, last, batchId) VALUES (?, ?, ?)');
    this.#removePlanned = database.prepare('DELETE FROM plannedBatches WHERE groupId = ?');
  }

  all(): Group[] {
    const rows = this.#database.prepare('SELECT * FROM groups').all() as unknown as GroupRow[];
    const planned = this.#database.prepare(
      'SELECT batchId, last FROM plannedBatches WHERE groupId = ? AND last > ? ORDER BY last',
    );
    return rows.map((row) => ({
      ...row,
      planned: planned.all(row.groupId, row.batchLast ?? row.acknowledged) as unknown as PlannedBatch[],
    }));
  }

  /** All but what is planned. */
  write(group: Group): void {
    const { groupId, acknowledged, delivered, withoutEndpointSince, batchId, batchLast, batchSince, goesOnAfter } =
      group;
    const batch = [batchId, batchLast, batchSince, goesOnAfter];
    this.#write.run(groupId, acknowledged, delivered, withoutEndpointSince, ...batch);
  }

  /** What is planned, instead of what was. */
  writePlan({ groupId, planned }: Group): void {
    this.#removePlanned.run(groupId);
    for (const { last, batchId } of planned) this.#writePlanned.run(groupId, last, batchId);
  }

  remove(groupId: string): void {
    this.#remove.run(groupId);
    this.#removePlanned.run(groupId);
  }
}
