import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { projectFolder } from '../../electron/launch/project.mjs';
import { openDesktopApp } from '../support/desktop-app.ts';
import { electronRuntime } from '../support/electron-runtime/runtime.mjs';
import { doTheMainJob } from '../support/main-job.ts';

describe('the packaged app (npm run dist -- --linux dir)', () => {
  let output: string;
  let executable: string;
  beforeAll(async () => {
    const runtime = await electronRuntime();
    if ('missing' in runtime) throw new Error(runtime.missing);
    output = mkdtempSync(join(tmpdir(), 'nbwss-packages-'));
    const flags = ['--linux', 'dir', `-c.electronDist=${runtime.folder}`, '-c.electronFuses=null'];
    const dist = join(projectFolder, 'electron', 'launch', 'dist.mjs');
    await promisify(execFile)(process.execPath, [dist, ...flags, `-c.directories.output=${output}`]);
    const folder = join(output, 'linux-unpacked');
    executable = join(folder, 'nbwss-console');
    // The runtime of these tests starts what is beside its loader; an official one starts app.asar itself.
    const resources = join(folder, 'resources');
    if (existsSync(join(resources, 'app'))) renameSync(join(resources, 'app.asar'), join(resources, 'product.asar'));
  });
  afterAll(() => rmSync(output, { recursive: true, force: true }));

  it('does the main job as the app that is started from its sources (D-15, C-11, X-1, Z-2)', async () => {
    await using app = await openDesktopApp('packaged', { executable });
    await doTheMainJob(app.console);
  });
});
