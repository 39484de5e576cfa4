import { parseArgs } from 'node:util';
import { fuzz } from './fuzz-session.ts';

/** One in so many mutations is one of raw frames: each of those costs a part of a connection. */
const framesShare = 20;

const { values } = parseArgs({
  options: { cycles: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const cycles = Number(values.cycles);
const seed = Number(values.seed);
if (!Number.isSafeInteger(cycles) || cycles < framesShare || !Number.isSafeInteger(seed)) {
  console.error(`--cycles is a whole number from ${framesShare} on, --seed is a whole number`);
  process.exit(2);
}
const started = performance.now();
const frames = Math.ceil(cycles / framesShare);
const outcomes = [
  await fuzz({ kind: 'messages', count: cycles - frames, seed }),
  await fuzz({ kind: 'frames', count: frames, seed }),
];
const [messages, raw] = outcomes.map(({ heap, timers }) => ({ heap, timers }));
console.log(
  JSON.stringify({
    cycles,
    seed,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    connections: outcomes.reduce((sum, { connections }) => sum + connections, 0),
    ends: outcomes[1]?.ends,
    commandsAnswered: outcomes.reduce((sum, { commandsAnswered }) => sum + commandsAnswered, 0),
    messages,
    frames: raw,
  }),
);
