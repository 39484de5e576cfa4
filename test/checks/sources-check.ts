import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

const tableFile = join(project, 'test', 'rules.md');
if (flag === '--write') writeFileSync(tableFile, markdown);
const upToDate = existsSync(tableFile) && readFileSync(tableFile, 'utf8') === markdown;
const stale: Finding = { file: 'test/rules.md', line: 1, problem: 'is out of date: npm run check -- --write' };

const all = [...breachesOf([...product, ...test]), ...findings, ...(upToDate ? [] : [stale])];
for (const finding of all) console.log(asText(finding));
process.exitCode = all.length === 0 ? 0 : 1;
