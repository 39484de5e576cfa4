import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchmarks } from './benchmarks.ts';
import { machine } from './machine.ts';
import { type Benchmark, resultOf } from './result.ts';

/** What the command line asks for. @returns a complaint where it cannot be done */
function readArguments(args: string[]): { chosen: readonly Benchmark[]; json: string } | string {
  const names = benchmarks.map(({ name }) => name).join(', ');
  const usage = `npm run bench -- [--only NAME] --json FILE; NAME is one of ${names}`;
  let values: { only?: string | undefined; json?: string | undefined };
  try {
    ({ values } = parseArgs({ args, options: { only: { type: 'string' }, json: { type: 'string' } } }));
  } catch (error) {
    return `${(error as Error).message.split('\n')[0]} ${usage}`;
  }
  if (values.json === undefined) return usage;
  const chosen = values.only === undefined ? benchmarks : benchmarks.filter(({ name }) => name === values.only);
  if (chosen.length === 0) return `There is no benchmark ${values.only}; there are ${names}.`;
  return { chosen, json: values.json };
}

const asked = readArguments(process.argv.slice(2));
if (typeof asked === 'string') {
  console.error(asked);
  process.exit(2);
}
const say = (line: string) => console.error(line);
say(machine());
const results = [];
for (const benchmark of asked.chosen) {
  say(`${benchmark.name}: ${benchmark.about}`);
  const result = resultOf(benchmark, await benchmark.measure(say));
  say(`  ${JSON.stringify(result)}`);
  results.push(result);
}
writeFileSync(asked.json, `${JSON.stringify({ machine: machine(), results }, null, 2)}\n`);
