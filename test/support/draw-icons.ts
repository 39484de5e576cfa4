import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../electron/launch/project.mjs';
import { openChromium } from './chromium.ts';
import { icnsOf, icoOf } from './icon-files.ts';

/** Draws the icons of electron/icons/ from their SVGs, as PNGs and as what Windows and macOS want: `node test/support/draw-icons.ts`, after a change to a drawing. */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const folder = join(projectFolder, 'electron', 'icons');
const trayFolder = join(folder, 'tray');

const browser = await openChromium();
for (const size of sizes) await draw(join(folder, 'icon.svg'), size, join(folder, `${size}x${size}.png`));
for (const name of ['connected', 'disconnected', 'practice'])
  for (const size of [16, 32])
    await draw(join(trayFolder, `${name}.svg`), size, join(trayFolder, `${name}-${size}.png`));
await browser.close();

const pictures = sizes.map((size) => ({ size, png: readFileSync(join(folder, `${size}x${size}.png`)) }));
writeFileSync(join(folder, 'icon.ico'), icoOf(pictures));
writeFileSync(join(folder, 'icon.icns'), icnsOf(pictures));

async function draw(drawing: string, size: number, file: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const style = `body{margin:0}svg{display:block;width:${size}px;height:${size}px}`;
  await page.setContent(`<style>${style}</style>${readFileSync(drawing, 'utf8')}`);
  writeFileSync(file, await page.screenshot({ omitBackground: true }));
  await page.close();
}
