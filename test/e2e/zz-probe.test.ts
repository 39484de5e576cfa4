import { it, expect } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
it('probe', { timeout: 200000 }, async () => {
  const cloud = await PracticeCloudApplication.start();
  const desk = await ConsoleDesk.open({ seed: (f) => seedEndpoints(f, cloud, ['a.x', 'b.x', 'c.x'].map((hostName) => ({ hostName }))) });
  try {
    const c = await desk.openPage('chromium/probe');
    const { page } = c;
    await c.rowShows('a.x', 'CONNECTED');
    const text = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const res: string[] = [];
    for (let i = 0; i < 45; i++) {
      const mode = i % 3;
      if (false) { await c.row('b.x').getByRole('gridcell').first().click(); await page.keyboard.press('Shift+F10'); await page.getByRole('menu').waitFor(); await page.keyboard.press('Escape'); await page.getByRole('menu').waitFor({ state: 'hidden' }); }
      await page.keyboard.press('F10');
      await page.keyboard.press('ArrowRight');
      await expect.poll(text).toBe('Actions');
      await page.keyboard.press('Enter');
      await expect.poll(text).toBe('New');
      if (mode) await new Promise((r) => setTimeout(r, mode * 100));
      await page.keyboard.press('ArrowRight');
      let reached = false;
      for (let k = 0; k < 40 && !reached; k++) { reached = (await text()) === 'New WebSocket Server'; }
      const t0 = Date.now();
      let lost = -1;
      while (Date.now() - t0 < 700) { if ((await text()) !== 'New WebSocket Server') { lost = Date.now() - t0; break; } }
      res.push(`${i} mode ${mode} reached ${reached} lost ${lost} now ${(await text()).slice(0, 30)} menus ${await page.getByRole('menu').count()}`);
      for (let k = 0; k < 3; k++) await page.keyboard.press('Escape');
      await page.getByRole('menu').first().waitFor({ state: 'hidden' });
    }
    console.log(res.join('\n'));
  } finally { await desk.close(); await cloud.close(); }
});
