import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../../electron/launch/build.mjs';
import { projectFolder } from '../../electron/launch/project.mjs';
import { refuseCall } from '../support/command-line.ts';
import { checklist, rowOf } from './items.ts';
import { type Undoing, undoings } from './undoings.ts';

/**
 * `npm run checklist [-- ITEM…]`: for each item that is named, or all, each way to undo it is done to a copy of the project, and
 * the test of the checklist is run there. The item's row must fail, and no other. Takes half a minute for each; prints one line
 * of a table for each, exit status 1 when one is not as it must be.
 */
const asked = process.argv.slice(2);
const wanted = asked.map(Number);
const unknown = asked.find((_, index) => !Object.hasOwn(checklist, wanted[index] ?? ''));
if (unknown !== undefined)
  refuseCall(
    `There is no item ${unknown}`,
    `npm run checklist [-- ITEM…]; ITEM is a number from 1 to ${Object.keys(checklist).length}`,
  );
const chosen = undoings.filter(({ item }) => wanted.length === 0 || wanted.includes(item));

await ensureBuilt('renderer', process.execPath);
const copy = copyOfProject();
try {
  let wrong = 0;
  for (const undoing of chosen) {
    const failed = await failedRows(copy, undoing);
    const isRight = failed.length === 1 && failed[0]?.title === rowOf(undoing.item);
    if (!isRight) {
      wrong += 1;
      for (const { title, message } of failed) console.error(`${title}\n${message}\n`);
    }
    const outcome = failed.length === 0 ? 'nothing fails' : failed.map(({ title }) => title.split('.')[0]).join(', ');
    console.log(`| ${undoing.item} | ${undoing.what} | ${outcome} | ${isRight ? 'seen' : 'WRONG'} |`);
  }
  process.exitCode = wrong === 0 && chosen.length > 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}

/** What the tests in Electron need of the project; the packages are a link. */
function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-checklist-'));
  for (const name of [
    'dist',
    'electron',
    'renderer',
    'shared',
    'test',
    'electron-builder.yml',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ])
    cpSync(join(projectFolder, name), join(folder, name), {
      recursive: true,
      filter: (source) => !source.includes('/test/results'),
    });
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Undoes it, runs the test, and puts the files back. @returns the tests that failed */
async function failedRows(folder: string, { changes }: Undoing): Promise<{ title: string; message: string }[]> {
  const before = new Map(changes.map(({ file }) => [file, readFileSync(join(folder, file), 'utf8')]));
  try {
    for (const { file, find, replace } of changes) {
      const text = readFileSync(join(folder, file), 'utf8');
      if (text.split(find).length !== 2) throw new Error(`${file} does not hold ${find} once.`);
      writeFileSync(
        join(folder, file),
        text.replace(find, () => replace),
      );
    }
    const report = join(folder, 'report.json');
    rmSync(report, { force: true });
    const args = ['test/run.mjs', '--project', 'electron', 'test/electron/checklist.test.ts'];
    const test = spawn(process.execPath, [...args, '--reporter=json', `--outputFile=${report}`], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    await once(test, 'exit');
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { assertionResults: { title: string; status: string; failureMessages: string[] }[] }[];
    };
    const rows = testResults.flatMap(({ assertionResults }) => assertionResults);
    if (rows.length === 0) throw new Error('The test of the checklist did not run.');
    return rows
      .filter(({ status }) => status !== 'passed')
      .map(({ title, failureMessages }) => ({ title, message: failureMessages.join('\n') }));
  } finally {
    for (const [file, text] of before) writeFileSync(join(folder, file), text);
  }
}
