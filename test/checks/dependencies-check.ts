import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dependenciesFile, dependenciesOf, type Lock, type Manifest } from './dependencies.ts';
import { dependencyReasons, knownInstallScripts, knownLicences } from './dependency-reasons.ts';
import { asText } from './finding.ts';

/** The check of what is depended on: `node dependencies-check.ts PROJECT [--write]`. Exit 1 on a finding. */
const [project = process.cwd(), flag] = process.argv.slice(2);
const read = (name: string) => readFileSync(join(project, name), 'utf8');
const { markdown, findings } = dependenciesOf(
  JSON.parse(read('package.json')) as Manifest,
  JSON.parse(read('package-lock.json')) as Lock,
  read('.npmrc'),
  { reasons: dependencyReasons, installScripts: knownInstallScripts, licences: knownLicences },
);

const file = join(project, dependenciesFile);
if (flag === '--write') writeFileSync(file, markdown);
const upToDate = existsSync(file) && readFileSync(file, 'utf8') === markdown;
const stale = { file: dependenciesFile, line: 1, problem: 'is out of date: npm run check -- --write' };

const all = [...findings, ...(upToDate ? [] : [stale])];
for (const finding of all) console.log(asText(finding));
process.exitCode = all.length === 0 ? 0 : 1;
