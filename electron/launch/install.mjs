import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './child.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { projectFolder, say } from './project.mjs';

/** The oldest Node that runs the product's TypeScript as it stands. */
const oldestNode = 24;

/**
 * Makes node_modules what the lock file says, where it is not, and returns the Node binary that runs the product.
 * A fresh clone needs nothing but Node 20 and npm.
 *
 * @returns {Promise<string>}
 */
export async function ensureInstalled() {
  if (!isInstalled()) {
    await oneAtATime(join(projectFolder, '.install.lock'), 'installing', async () => {
      if (isInstalled()) return;
      say('Installing the packages of package-lock.json…');
      const npm = process.env.npm_execpath;
      const args = ['ci', '--no-fund', '--no-audit', '--loglevel=error'];
      const { status } =
        npm !== undefined && /\.c?js$/.test(npm)
          ? await runToEnd(process.execPath, [npm, ...args], { stdout: 'stderr' })
          : await runToEnd('npm', args, { stdout: 'stderr' });
      if (status !== 0) throw new Error(`The packages could not be installed: npm ci ended with ${status}.`);
    });
  }
  return nodeBinary();
}

/**
 * npm writes its record of what it installed last, so the record says both that an installation was finished and what it
 * holds: it is compared with the lock file, package by package. Optional packages are those of other platforms too.
 */
function isInstalled() {
  const wanted = packagesIn(join(projectFolder, 'package-lock.json'));
  const present = packagesIn(join(projectFolder, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const installed = present[path]?.version;
    return installed === version || (installed === undefined && optional === true);
  });
}

/**
 * @param {string} lockFile
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesIn(lockFile) {
  if (!existsSync(lockFile)) return {};
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

/**
 * The pinned Node comes as a package for the platform, without an install script; elsewhere the Node that runs this will
 * do if it is new enough.
 */
function nodeBinary() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const binary = join('bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const pinned = join(projectFolder, 'node_modules', `node-${platform}-${process.arch}`, binary);
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= oldestNode) return process.execPath;
  throw new Error(
    `There is no Node ${oldestNode} package for ${process.platform} ${process.arch}: install Node ${oldestNode} or newer (this is ${process.version}).`,
  );
}
