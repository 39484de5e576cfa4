import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { drawCampaign } from './campaign-plot.ts';

const { values } = parseArgs({
  options: { cycles: { type: 'string' }, seed: { type: 'string' }, json: { type: 'string' }, plot: { type: 'string' } },
});
const cycles = Number(values.cycles);
const seed = Number(values.seed ?? Math.floor(Date.now() / 1000) % 1_000_000);
if (!Number.isSafeInteger(cycles) || cycles < 1 || !Number.isSafeInteger(seed) || values.json === undefined) {
  console.error(
    'npm run faults -- --cycles N [--seed S] --json FILE [--plot FILE.svg]; N from 1 on and S are whole numbers',
  );
  process.exit(2);
}
const { result, cycles: course } = await runCampaign({ cycles, seed, say: (line) => console.error(line) });
const text = JSON.stringify(result);
writeFileSync(values.json, `${text}\n`);
console.error(text);
if (values.plot !== undefined) await drawCampaign(values.plot, course);
process.exitCode = result.lost + result.outOfOrder + result.duplicatesWithoutResend > 0 ? 1 : 0;
