import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ConsolePage } from '../support/console-page.ts';
import { curl } from '../support/curl.ts';
import { openDesktopApp } from '../support/desktop-app.ts';
import { looksRight } from '../support/looks-right.ts';
import { closedPort } from '../support/odd-servers.ts';

const section = ({ page }: ConsolePage) => page.getByRole('region', { name: 'REST API and metrics' });
const copied = (app: ElectronApplication) => app.evaluate(({ clipboard }) => clipboard.readText());

describe('the REST API of the desktop app', () => {
  it('is switched on in Properties, on a port of choice, and answers scripts also while practice mode is shown', async () => {
    await using opened = await openDesktopApp('electron-rest-api');
    const { app, console, dataFolder } = opened;
    await console.goTo('Properties');
    const own = section(console);
    const port = await closedPort();
    await own.getByRole('textbox', { name: 'Port of the REST API' }).fill(String(port));
    await own.getByRole('button', { name: 'Save port' }).click();
    await console.said('REST API: off.');
    await own.getByRole('switch', { name: 'Serve the REST API and metrics' }).click();
    await console.said('REST API: on.');
    const api = `http://127.0.0.1:${port}/netbackup`;
    await own.getByText(api, { exact: true }).waitFor();
    const list = `${api}/config/servers/wssendpoints`;
    expect((await curl(list)).status).toBe(401);

    await own.getByRole('button', { name: 'Copy new token' }).click();
    await console.said('A new token of the REST API is on the clipboard.');
    const token = await copied(app);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await console.page.content()).not.toContain(token);
    expect(readFileSync(join(dataFolder, 'config.json'), 'utf8')).not.toContain(token);
    const header = `Authorization: ${token}`;
    expect(await curl('--header', header, list)).toMatchObject({ status: 200, text: '[]' });
    expect((await curl('--header', header, `http://127.0.0.1:${port}/metrics`)).text).toContain('nbwss_service_up 1');
    await own.getByRole('button', { name: 'Copy new token' }).scrollIntoViewIfNeeded();
    await looksRight(console, 'served');

    // A second token asks first, since scripts may be using the former one.
    await own.getByRole('button', { name: 'Copy new token' }).click();
    const dialog = console.dialog('Copy new token');
    await looksRight(console, 'new-token');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect((await curl('--header', header, list)).status).toBe(200);

    await console.goTo('WebSocket Servers');
    await console.page.getByRole('button', { name: 'Start practice mode' }).click();
    await console.page.getByRole('button', { name: 'Leave practice mode' }).first().waitFor();
    expect(await curl('--header', header, list)).toMatchObject({ status: 200, text: '[]' });
    expect(console.complaints).toEqual([]);
  });
});
