import { writeFileSync } from 'node:fs';
import { readOptions, refuseCall, refuseUnwritable } from '../support/command-line.ts';
import { benchmarks } from './benchmarks.ts';
import { machine } from './machine.ts';
import {
  type Benchmark,
  type BenchmarkRun,
  MissingPeer,
  type Result,
  resultOf,
  type Unmeasured,
  unmeasured,
} from './result.ts';

/** What a figure in docs/performance.md takes at least. */
const defaultRounds = 5;

const names = benchmarks.map(({ name }) => name).join(', ');
const usage = `npm run bench -- [--only NAME] [--rounds N] --json FILE; NAME is one of ${names}`;
const { only, json, ...values } = readOptions(usage, {
  only: { type: 'string' },
  rounds: { type: 'string', default: String(defaultRounds) },
  json: { type: 'string' },
});
if (json === undefined) refuseCall(usage);
const chosen = only === undefined ? benchmarks : benchmarks.filter(({ name }) => name === only);
if (chosen.length === 0) refuseCall(`There is no benchmark ${only}; there are ${names}.`);
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) refuseCall(`--rounds ${values.rounds} is not a number of rounds`, usage);
refuseUnwritable({ '--json': json }, usage);
const say = (line: string) => console.error(line);
say(machine());
const results: (Result | Unmeasured)[] = [];
for (const benchmark of chosen) {
  say(`${benchmark.name}: ${benchmark.about}`);
  const result = await resultOrReason(benchmark, { rounds, say });
  say(`  ${JSON.stringify(result)}`);
  results.push(result);
}
writeFileSync(json, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);

/** A peer that cannot be had is told in the result; everything else that fails ends the command. */
async function resultOrReason(benchmark: Benchmark, run: BenchmarkRun): Promise<Result | Unmeasured> {
  try {
    return resultOf(benchmark, await benchmark.measure(run));
  } catch (error) {
    if (error instanceof MissingPeer) return unmeasured(benchmark, error.message);
    throw error;
  }
}
