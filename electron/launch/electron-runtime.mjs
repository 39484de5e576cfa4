import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './child.mjs';
import { projectFolder, say } from './project.mjs';

const electronPackage = join(projectFolder, 'node_modules', 'electron');

/** Electron's archive is about 120 MB: long enough for a slow line, short enough for one that hangs. */
const downloadLimit = 10 * 60_000;

/**
 * The Electron binary to open the desktop app with: the one that ELECTRON_OVERRIDE_DIST_PATH names (as Electron's own
 * package understands it), the downloaded one, or one that its package can download now; null where there is none.
 *
 * @param {string} node
 * @returns {Promise<string | null>}
 */
export async function electronBinary(node) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return existing(join(override, executableName()));
  const present = downloaded();
  if (present !== null) return present;
  say('Downloading Electron…');
  await runToEnd(node, [join(electronPackage, 'install.js')], { quiet: true, limit: downloadLimit });
  return downloaded();
}

/** Electron's package notes in path.txt where in its dist folder the binary is. */
function downloaded() {
  const note = join(electronPackage, 'path.txt');
  return existsSync(note) ? existing(join(electronPackage, 'dist', readFileSync(note, 'utf8'))) : null;
}

/** @param {string} file */
function existing(file) {
  return existsSync(file) ? file : null;
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
