import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const script = fileURLToPath(new URL('./sources-check.ts', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'nbwss-check-'));
afterEach(() => rmSync(project, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** The command as `npm run check` runs it, over a project of its own. */
function check(...flags: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, project, ...flags], { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

test('the command fails on a stale table and on planted faults, and passes without them', () => {
  put('shared/a.ts', '/** C-5 */\nexport const a = 1;\n');
  put('test/unit/a.test.ts', "test('C-5: a', () => {});\n");
  expect(check()).toEqual({ status: 1, output: 'test/rules.md:1 is out of date: npm run check -- --write\n' });
  expect(check('--write')).toEqual({ status: 0, output: '' });
  expect(readFileSync(join(project, 'test/rules.md'), 'utf8')).toContain(
    '| C-5 | shared/a.ts | test/unit/a.test.ts: C-5: a |',
  );

  put('electron/service/a.ts', "import { app } from 'electron';\n");
  expect(check()).toEqual({ status: 1, output: 'electron/service/a.ts:1 may not import electron\n' });
});
