import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectFolder } from '../../electron/launch/project.mjs';
import { elsewhere, waysOut } from '../checklist/addresses.ts';
import { rowOf } from '../checklist/items.ts';
import { type InsecureServer, startInsecureServer } from '../support/insecure-server.ts';
import { LaunchedWindow } from '../support/launched-window.ts';
import { permanentFolder } from '../support/temp-folder.ts';

/** The newest major version of Electron when package.json was last brought up to date; see docs/security.md. */
const currentElectron = 45;

const picture = 'electron/icons/16x16.png';

const read = (file: string) => readFileSync(join(projectFolder, file), 'utf8');

describe("Electron's security checklist, on the launched window", () => {
  /** The app in a folder of its own: what is planted there, no other test can see. */
  const own = permanentFolder();
  let launched: LaunchedWindow;
  let insecure: InsecureServer;
  beforeAll(async () => {
    for (const part of ['package.json', 'dist/electron', 'dist/renderer', picture])
      cpSync(join(projectFolder, part), join(own, part), { recursive: true });
    launched = await LaunchedWindow.open(own);
    insecure = await startInsecureServer();
  });
  // A row that fails may have opened or left what the next ones look at.
  afterEach(({ task }) => launched.backToConsole(task.result?.state === 'fail'));
  afterAll(async () => {
    insecure.close();
    await launched[Symbol.asyncDispose]();
  });

  it(rowOf(1), async () => {
    for (const pane of ['Properties', 'Logs', 'WebSocket Servers']) await launched.goTo(pane);
    await launched.page.reload();
    expect(launched.requests.filter((url) => !/^(app:\/\/console\/|data:)/.test(url))).toEqual([]);
    expect(await launched.isGiven('module', insecure.url('script'))).toBe(false);
    expect(await launched.isGiven('img', insecure.url('picture'))).toBe(false);
    // No policy of a page stands in the way here: the session itself loads nothing.
    const loaded = await launched.app.evaluate(async ({ BrowserWindow }, url) => {
      const other = new BrowserWindow({ show: false });
      const outcome = await other.loadURL(url).then(
        () => 'loaded',
        (error: Error) => error.message,
      );
      other.destroy();
      return outcome;
    }, insecure.url('page'));
    expect(loaded).toContain('ERR_BLOCKED_BY_CLIENT');
    expect(insecure.asked).toEqual([]);
  });

  it(rowOf(2), async () => {
    const preferences = await launched.preferences();
    expect(preferences).toMatchObject({ nodeIntegration: false, nodeIntegrationInSubFrames: false });
    expect(preferences['nodeIntegrationInWorker'] ?? false).toBe(false);
    const seen = await launched.page.evaluate(() =>
      ['require', 'process', 'module', 'exports', 'Buffer', 'global', '__dirname'].filter((name) => name in globalThis),
    );
    expect(seen).toEqual([]);
  });

  it(rowOf(3), async () => {
    expect(await launched.preferences()).toMatchObject({ contextIsolation: true });
    // What the page does to its own objects is not seen where the preload runs.
    await launched.page.evaluate(() => Object.assign(Object.prototype, { ofThePage: true }));
    const seen = await launched.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScriptInIsolatedWorld(999, [
        { code: '"ofThePage" in {}' },
      ]),
    );
    await launched.page.evaluate(() => Reflect.deleteProperty(Object.prototype, 'ofThePage'));
    expect(seen).toBe(false);
  });

  it(rowOf(4), async () => {
    expect(await launched.preferences()).toMatchObject({ sandbox: true });
  });

  it(rowOf(5), async () => {
    const answers = await launched.page.evaluate(async () => ({
      notification: await Notification.requestPermission(),
      location: await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('granted'),
          () => resolve('denied'),
        ),
      ),
      midi: await navigator.requestMIDIAccess({ sysex: true }).then(
        () => 'granted',
        () => 'denied',
      ),
      camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'granted',
        () => 'denied',
      ),
      checks: await Promise.all(
        (['geolocation', 'notifications', 'camera', 'microphone', 'persistent-storage'] as const).map(
          async (name) => (await navigator.permissions.query({ name })).state,
        ),
      ),
    }));
    expect(answers).toMatchObject({ notification: 'denied', location: 'denied', midi: 'denied', camera: 'denied' });
    expect(answers.checks).not.toContain('granted');
  });

  it(rowOf(6), async () => {
    expect(await launched.preferences()).toMatchObject({ webSecurity: true });
  });

  it(rowOf(7), async () => {
    const policy = (await launched.page.reload())?.headers()['content-security-policy'] ?? '';
    const directives = Object.fromEntries(
      policy.split('; ').map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources];
      }),
    );
    expect(directives).toMatchObject({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'connect-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    const ran = await launched.page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "injected"';
      document.head.append(script);
      const button = document.createElement('button');
      button.setAttribute('onclick', 'document.title = "injected"');
      button.click();
      const link = document.createElement('a');
      link.href = 'javascript:void(document.title="injected")';
      link.click();
      return document.title === 'injected';
    });
    expect(ran).toBe(false);
  });

  it(rowOf(8), async () => {
    expect(await launched.preferences()).toMatchObject({ allowRunningInsecureContent: false });
  });

  it(rowOf(9), async () => {
    expect(await launched.preferences()).toMatchObject({ experimentalFeatures: false });
  });

  it(rowOf(10), async () => {
    const { enableBlinkFeatures } = await launched.preferences();
    expect(enableBlinkFeatures ?? '').toBe('');
  });

  it(rowOf(11), async () => {
    expect(await launched.preferences()).toMatchObject({ webviewTag: false });
    const made = await launched.page.evaluate(() => {
      const there = document.querySelectorAll('webview').length;
      return { there, isKnown: 'reload' in document.createElement('webview') };
    });
    expect(made).toEqual({ there: 0, isKnown: false });
  });

  it(rowOf(12), async () => {
    // A window that does allow them, as no window of the app does: the app's own listener refuses them all the same.
    const refused = await launched.app.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
      const asked = new Promise<boolean>((resolve) =>
        other.webContents.once('will-attach-webview', (event) => resolve(event.defaultPrevented)),
      );
      await other.loadURL('data:text/html,<webview src="data:text/html,x" nodeintegration allowpopups></webview>');
      const answer = await asked;
      other.destroy();
      return answer;
    });
    expect(refused).toBe(true);
  });

  it(rowOf(13), async () => {
    await launched.app.evaluate(({ BrowserWindow }) => {
      const decided: boolean[] = [];
      Object.assign(globalThis, { decided });
      // The app's own listener comes first: this one sees what it decided.
      BrowserWindow.getAllWindows()[0]?.webContents.on('will-navigate', (event) =>
        decided.push(event.defaultPrevented),
      );
    });
    const decided = () => launched.app.evaluate(() => (globalThis as unknown as { decided: boolean[] }).decided);
    for (const address of elsewhere) await launched.clickLink(address);
    await expect.poll(async () => (await decided()).length).toBeGreaterThan(3);
    expect(await decided()).not.toContain(false);
    expect(launched.page.url()).toBe('app://console/');
  });

  it(rowOf(14), async () => {
    for (const address of ['', 'about:blank', 'app://console/', ...elsewhere]) {
      expect(await launched.page.evaluate((url) => window.open(url) === null, address), address).toBe(true);
      await launched.clickLink(address, '_blank');
    }
    expect(await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it(rowOf(15), async () => {
    await launched.app.evaluate(({ shell }) => {
      const handed: string[] = [];
      Object.assign(globalThis, { handed });
      shell.openExternal = (url) => Promise.resolve(void handed.push(url));
      shell.openPath = (path) => Promise.resolve(String(handed.push(path)));
    });
    for (const address of elsewhere) {
      await launched.page.evaluate((url) => void window.open(url), address);
      await launched.clickLink(address, '_blank');
    }
    expect(await launched.app.evaluate(() => (globalThis as unknown as { handed: string[] }).handed)).toEqual([]);
  });

  it(rowOf(16), () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };
    const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string }> };
    const installed = JSON.parse(read('node_modules/electron/package.json')) as { version: string };
    expect(devDependencies['electron']).toBe(installed.version);
    expect(lock.packages['node_modules/electron']?.version).toBe(installed.version);
    expect(Number.parseInt(devDependencies['electron'] ?? '', 10)).toBeGreaterThanOrEqual(currentElectron);
  });

  it(rowOf(17), async () => {
    const refusals = () => launched.stderr.split('A console port was refused to another page.').length - 1;
    const earlier = refusals();
    // The very same page with the very same preload, in a window that is not the console's.
    await launched.app.evaluate(async ({ app, BrowserWindow }) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: { preload: `${app.getAppPath()}/dist/electron/preload.cjs` },
      });
      await other.loadURL('app://console/');
    });
    await expect.poll(refusals).toBe(earlier + 1);
    // A frame inside the console, and a page that the console's own window was led to.
    await launched.page.evaluate(() => document.body.append(document.createElement('iframe')));
    await launched.app.evaluate(({ BrowserWindow, ipcMain }) => {
      const contents = BrowserWindow.getAllWindows().find((each) => each.isVisible())?.webContents;
      const [frame] = contents?.mainFrame.frames ?? [];
      ipcMain.emit('nbwss:connect', { sender: contents, senderFrame: frame });
      ipcMain.emit('nbwss:connect', { sender: contents, senderFrame: null });
    });
    await expect.poll(refusals).toBe(earlier + 3);
    const run = (code: string) =>
      launched.app.evaluate(
        ({ BrowserWindow }, script) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(script),
        code,
      );
    await launched.app.evaluate(async ({ BrowserWindow }) => {
      for (const each of BrowserWindow.getAllWindows()) if (!each.isVisible()) each.destroy();
      await BrowserWindow.getAllWindows()[0]?.loadURL('data:text/html,<title>another page</title>');
    });
    await run(`
      globalThis.given = [];
      addEventListener('message', ({ data }) => data?.nbwss === 'port' && given.push(data));
      postMessage({ nbwss: 'connect', master: 'this-computer' }, '*');`);
    await expect.poll(refusals).toBe(earlier + 4);
    expect(await run('given')).toEqual([]);
  });

  it(rowOf(18), async () => {
    expect(launched.page.url()).toBe('app://console/');
    const script = await launched.page.evaluate(
      () => document.querySelector('script[src]')?.getAttribute('src') ?? null,
    );
    expect(script).toMatch(/^\.\/assets\//);
    expect(await launched.isGiven('module', script ?? '')).toBe(true);
    symlinkSync(join(own, picture), join(own, 'dist', 'renderer', 'assets', 'checklist.png'));
    for (const path of [...waysOut(own, picture), '/assets/checklist.png'])
      expect(await launched.isGiven('img', path), path).toBe(false);
  });

  it(rowOf(19), () => {
    const { electronFuses } = parse(read('electron-builder.yml')) as { electronFuses: Record<string, boolean> };
    // Read back from a packaged binary in packaged-app.test.ts.
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it(rowOf(20), async () => {
    // What the page has is what the same page has in such a window without a preload.
    const own = await launched.page.evaluate(() => Object.getOwnPropertyNames(globalThis).sort());
    const { preload: _ours, ...webPreferences } = await launched.preferences();
    const without = await launched.app.evaluate(async ({ BrowserWindow }, preferences) => {
      const other = new BrowserWindow({ show: false, webPreferences: preferences });
      await other.loadURL('app://console/');
      const names = await other.webContents.executeJavaScript('Object.getOwnPropertyNames(globalThis)');
      other.destroy();
      return names as string[];
    }, webPreferences);
    expect(own.filter((name) => !without.includes(name))).toEqual([]);
  });
});
