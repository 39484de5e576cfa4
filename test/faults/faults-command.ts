import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';

const { values } = parseArgs({
  options: { cycles: { type: 'string' }, seed: { type: 'string' }, json: { type: 'string' } },
});
const cycles = Number(values.cycles);
const seed = Number(values.seed ?? Math.floor(Date.now() / 1000) % 1_000_000);
if (!Number.isSafeInteger(cycles) || cycles < 1 || !Number.isSafeInteger(seed) || values.json === undefined) {
  console.error('npm run faults -- --cycles N [--seed S] --json FILE; N from 1 on and S are whole numbers');
  process.exit(2);
}
const { result } = await runCampaign({ cycles, seed, say: (line) => console.error(line) });
const text = JSON.stringify(result);
writeFileSync(values.json, `${text}\n`);
console.error(text);
process.exitCode = result.lost + result.outOfOrder + result.duplicatesWithoutResend > 0 ? 1 : 0;
