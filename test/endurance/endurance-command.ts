import { writeFileSync } from 'node:fs';
import { readOptions, refuseCall, refuseUnwritable } from '../support/command-line.ts';
import { endure } from './endurance.ts';
import { drawEndurance } from './endurance-plot.ts';

const usage =
  'npm run endurance -- [--minutes M] [--seed S] --json FILE [--plot FILE.svg]; M up to 1440; S is a whole number';
const values = readOptions(usage, {
  minutes: { type: 'string', default: '60' },
  seed: { type: 'string' },
  json: { type: 'string' },
  plot: { type: 'string' },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Math.floor(Date.now() / 1000) % 1_000_000);
const { json, plot } = values;
if (!(minutes > 0 && minutes <= 24 * 60)) refuseCall('--minutes is not a number of minutes from 0 to 1440', usage);
if (!Number.isSafeInteger(seed)) refuseCall('--seed is not a whole number', usage);
if (json === undefined) refuseCall('--json is missing', usage);
refuseUnwritable({ '--json': json, '--plot': plot }, usage);
const outcome = await endure({ minutes, seed, say: (line) => console.error(line) });
const text = JSON.stringify(outcome.result);
console.error(text); // first: what follows may fail
writeFileSync(json, `${text}\n`);
if (plot !== undefined) await drawEndurance(plot, outcome);
const { lost, outOfOrder, duplicatesWithoutResend, grown } = outcome.result;
process.exitCode = lost + outOfOrder + duplicatesWithoutResend + grown.length > 0 ? 1 : 0;
