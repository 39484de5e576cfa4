import { writeFileSync } from 'node:fs';
import { readOptions, refuseCall, refuseUnwritable } from '../support/command-line.ts';
import { runCampaign } from './campaign.ts';
import { drawCampaign } from './campaign-plot.ts';

const usage =
  'npm run faults -- --cycles N [--seed S] --json FILE [--plot FILE.svg]; N from 1 on and S are whole numbers';
const values = readOptions(usage, {
  cycles: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'string' },
  plot: { type: 'string' },
});
const cycles = Number(values.cycles);
const seed = Number(values.seed ?? Math.floor(Date.now() / 1000) % 1_000_000);
const { json, plot } = values;
if (!Number.isSafeInteger(cycles) || cycles < 1) refuseCall('--cycles is not a number of cycles', usage);
if (!Number.isSafeInteger(seed)) refuseCall('--seed is not a whole number', usage);
if (json === undefined) refuseCall('--json is missing', usage);
refuseUnwritable({ '--json': json, '--plot': plot }, usage);
const { result, cycles: course } = await runCampaign({ cycles, seed, say: (line) => console.error(line) });
const text = JSON.stringify(result);
console.error(text); // first: what follows may fail
writeFileSync(json, `${text}\n`);
if (plot !== undefined) await drawCampaign(plot, course);
process.exitCode = result.lost + result.outOfOrder + result.duplicatesWithoutResend > 0 ? 1 : 0;
