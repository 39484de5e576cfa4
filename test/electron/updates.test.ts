import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDesktopApp } from '../support/desktop-app.ts';
import { looksRight } from '../support/looks-right.ts';

/** A plain web server with what electron-builder writes beside its packages. */
async function updateServer() {
  const asked: string[] = [];
  const server = { version: '99.1.2', url: '', asked };
  const http = createServer(({ url = '' }, response) => {
    asked.push(url.replace(/\?.*/, ''));
    if (!url.startsWith('/nbwss/latest')) return response.writeHead(404).end();
    const sha512 = Buffer.alloc(64).toString('base64');
    const file = `nbwss-console-${server.version}.AppImage`;
    return response.end(
      `version: ${server.version}\nfiles:\n  - url: ${file}\n    sha512: ${sha512}\n    size: 1\npath: ${file}\nsha512: ${sha512}\nreleaseDate: '2026-01-15T12:00:00.000Z'\n`,
    );
  });
  http.listen(0, '127.0.0.1');
  await new Promise((done) => http.once('listening', done));
  onTestFinished(() => void http.close());
  server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/nbwss`;
  return server;
}

describe('updates of the desktop app', () => {
  it('asks a web server on the word of the administrator, tells what it says, and downloads nothing', async () => {
    const server = await updateServer();
    await using opened = await openDesktopApp('electron-updates');
    const { console } = opened;
    await console.goTo('Properties');
    const section = console.page.getByRole('region', { name: 'Updates' });
    expect(await section.getByRole('switch', { name: 'Look for updates' }).isChecked()).toBe(false);
    const address = section.getByRole('textbox', { name: 'Update server' });
    await address.fill('http://updates.example.com/');
    await section.getByText(/must be an https address/).waitFor();
    await address.press('Enter'); // saves nothing: it is not valid
    expect(server.asked).toEqual([]);
    await address.fill(server.url);
    await section.getByRole('button', { name: 'Save server' }).click();
    await console.said('Look for updates: off.');
    await section.getByRole('button', { name: 'Check now' }).click();
    await section.getByText(/^Version 99\.1\.2 is available/).waitFor();
    await section.getByRole('button', { name: 'Check now' }).scrollIntoViewIfNeeded();
    await looksRight(console, 'available');
    server.version = '0.0.1';
    await section.getByRole('button', { name: 'Check now' }).click();
    await section.getByText(/^There is no later version/).waitFor();
    expect(new Set(server.asked.map((path) => path.replace(/-linux.*|\.yml$/, '')))).toEqual(
      new Set(['/nbwss/latest']),
    );
    await address.fill(server.url.replace('/nbwss', '/other'));
    await section.getByRole('button', { name: 'Save server' }).click();
    await section.getByRole('button', { name: 'Check now' }).click();
    await section.getByText(/^The update server could not be asked/).waitFor();
    expect(console.complaints).toEqual([]);
  });
});
