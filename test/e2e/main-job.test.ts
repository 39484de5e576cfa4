import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openChromium } from '../support/chromium.ts';
import { ConsolePage } from '../support/console-page.ts';
import { type OwnProcess, startHeadless } from '../support/headless-process.ts';
import { doTheMainJob } from '../support/main-job.ts';

describe('the main job in Chromium, against the headless host', () => {
  let browser: Browser;
  let host: OwnProcess;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    host = startHeadless(['--data', join(folder, 'data')]);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await host?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('D-1, D-3 to D-10, D-12 to D-18, G-4, P-1 to P-9, C-5, X-9, Z-1, Z-2: from an empty folder to a relayed call and back', async () => {
    const { console: address } = await host.ready();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const shown = new ConsolePage(page, 'chromium');
    await page.goto(address);
    await doTheMainJob(shown);
  });
});
