import type { DatabaseFormat } from '../database-file.ts';

/**
 * `history.sqlite`. A kill of this process loses nothing; only a power cut may take the last moments. In return no command
 * waits for the disk.
 */
export const historyFormat: DatabaseFormat = {
  holds: 'The history of commands',
  synchronous: 'NORMAL',
  probe: 'SELECT key, time, kind, gapCount FROM lines ORDER BY time DESC LIMIT 1',
  migrations: [
    `CREATE TABLE lines (
       key INTEGER PRIMARY KEY AUTOINCREMENT,
       time INTEGER NOT NULL,
       kind TEXT NOT NULL,
       endpoint TEXT, groupId TEXT, id TEXT, method TEXT, path TEXT,
       status INTEGER, duration REAL, requestBytes INTEGER, responseBytes INTEGER, verdict TEXT,
       gapFrom INTEGER, gapCount INTEGER
     );
     CREATE INDEX linesByTime ON lines (time);`,
  ],
};
