import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { damageDocument, damageRows, rowsWithoutTest, withDamageTable } from './damage-table.ts';
import { asText, type Finding } from './finding.ts';
import { breachesOf } from './import-rules.ts';
import { rulesTableOf } from './rules-table.ts';
import { readSources } from './source-file.ts';

/**
 * The checks of our own over the project's sources: `node sources-check.ts PROJECT [--write]`. Exit 1 on a finding;
 * `--write` brings the rules table up to date.
 */
const [project = process.cwd(), flag] = process.argv.slice(2);
const product = readSources(project, ['shared', 'electron', 'renderer']);
const test = readSources(project, ['test']);
const { markdown, findings } = rulesTableOf(
  product,
  test.filter(({ path }) => /\.test\.tsx?$/.test(path) && !path.startsWith('test/checks/')),
);

const hasDamageTable = test.some(({ path }) => path === damageRows);
const damageTests = test
  .filter(({ path }) => path.startsWith('test/integration/damaged-'))
  .map(({ path }) => readFileSync(join(project, path), 'utf8'));

/** Documents that are written from the sources. */
const written: readonly (readonly [string, string])[] = [
  ['test/rules.md', markdown],
  ...(hasDamageTable ? [[damageDocument, withDamageTable(join(project, damageDocument))] as const] : []),
];
const stale: Finding[] = [];
for (const [document, text] of written) {
  const file = join(project, document);
  if (flag === '--write') writeFileSync(file, text);
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text)
    stale.push({ file: document, line: 1, problem: 'is out of date: npm run check -- --write' });
}

const untested = hasDamageTable ? rowsWithoutTest(damageTests) : [];
const all = [...breachesOf([...product, ...test]), ...findings, ...untested, ...stale];
for (const finding of all) console.log(asText(finding));
process.exitCode = all.length === 0 ? 0 : 1;
