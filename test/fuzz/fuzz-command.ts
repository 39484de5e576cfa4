import { readOptions, refuseCall } from '../support/command-line.ts';
import { fuzz } from './fuzz-session.ts';

/** One in so many mutations is one of raw frames: each of those costs a part of a connection. */
const framesShare = 20;

const usage = `npm run fuzz -- [--cycles N] [--seed S]; N from ${framesShare} on and S are whole numbers`;
const values = readOptions(usage, {
  cycles: { type: 'string', default: '100000' },
  seed: { type: 'string', default: '1' },
});
const cycles = Number(values.cycles);
const seed = Number(values.seed);
if (!Number.isSafeInteger(cycles) || cycles < framesShare) refuseCall('--cycles is not a number of cycles', usage);
if (!Number.isSafeInteger(seed)) refuseCall('--seed is not a whole number', usage);
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
