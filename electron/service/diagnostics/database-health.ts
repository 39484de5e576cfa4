import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A larger file is not read through: everything else would wait meanwhile. */
const maxChecked = 64 * 1024 * 1024;

/** What is told of a database file: its size, its format, and what SQLite finds wrong with it. Never what it holds. */
export function databaseHealth(folder: string, name: string): Record<string, unknown> {
  const path = join(folder, name);
  try {
    const { size } = statSync(path);
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const value = (sql: string) => Object.values(database.prepare(sql).get() ?? {})[0];
      return {
        name,
        size,
        format: value('PRAGMA user_version'),
        pages: value('PRAGMA page_count'),
        freePages: value('PRAGMA freelist_count'),
        check: size > maxChecked ? `not checked: over ${maxChecked} bytes` : value('PRAGMA quick_check(1)'),
      };
    } finally {
      database.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { name, problem: code === 'ENOENT' ? 'there is none' : message };
  }
}
