import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../electron/launch/project.mjs';
import { inTurns, longest } from '../support/file-order.ts';

const order = (...files: string[]) =>
  inTurns(files, (file) => ({ project: file.split('/')[1] ?? '', path: `/anywhere/${file}` }));

describe('the order of the files of tests', () => {
  it('first those alone, then the short ones, then the others by turns, those of one project together', () => {
    const files = ['a', 'b', 'c', 'd', 'e'].flatMap((name) =>
      ['integration', 'e2e'].map((project) => `test/${project}/${name}.test.ts`),
    );
    const ordered = order(...files, 'test/unit/f.test.ts', 'test/alone/g.test.ts', 'test/unit/h.test.ts');
    expect(ordered.map((file) => file.at(-9)).join('')).toBe('gfhababcdcdee');
    expect([...ordered].sort()).toEqual(
      [...files, 'test/alone/g.test.ts', 'test/unit/f.test.ts', 'test/unit/h.test.ts'].sort(),
    );
  });

  it('begins with what takes longest', () => {
    const files = ['test/e2e/a.test.ts', 'test/e2e/masters.test.ts', 'test/e2e/every-view.test.ts'];
    expect(order(...files)).toEqual([...files].reverse());
  });

  it('names only files that there are', () => {
    expect(longest.filter((file) => !existsSync(join(projectFolder, file)))).toEqual([]);
  });

  it.each([{ NBWSS_TEST_DISPLAYS: ':98 :99' }, {}])('Vitest takes it with displays %o', (displays) => {
    const { NBWSS_TEST_DISPLAYS: _, ...env } = process.env;
    const vitest = join(projectFolder, 'node_modules', 'vitest', 'vitest.mjs');
    const args = ['run', '--config', 'test/vitest.config.ts', '--testNamePattern', 'no such test', '--reporter', 'dot'];
    const files = [
      'test/unit/request-guard.test.ts',
      'test/electron/window.test.ts',
      'test/integration/loopback-server',
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, [vitest, ...args, ...files], {
      cwd: projectFolder,
      env: { ...env, ...displays, NBWSS_TEST_TALLY: undefined, NBWSS_TEST_ELECTRON: '/nowhere', NO_COLOR: '1' },
      encoding: 'utf8',
    });
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Test Files +3 skipped/);
  });
});
