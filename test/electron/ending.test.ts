import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openDesktopApp, startDesktopApp } from '../support/desktop-app.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('signals that end the desktop app', () => {
  it('decision 9: the second signal does not cut short what the first one began', async () => {
    await using opened = await openDesktopApp('electron-ending', { args: ['--practice'] });
    const { app, console } = opened;
    await console.rowShows('localhost', 'CONNECTED');
    const data = await console.dataFolder();
    const ended = once(app.process(), 'exit');
    // The window is hidden first, and closing the connections has begun then.
    const hidden = app.evaluate(
      ({ BrowserWindow }) => new Promise<void>((done) => BrowserWindow.getAllWindows()[0]?.once('hide', () => done())),
    );
    app.process().kill('SIGTERM');
    await hidden;
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGTERM'] as const) app.process().kill(signal);
    expect(await ended).toEqual([0, null]);
    expect(existsSync(data)).toBe(false);
  });

  it('decision 47: one that comes in the middle of the start leaves nothing behind', async () => {
    const temporary = tempFolder();
    await using started = await startDesktopApp({ args: ['--practice', '--hidden'], env: { TMPDIR: temporary } });
    const ended = once(started.app.process(), 'exit');
    const practice = () => readdirSync(temporary).filter((name) => name.startsWith('nbwss-practice-'));
    await expect.poll(() => practice().length).toBe(1); // practice mode has begun, and makes its certificates
    started.app.process().kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(practice()).toEqual([]);
  });
});
