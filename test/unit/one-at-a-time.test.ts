import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oneAtATime } from '../../electron/launch/one-at-a-time.mjs';
import { projectFolder } from '../../electron/launch/project.mjs';
import { tempFolder } from '../support/temp-folder.ts';

const noPid = 2 ** 30; // more than any system gives

/** What a command leaves in the lock file, so many seconds ago. */
function lockOf(contents: string | undefined, seconds = 0): string {
  const file = join(tempFolder(), '.install.lock');
  if (contents === undefined) return file;
  writeFileSync(file, contents);
  const then = new Date(Date.now() - seconds * 1000);
  utimesSync(file, then, then);
  return file;
}

describe('commands that are started at once on a fresh clone', () => {
  it.each<[string, string | undefined, number?]>([
    ['there is none', undefined],
    ['its holder is gone', String(noPid)],
    ['it could not be written on a full disk', '', 6],
    ['it could not be written, by a clock that was set back since', '', -3600],
  ])(
    'one takes the lock when %s, holds it while it works, and leaves nothing behind',
    async (_when, contents, seconds) => {
      const file = lockOf(contents, seconds);
      expect(await oneAtATime(file, 'installing', () => Promise.resolve(readFileSync(file, 'utf8')))).toBe(
        `${process.pid}`,
      );
      expect(readdirSync(join(file, '..'))).toEqual([]);
    },
  );

  it.each([
    ['is being written', ''],
    ['is held by a living one', String(process.pid)],
  ])('one waits for a lock that %s', async (_state, contents) => {
    const file = lockOf(contents);
    const order: string[] = [];
    const waiting = oneAtATime(file, 'installing', () => Promise.resolve(order.push('worked')));
    expect(existsSync(file)).toBe(true);
    writeFileSync(file, String(noPid)); // it was written, and its holder has gone since
    order.push('let go');
    await waiting;
    expect(order).toEqual(['let go', 'worked']);
  });

  it.skipIf(process.platform === 'win32')(
    'one that cannot write the lock says why, and leaves none for others to wait for',
    () => {
      const file = lockOf(undefined);
      const module = join(projectFolder, 'electron', 'launch', 'one-at-a-time.mjs');
      const script = `process.on('SIGXFSZ', () => undefined);
        const { oneAtATime } = await import(${JSON.stringify(module)}); await oneAtATime(${JSON.stringify(file)}, 'x', async () => {});`;
      // No file may have a byte: as on a full disk, the lock can be made and not be written.
      const command = 'ulimit -f 0; exec "$0" --input-type=module -e "$1"';
      const run = spawnSync('sh', ['-c', command, process.execPath, script], { encoding: 'utf8' });
      expect(run.stderr).toContain('EFBIG');
      expect(existsSync(file)).toBe(false);
    },
  );
});
