import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled } from '../../electron/launch/install.mjs';
import { projectFolder, runCommand } from '../../electron/launch/project.mjs';

/**
 * `npm run check`: every check, to its end, then one line for each. `-- --write` formats, sorts imports and writes the
 * rules table instead of only complaining.
 */
await runCommand(async () => {
  const node = await ensureInstalled();
  const write = process.argv.includes('--write');
  /** @param {string[]} parts */
  const inModules = (...parts) => join(projectFolder, 'node_modules', ...parts);
  // One checker each: several would look at the same types again, and the other checks run meanwhile.
  const types = (/** @type {string} */ project) => [
    inModules('typescript', 'bin', 'tsc'),
    '--checkers',
    '1',
    '--project',
    project,
  ];
  /** @type {[string, string[]][]} */
  const checks = [
    [
      'formatter and linter',
      [
        inModules('@biomejs', 'biome', 'bin', 'biome'),
        'check',
        ...(write ? ['--write'] : []),
        '--error-on-warnings',
        '--max-diagnostics=100',
        '.',
      ],
    ],
    ['types', types('.')],
    ["types without a browser's globals", types('electron')],
    ["types without Node's globals", types('renderer')],
    ['import rules and rules table', ['test/checks/sources-check.ts', projectFolder, ...(write ? ['--write'] : [])]],
    ['dependencies', ['test/checks/dependencies-check.ts', projectFolder, ...(write ? ['--write'] : [])]],
    [
      'unused code',
      [inModules('knip', 'bin', 'knip.js'), '--config', 'test/checks/knip.json', '--no-progress', '--no-config-hints'],
    ],
  ];
  const check = async (/** @type {[string, string[]]} */ [name, args]) => {
    const { status, output } = await run(node, args);
    if (status !== 0) console.log(`── ${name}\n${output.trimEnd()}\n`);
    return { name, passed: status === 0 };
  };
  // What one writes the next one reads.
  const results = write ? await inOrder(checks, check) : await Promise.all(checks.map(check));
  for (const { name, passed } of results) console.log(`${passed ? 'ok    ' : 'FAILED'} ${name}`);
  return results.every(({ passed }) => passed) ? 0 : 1;
});

/**
 * @template T, R
 * @param {T[]} items
 * @param {(item: T) => Promise<R>} work
 */
async function inOrder(items, work) {
  /** @type {R[]} */
  const results = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<{ status: number, output: string }>} what it prints only matters where it fails
 */
function run(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: projectFolder, env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ status: code ?? 1, output }));
  });
}
