import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../electron/launch/project.mjs';
import { openChromium } from './chromium.ts';

/** Draws electron/icons/*.png from icon.svg: `node test/support/draw-icons.ts`, after a change to the drawing. */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const folder = join(projectFolder, 'electron', 'icons');
const drawing = readFileSync(join(folder, 'icon.svg'), 'utf8');

mkdirSync(folder, { recursive: true });
const browser = await openChromium();
for (const size of sizes) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`);
  writeFileSync(join(folder, `${size}x${size}.png`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
