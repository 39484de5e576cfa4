import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { createPackage, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { projectFolder } from '../../electron/launch/project.mjs';
import { openDataFolder } from '../../electron/service/data-folder.ts';
import { endedBy, openDesktopApp } from '../support/desktop-app.ts';
import { electronRuntime } from '../support/electron-runtime/runtime.mjs';
import { configuredFuses, fusesOf, setFuses } from '../support/fuses.ts';
import { doTheMainJob } from '../support/main-job.ts';
import { saveEndpoint } from '../support/saved-endpoint.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Neither our lock nor Chromium's is left in a data folder, and another process may have it. */
function expectNoLock(dataFolder: string): void {
  expect(readdirSync(dataFolder).filter((name) => /^Singleton|^lock\.lock$/.test(name))).toEqual([]);
  openDataFolder(dataFolder).release();
}

describe('the packaged app (npm run dist -- --linux dir)', () => {
  let output: string;
  let folder: string;
  let resources: string;
  let executable: string;
  /** The archive of the product. */
  let product: string;
  beforeAll(async () => {
    const runtime = await electronRuntime();
    if ('missing' in runtime) throw new Error(runtime.missing);
    output = mkdtempSync(join(tmpdir(), 'nbwss-packages-'));
    const flags = ['--linux', 'dir', `-c.electronDist=${runtime.folder}`, '-c.electronFuses=null'];
    const dist = join(projectFolder, 'electron', 'launch', 'dist.mjs');
    await promisify(execFile)(process.execPath, [dist, ...flags, `-c.directories.output=${output}`]);
    folder = join(output, 'linux-unpacked');
    executable = join(folder, 'nbwss-console');
    resources = join(folder, 'resources');
    product = join(resources, 'app.asar');
    if (!existsSync(join(resources, 'app'))) return;
    // The runtime of these tests starts what is beside its loader; an official one starts app.asar itself.
    product = join(resources, 'product.asar');
    renameSync(join(resources, 'app.asar'), product);
    await createPackage(join(resources, 'app'), join(resources, 'app.asar'));
    rmSync(join(resources, 'app'), { recursive: true });
  });
  afterAll(() => rmSync(output, { recursive: true, force: true }));

  it('holds the bundles and the page, and no source, map or package', () => {
    const files = listPackage(product, { isPack: false }).filter((name) => /\.\w+$/.test(name));
    const built = /^\/dist\/(electron\/[\w-]+\.cjs|renderer\/(index\.html|assets\/[\w-]+\.js))$/;
    expect(files.filter((name) => !built.test(name))).toEqual(['/package.json']);
    for (const name of ['main', 'desktop-app', 'preload']) expect(files).toContain(`/dist/electron/${name}.cjs`);
  });

  it('has the licences of what is in it', () => {
    const licences = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    const { components } = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as {
      components: { name: string; version: string }[];
    };
    const bundled = components.filter(({ name }) => name !== 'electron');
    expect(bundled.length).toBeGreaterThan(100);
    for (const { name, version } of bundled) expect(licences).toContain(`\n${name} ${version}\nLicence: `);
    expect(licences).toContain('Permission is hereby granted, free of charge');
    for (const name of ['LICENSE', 'LICENSE.electron.txt', 'LICENSES.chromium.html'])
      expect(existsSync(join(folder, name)), name).toBe(true);
  });

  it('has a bill of materials, in it and beside it, that CycloneDX takes', async () => {
    const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string };
    const bill = readFileSync(join(folder, 'sbom.cdx.json'), 'utf8');
    expect(readFileSync(join(output, `nbwss-console-${version}.cdx.json`), 'utf8')).toBe(bill);
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
    expect(await validator.validate(bill)).toBeNull();
    expect(await validator.validate(bill.replace('"MIT"', '"no such licence"'))).not.toBeNull();
    const { metadata, components } = JSON.parse(bill) as {
      metadata: { component: object };
      components: { name: string; scope: string }[];
    };
    expect(metadata.component).toMatchObject({ name: 'nbwss-console', version, type: 'application' });
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(['electron', 'react', 'ws', 'zod']));
    expect(components.map(({ name }) => name)).not.toContain('vitest');
  });

  it('does the main job as the app that is started from its sources (D-15, C-11, X-1, Z-2)', async () => {
    await using app = await openDesktopApp('packaged', { executable });
    await doTheMainJob(app.console);
  });

  it('a second start brings the first to the front; Quit closes connections with 1001 and leaves no lock', async () => {
    const dataFolder = join(tempFolder(), 'data');
    await using endpoint = await saveEndpoint(dataFolder);
    await using opened = await openDesktopApp('packaged', { executable, dataFolder });
    const { app, console } = opened;
    await console.rowShows(endpoint.hostName, 'CONNECTED');
    const isShown = () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await isShown()).toEqual([false]);
    expect(await opened.startAgain()).toBe(0);
    await expect.poll(isShown).toEqual([true]);
    await console.page.getByRole('menubar').getByRole('menuitem', { name: 'File' }).click();
    await console.page.getByRole('menuitem', { name: 'Quit' }).click();
    const confirm = () => console.dialog('Quit').getByRole('button', { name: 'Quit' }).click();
    expect(await endedBy(app, confirm)).toEqual([0, null]);
    expect(await endpoint.closedWith).toBe(1001);
    expectNoLock(dataFolder);
  });

  describe('with its fuses', () => {
    let fused: string;
    beforeAll(async () => {
      fused = `${executable}-fused`;
      copyFileSync(executable, fused);
      await setFuses(fused);
    });

    it('has them as electron-builder.yml says, read back from the binary', async () => {
      const { grantFileProtocolExtraPrivileges, ...older } = configuredFuses();
      const there = await fusesOf(fused);
      // Electron 22 has not that one yet.
      const known = 'grantFileProtocolExtraPrivileges' in there ? { grantFileProtocolExtraPrivileges } : {};
      expect(there).toEqual({ ...older, ...known });
      expect(await fusesOf(executable)).not.toEqual(there);
    });

    it('is no Node, takes no options of Node, opens no inspector; SIGTERM closes with 1001 and leaves no lock', async () => {
      const home = tempFolder();
      const dataFolder = join(home, 'data');
      const required = join(home, 'required.cjs');
      await using endpoint = await saveEndpoint(dataFolder);
      const start = (...more: string[]) => {
        const args = ['--no-sandbox', '--disable-gpu', '--data', dataFolder, '--hidden', ...more];
        const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${required}` };
        return spawn(fused, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
      };
      const app = start('--inspect=0', '--inspect-brk=0', '-e', 'process.exit(3)');
      onTestFinished(() => endIfRunning(app));
      const said = textOf(app);
      await endpoint.connected; // it is the app
      expect((await once(start(), 'exit'))[0]).toBe(0);
      const ended = once(app, 'exit');
      app.kill('SIGTERM');
      expect(await endpoint.closedWith).toBe(1001);
      expect(await ended).toEqual([0, null]);
      expect(said()).not.toMatch(/Debugger listening|required\.cjs/);
      expectNoLock(dataFolder);
    });
  });
});

function endIfRunning(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}

function textOf(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return () => text;
}
