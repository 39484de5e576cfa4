import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { endure } from './endurance.ts';
import { drawEndurance } from './endurance-plot.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string' },
    json: { type: 'string' },
    plot: { type: 'string' },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Math.floor(Date.now() / 1000) % 1_000_000);
if (!(minutes > 0 && minutes <= 24 * 60) || !Number.isSafeInteger(seed) || values.json === undefined) {
  console.error(
    'npm run endurance -- [--minutes M] [--seed S] --json FILE [--plot FILE.svg]; M up to 1440; S is a whole number',
  );
  process.exit(2);
}
const outcome = await endure({ minutes, seed, say: (line) => console.error(line) });
const text = JSON.stringify(outcome.result);
writeFileSync(values.json, `${text}\n`);
console.error(text);
if (values.plot !== undefined) await drawEndurance(values.plot, outcome);
const { lost, outOfOrder, duplicatesWithoutResend, grown } = outcome.result;
process.exitCode = lost + outOfOrder + duplicatesWithoutResend + grown.length > 0 ? 1 : 0;
