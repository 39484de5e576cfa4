import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { unwritable } from '../support/command-line.ts';
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

/** What the command line asks for. @returns a complaint where it cannot be done */
function readArguments(args: string[]): { chosen: readonly Benchmark[]; json: string; rounds: number } | string {
  const names = benchmarks.map(({ name }) => name).join(', ');
  const usage = `npm run bench -- [--only NAME] [--rounds N] --json FILE; NAME is one of ${names}`;
  let values: { only?: string | undefined; rounds?: string | undefined; json?: string | undefined };
  try {
    ({ values } = parseArgs({
      args,
      options: { only: { type: 'string' }, rounds: { type: 'string' }, json: { type: 'string' } },
    }));
  } catch (error) {
    return `${(error as Error).message.split(/\. |\n/)[0]}: ${usage}`;
  }
  if (values.json === undefined) return usage;
  const chosen = values.only === undefined ? benchmarks : benchmarks.filter(({ name }) => name === values.only);
  if (chosen.length === 0) return `There is no benchmark ${values.only}; there are ${names}.`;
  const rounds = Number(values.rounds ?? defaultRounds);
  if (!Number.isInteger(rounds) || rounds < 1) return `--rounds ${values.rounds} is not a number of rounds: ${usage}`;
  const problem = unwritable({ '--json': values.json });
  if (problem !== undefined) return `${problem}: ${usage}`;
  return { chosen, json: values.json, rounds };
}

const asked = readArguments(process.argv.slice(2));
if (typeof asked === 'string') {
  console.error(asked);
  process.exit(2);
}
const say = (line: string) => console.error(line);
say(machine());
const results: (Result | Unmeasured)[] = [];
for (const benchmark of asked.chosen) {
  say(`${benchmark.name}: ${benchmark.about}`);
  const result = await resultOrReason(benchmark, { rounds: asked.rounds, say });
  say(`  ${JSON.stringify(result)}`);
  results.push(result);
}
writeFileSync(asked.json, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);

/** A peer that cannot be had is told in the result; everything else that fails ends the command. */
async function resultOrReason(benchmark: Benchmark, run: BenchmarkRun): Promise<Result | Unmeasured> {
  try {
    return resultOf(benchmark, await benchmark.measure(run));
  } catch (error) {
    if (error instanceof MissingPeer) return unmeasured(benchmark, error.message);
    throw error;
  }
}
