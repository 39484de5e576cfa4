import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { ConsolePage } from '../support/console-page.ts';
import { type OwnProcess, startHeadless } from '../support/headless-process.ts';

describe('a restarted service', () => {
  let browser: Browser;
  let folder: string;
  const running: OwnProcess[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    for (const host of running) await host.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('P-10: its new address, put into the old tab, brings the console back, and the token leaves the address bar', async () => {
    const first = startHeadless(['--data', join(folder, 'data')]);
    running.push(first);
    const { console: address } = await first.ready();
    const page = await browser.newPage();
    const shown = new ConsolePage(page, 'chromium/new-address');
    await page.goto(address);
    await shown.servers().getByText('No WebSocket servers have been added').waitFor();
    await first.end();
    const token = 'of+its/own==with %20 and 100% care, long enough';
    const second = startHeadless(['--data', join(folder, 'data'), '--listen', new URL(address).host], {
      NBWSS_TOKEN: token,
    });
    running.push(second);
    const { console: next } = await second.ready();
    await page.getByRole('heading', { name: 'Open the address that the service printed' }).waitFor();
    await page.evaluate((target) => {
      location.href = target;
    }, next);
    await shown.servers().getByText('No WebSocket servers have been added').waitFor();
    expect(page.url()).toBe(`${new URL(next).origin}/`);
    const stranger = await (await browser.newContext()).newPage();
    await stranger.goto(`${new URL(next).origin}/#token=${encodeURIComponent(token)}`);
    await new ConsolePage(stranger, 'chromium/new-address').servers().waitFor();
  });
});
