import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureBuilt } from '../electron/launch/build.mjs';
import { runToEnd } from '../electron/launch/child.mjs';
import { ensureInstalled } from '../electron/launch/install.mjs';
import { projectFolder, runCommand, say } from '../electron/launch/project.mjs';
import { withDisplays } from './support/display.mjs';
import { electronRuntime } from './support/electron-runtime/runtime.mjs';
import { workers } from './support/workers.mjs';

/** @typedef {import('./support/tally-reporter.ts').Tally} Tally */

const allProjects = ['unit', 'integration', 'e2e', 'electron'];
const noRuntimeStatus = 77;

/**
 * `npm test`: installs, builds, and runs Vitest over all projects or those that `--project` names; other arguments are
 * Vitest's. The last line says how many passed, failed and were skipped. The tests in Electron are skipped, and a line says
 * why, where no runtime can be had; when they alone were asked for, the exit status is then 77.
 */
await runCommand(async () => {
  const { projects, rest } = takeProjects(process.argv.slice(2));
  const node = await ensureInstalled();
  const needsHost = projects.some((name) => name !== 'unit');
  const builds = needsHost ? [ensureBuilt('renderer', node), ensureBuilt('headless', node)] : [];
  if (!projects.includes('electron')) {
    await Promise.all(builds);
    return finish(await runVitest(node, projects, rest, {}));
  }

  const [runtime] = await Promise.all([electronRuntime(), ensureBuilt('electron', node), ...builds]);
  if (!('missing' in runtime)) {
    say(`The Electron runtime is ${runtime.source}.`);
    return withDisplays(workers, async (displays) => {
      const own = displays.length > 0 ? { NBWSS_TEST_DISPLAYS: displays.join(' ') } : {};
      return finish(await runVitest(node, projects, rest, { ...own, NBWSS_TEST_ELECTRON: runtime.folder }));
    });
  }
  const skipped = await countTests(node, rest);
  say(`The tests in Electron are skipped, since there is no runtime: ${runtime.missing}.`);
  const others = projects.filter((name) => name !== 'electron');
  if (others.length === 0) {
    finish({ passed: 0, failed: 0, skipped });
    return noRuntimeStatus;
  }
  const tally = await runVitest(node, others, rest, {});
  return finish({ ...tally, skipped: tally.skipped + skipped });
});

/** @param {string[]} args */
function takeProjects(args) {
  /** @type {string[]} */
  const projects = [];
  /** @type {string[]} */
  const rest = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    if (arg === '--project') projects.push(args[++index] ?? '');
    else if (arg.startsWith('--project=')) projects.push(arg.slice('--project='.length));
    else rest.push(arg);
  }
  const unknown = projects.filter((name) => !allProjects.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no project ${unknown.join()}; there are ${allProjects.join(', ')}.`);
  return { projects: projects.length > 0 ? projects : allProjects, rest };
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function vitest(command, args) {
  const entry = join(projectFolder, 'node_modules', 'vitest', 'vitest.mjs');
  return [entry, command, '--config', 'test/vitest.config.ts', ...args];
}

/**
 * @param {string} node
 * @param {string[]} projects
 * @param {string[]} rest
 * @param {NodeJS.ProcessEnv} extraEnv
 * @returns {Promise<Tally>}
 */
async function runVitest(node, projects, rest, extraEnv) {
  return inScratchFile(async (file) => {
    // Hundreds of processes load the same sources: each but the first has them from the folder of this run.
    const cache = { NODE_COMPILE_CACHE: join(dirname(file), 'compiled') };
    const env = { ...process.env, ...cache, ...extraEnv, NBWSS_TEST_TALLY: file };
    // `alone` are those of integration that share no process.
    const names = projects.flatMap((name) => (name === 'integration' ? [name, 'alone'] : [name]));
    const args = [...names.flatMap((name) => ['--project', name]), '--passWithNoTests', ...rest];
    const { status } = await runToEnd(node, vitest('run', args), { env });
    /** @type {Tally} */
    const tally = readJson(file) ?? { passed: 0, failed: 0, skipped: 0 };
    return status !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally; // it fell over without counting
  });
}

/**
 * How many tests there are in Electron, so that skipping them all is seen in the last line.
 *
 * @param {string} node
 * @param {string[]} rest
 */
async function countTests(node, rest) {
  return inScratchFile(async (file) => {
    await runToEnd(node, vitest('list', ['--project', 'electron', `--json=${file}`, ...rest]), { stdout: 'stderr' });
    return (readJson(file) ?? []).length;
  });
}

/**
 * @template T
 * @param {(file: string) => Promise<T>} work
 */
async function inScratchFile(work) {
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-tests-'));
  try {
    return await work(join(folder, 'result.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {Tally} tally */
function finish({ passed, failed, skipped }) {
  process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  return failed > 0 ? 1 : 0;
}
