import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inTemporaryFolder } from '../support/in-temporary-folder.mjs';

/** As a program that was interrupted leaves it. */
function leaveSomething(env: NodeJS.ProcessEnv): string {
  const folder = env['TMPDIR'] ?? '';
  expect(statSync(folder).isDirectory()).toBe(true);
  expect([env['TEMP'], env['TMP'], env['PATH']]).toEqual([folder, folder, process.env['PATH']]);
  writeFileSync(join(folder, 'left behind'), '');
  return folder;
}

it('what a program leaves behind goes when it has ended, well or not', async () => {
  const ended = await inTemporaryFolder('test', (env) => Promise.resolve({ status: 130, folder: leaveSomething(env) }));
  expect(ended.status).toBe(130);
  expect(existsSync(ended.folder)).toBe(false);

  let folder = '';
  const failing = inTemporaryFolder('test', (env) => {
    folder = leaveSomething(env);
    return Promise.reject(new Error('could not be started'));
  });
  await expect(failing).rejects.toThrow('could not be started');
  expect(existsSync(folder)).toBe(false);
});
