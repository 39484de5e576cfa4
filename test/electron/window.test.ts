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

  it("decision 42: the settings are electron-store's config.json, and the console says how tokens are protected", async () => {
    const data = await opened.console.dataFolder();
    const config = JSON.parse(readFileSync(join(data, 'config.json'), 'utf8')) as Record<string, unknown>;
    expect(config).toMatchObject({ version: 2, __internal__: { migrations: { version: '2.0.0' } } });
    expect(existsSync(join(data, 'vault.key'))).toBe(true); // practice mode has one of its own
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
