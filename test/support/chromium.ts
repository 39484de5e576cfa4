import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { oneAtATime } from '../../electron/launch/one-at-a-time.mjs';
import { projectFolder } from '../../electron/launch/project.mjs';

/**
 * Chromium says nothing to anyone but the page under test, and needs neither a sandbox nor a graphics card. With one process for a site it
 * starts none ahead for pages that never come.
 */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--process-per-site',
];

/** Under Vitest a page lives for seconds: what V8's last compiler makes of it costs more than it gives. Not so where speed is measured. */
const forShortLives = process.env['VITEST'] === undefined ? [] : ['--js-flags=--no-turbofan'];

/**
 * Starts the real Chromium of the npm package, without a window. Nothing of the system is used but the C library: the
 * other libraries and the fonts come with the package, so a page looks the same on every machine.
 */
export async function openChromium(extraFlags: readonly string[] = []): Promise<Browser> {
  const folder = await unpackedChromium();
  const fonts = join(folder, 'fonts.conf');
  const libraries = [join(folder, 'al2023', 'lib'), folder, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: [...flags, ...forShortLives, ...extraFlags],
    env: { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fonts } as Record<string, string>,
  });
}

/** The unpacked package in the user's cache: made once, by one process, and moved to its place when it is whole. */
async function unpackedChromium(): Promise<string> {
  const manifest = join(projectFolder, 'node_modules', '@sparticuz', 'chromium', 'package.json');
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const cache = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nbwss-console', 'chromium');
  const folder = join(cache, version);
  if (existsSync(folder)) return folder;
  return oneAtATime(join(cache, 'lock'), 'unpacking Chromium', async () => {
    if (existsSync(folder)) return folder;
    const staging = mkdtempSync(join(cache, 'unpacking-'));
    try {
      const script = join(projectFolder, 'test', 'support', 'chromium-inflate.mjs');
      await promisify(execFile)(process.execPath, [script], { env: { ...process.env, TMPDIR: staging } });
      const fontsCache = join(folder, 'fonts-cache');
      mkdirSync(join(staging, 'fonts-cache'));
      writeFileSync(join(staging, 'fonts.conf'), fontsConf(join(folder, 'fonts'), fontsCache));
      renameSync(staging, folder);
      return folder;
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  });
}

function fontsConf(fonts: string, cache: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>
`;
}
