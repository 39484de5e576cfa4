import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives a program a folder for all its temporary files, which is removed however that program ends: one that a signal ends in the middle
 * clears nothing away.
 *
 * @template T
 * @param {string} purpose part of the folder's name
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} run runs the program in this environment to its end
 * @returns {Promise<T>} what `run` resolves to
 */
export async function inTemporaryFolder(purpose, run) {
  const folder = mkdtempSync(join(tmpdir(), `nbwss-${purpose}-`));
  try {
    return await run({ ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
