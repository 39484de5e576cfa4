import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endedBy, openDesktopApp, outputOf, startDesktopApp } from '../support/desktop-app.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('what ends the desktop app', () => {
  it('decision 9: the second signal does not cut short what the first one began', async () => {
    await using opened = await openDesktopApp('electron-ending', { args: ['--practice'] });
    const { app, console } = opened;
    await console.rowShows('localhost', 'CONNECTED');
    const data = await console.dataFolder();
    // The window is hidden first, and closing the connections has begun then: the other signals come from inside just there,
    // since an answer to the test could be too late.
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.once('hide', () => {
        for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGTERM']) process.kill(process.pid, signal);
        process.stdout.write('told again\n');
      });
    });
    const written = outputOf(app);
    expect(await endedBy(app, () => app.process().kill('SIGTERM'))).toEqual([0, null]);
    expect(await written).toContain('told again');
    expect(existsSync(data)).toBe(false);
  });

  it('decision 47: one that comes in the middle of the start leaves nothing behind', async () => {
    const temporary = tempFolder();
    await using started = await startDesktopApp({ args: ['--practice', '--hidden'], env: { TMPDIR: temporary } });
    const practice = () => readdirSync(temporary).filter((name) => name.startsWith('nbwss-practice-'));
    await expect.poll(() => practice().length).toBe(1); // practice mode has begun, and makes its certificates
    expect(await endedBy(started.app, () => started.app.process().kill('SIGTERM'))).toEqual([0, null]);
    expect(practice()).toEqual([]);
  });

  it("decision 9: the system's shutdown is held up until the app has ended by itself", async () => {
    await using opened = await openDesktopApp('electron-ending');
    const { app, console } = opened;
    await console.servers().waitFor();
    const written = outputOf(app);
    // The system's shutdown comes once the test has its answer; what became of it is said at the very end.
    const shutDown = () =>
      app.evaluate(({ app: own, powerMonitor }) => {
        let isPrevented = false;
        own.once('will-quit', () => process.stdout.write(`held up: ${isPrevented}\n`));
        powerMonitor.emit('shutdown', { preventDefault: () => (isPrevented = true) });
      });
    expect(await endedBy(app, shutDown)).toEqual([0, null]);
    expect(await written).toContain('held up: true');
  });
});
