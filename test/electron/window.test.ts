import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DesktopApp, openDesktopApp } from '../support/desktop-app.ts';

describe('the window of the desktop app', () => {
  let opened: DesktopApp;
  beforeAll(async () => {
    opened = await openDesktopApp('electron-window', { args: ['--practice'] });
    await opened.console.grid().waitFor();
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it('is isolated, sandboxed, and without Node', async () => {
    const preferences = await opened.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Electron.WebPreferences;
      };
      const { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences();
      return { contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag: webviewTag ?? false };
    });
    expect(preferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
    const seen = await opened.console.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
    );
    expect(seen).toEqual([]);
  });

  it('is app://console under a policy without unsafe-inline and unsafe-eval', async () => {
    const { page } = opened.console;
    expect(page.url()).toBe('app://console/');
    const policy = (await page.reload())?.headers()['content-security-policy'];
    await opened.console.grid().waitFor();
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    // A script in the page itself is what an injection would be.
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "injected"';
      document.head.append(script);
      script.remove();
      return document.title === 'injected';
    });
    expect(ran).toBe(false);
  });

  it('app:// gives files of the console only', async () => {
    const { page } = opened.console;
    /** Whether the window gets a script for this path. */
    const isGiven = (path: string) =>
      page.evaluate(
        (target) =>
          new Promise<boolean>((resolve) => {
            const script = document.createElement('script');
            script.type = 'module';
            script.src = target;
            script.onload = () => resolve(true);
            script.onerror = () => resolve(false);
            document.head.append(script);
          }),
        path,
      );
    const own = await page.evaluate(() => document.querySelector('script[src]')?.getAttribute('src'));
    expect(await isGiven(own ?? 'there is none')).toBe(true);
    for (const path of [
      '/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2fpackage.json',
      '/../../package.json',
      '/assets/',
      '/package.json',
    ]) {
      expect(await isGiven(path), path).toBe(false);
    }
  });

  it("decision 42: the settings are electron-store's config.json, and the console says how tokens are protected", async () => {
    const data = await opened.console.dataFolder();
    const config = JSON.parse(readFileSync(join(data, 'config.json'), 'utf8')) as Record<string, unknown>;
    expect(config).toMatchObject({ version: 2, __internal__: { migrations: { version: '2.0.0' } } });
    expect(existsSync(join(data, 'vault.key'))).toBe(true); // practice mode has one of its own
  });

  it('goes nowhere else and opens no other window', async () => {
    const { app } = opened;
    const { page } = opened.console;
    expect(await page.evaluate(() => window.open('https://example.invalid/') === null)).toBe(true);
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      // The app's own listener comes first: this one sees what it decided.
      contents?.once('will-navigate', (event, url) => {
        (globalThis as { navigation?: object }).navigation = { url, refused: event.defaultPrevented };
      });
    });
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'https://example.invalid/';
      document.body.append(link);
      link.click();
      link.remove();
    });
    const decided = () => app.evaluate(() => (globalThis as { navigation?: object }).navigation);
    await expect.poll(decided).toEqual({ url: 'https://example.invalid/', refused: true });
    expect(page.url()).toBe('app://console/');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('decision 9, decision 47: quitting closes connections with 1001 and leaves nothing of practice mode', async () => {
    const another = await openDesktopApp('electron-window', { args: ['--practice'] });
    await another.console.rowShows('localhost', 'CONNECTED');
    const data = await another.console.dataFolder();
    const ended = new Promise((resolve) =>
      another.app.process().once('exit', (code, signal) => resolve({ code, signal })),
    );
    another.app.process().kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(existsSync(data)).toBe(false);
    await another[Symbol.asyncDispose]();
  });
});
