import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './child.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { projectFolder, say } from './project.mjs';

/**
 * @typedef {object} Build
 * @property {string[]} inputs files and folders whose change asks for a new build
 * @property {string[]} outputs one file per run, which must be there afterwards
 * @property {string[][]} runs arguments for Vite, one bundle each
 */

/** The headless host as Node runs it, relative to the project. */
export const headlessHost = 'dist/headless/headless.mjs';

/** @type {Record<'renderer' | 'electron' | 'headless', Build>} */
const builds = {
  renderer: {
    inputs: ['package-lock.json', 'shared', 'renderer'],
    outputs: ['dist/renderer/index.html', 'dist/renderer.packages.json'],
    runs: [['--config', 'renderer/vite.config.ts']],
  },
  electron: {
    inputs: ['package-lock.json', 'shared', 'electron'],
    outputs: [
      'dist/electron/main.cjs',
      'dist/electron/desktop-app.cjs',
      'dist/electron/preload.cjs',
      'dist/main.packages.json',
    ],
    runs: [
      ['--config', 'electron/vite.config.ts', '--mode', 'main'],
      ['--config', 'electron/vite.config.ts', '--mode', 'preload'],
    ],
  },
  headless: {
    inputs: ['package-lock.json', 'shared', 'electron'],
    outputs: [headlessHost],
    runs: [['--config', 'electron/vite.config.ts', '--mode', 'headless']],
  },
};

/**
 * Builds the window's page or a host, if anything that goes into it changed since the last build.
 *
 * @param {'renderer' | 'electron' | 'headless'} what
 * @param {string} node the binary that {@link ensureInstalled} returned
 */
export async function ensureBuilt(what, node) {
  const build = builds[what];
  const stamp = join(projectFolder, 'dist', `${what}.built`);
  if (isBuilt(build, stamp)) return;
  await oneAtATime(join(projectFolder, 'dist', `${what}.lock`), `building ${what}`, async () => {
    if (isBuilt(build, stamp)) return;
    say(`Building ${what}…`);
    rmSync(stamp, { force: true });
    const inputs = digestOf(build.inputs); // before the build: what changes during it asks for another one
    const env = { ...process.env, NODE_ENV: 'production' }; // a test that starts a command has another one set
    for (const args of build.runs) {
      const vite = join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js');
      const { status } = await runToEnd(node, [vite, 'build', '--logLevel', 'warn', ...args], {
        stdout: 'stderr',
        env,
      });
      if (status !== 0) throw new Error(`Building ${what} failed.`);
    }
    mkdirSync(join(projectFolder, 'dist'), { recursive: true });
    writeFileSync(stamp, inputs);
  });
}

/**
 * @param {Build} build
 * @param {string} stamp
 */
function isBuilt(build, stamp) {
  if (!build.outputs.every((output) => existsSync(join(projectFolder, output))) || !existsSync(stamp)) return false;
  return readFileSync(stamp, 'utf8') === digestOf(build.inputs);
}

/**
 * One digest over names and contents, in a fixed order.
 *
 * @param {string[]} inputs
 */
function digestOf(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesOf)) {
    const contents = readFileSync(join(projectFolder, file));
    hash.update(`${file}\0${contents.length}\0`).update(contents);
  }
  return hash.digest('hex');
}

/**
 * @param {string} path relative to the project
 * @returns {string[]} the files under it, relative to the project, in a fixed order
 */
function filesOf(path) {
  const absolute = join(projectFolder, path);
  if (!existsSync(absolute)) return [];
  if (statSync(absolute).isFile()) return [path];
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
