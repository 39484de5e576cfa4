import type { DatabaseFormat } from '../database-file.ts';

/**
 * `notifications.sqlite`. What is committed must survive a power cut: NetBackup is not asked again for what was seen.
 *
 * Numbers of notifications have no gaps (a rolled back transaction gives them back), so what a group has still to get is
 * the difference of two numbers; what no group has still to get is removed, also between others.
 */
export const logFormat: DatabaseFormat = {
  holds: 'The log of notifications',
  synchronous: 'FULL',
  probe: 'SELECT number, object, data FROM notifications LIMIT 1',
  migrations: [
    `CREATE TABLE notifications (
       number INTEGER PRIMARY KEY AUTOINCREMENT,
       time INTEGER NOT NULL,
       object TEXT NOT NULL,
       data TEXT NOT NULL
     );
     CREATE TABLE groups (
       groupId TEXT PRIMARY KEY,
       acknowledged INTEGER NOT NULL,
       delivered INTEGER NOT NULL DEFAULT 0,
       withoutEndpointSince INTEGER,
       batchId TEXT,
       batchLast INTEGER,
       batchSince INTEGER
     ) WITHOUT ROWID;
     CREATE TABLE givenUp (
       groupId TEXT NOT NULL,
       time INTEGER NOT NULL,
       count INTEGER NOT NULL,
       fromTime INTEGER NOT NULL,
       toTime INTEGER NOT NULL,
       why TEXT NOT NULL
     );
     CREATE TABLE jobs (
       jobId INTEGER PRIMARY KEY,
       told TEXT NOT NULL
     );
     CREATE INDEX jobsNotDone ON jobs (jobId) WHERE told <> 'DONE';
     CREATE TABLE images (
       backupId TEXT PRIMARY KEY,
       clientName TEXT NOT NULL,
       policyType TEXT NOT NULL,
       backupTime INTEGER NOT NULL,
       digest TEXT NOT NULL,
       noLocalCopy INTEGER NOT NULL,
       pass INTEGER NOT NULL
     ) WITHOUT ROWID;
     CREATE INDEX imagesByPass ON images (pass);
     CREATE TABLE source (
       key TEXT PRIMARY KEY,
       value TEXT NOT NULL
     ) WITHOUT ROWID;`,
    // Batches that follow the one in flight; those that are acknowledged stay until others take their place.
    `CREATE TABLE plannedBatches (
       groupId TEXT NOT NULL,
       last INTEGER NOT NULL,
       batchId TEXT NOT NULL,
       PRIMARY KEY (groupId, last)
     ) WITHOUT ROWID;`,
    // Number of the last notification that was given up behind the batch in flight.
    'ALTER TABLE groups ADD COLUMN goesOnAfter INTEGER;',
    // The latest of all, and the last one of a group, are found at once in a record of any length.
    `CREATE INDEX givenUpByTime ON givenUp (time);
     CREATE INDEX givenUpByGroup ON givenUp (groupId);`,
  ],
};
