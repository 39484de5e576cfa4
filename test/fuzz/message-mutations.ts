import { guideMessages } from '../support/guide-messages.ts';
import type { Random } from './random.ts';

const texts = Object.values(guideMessages).map((message) => JSON.stringify(message)) as [string, ...string[]];

/** Values of every type, and those that break careless code. */
const oddValues: [string, ...string[]] = [
  'null',
  'true',
  '0',
  '-1',
  '1e400',
  '-1e308',
  '9007199254740993',
  '1e-400',
  '123456789012345678901234567890',
  '""',
  '" "',
  '"0"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"":""}',
  '{"__proto__":{"valid":true}}',
  '"\\ud800"',
  '"\\u0000"',
  '"\\u2028\\ufeff"',
  '"../../../etc/passwd"',
  '"//example.com/netbackup"',
  '"CONNECT"',
  '"COMMAND"',
  '"REQUEST"',
  '"RESPONSE"',
];
const oddKeys: [string, ...string[]] = [
  '__proto__',
  'constructor',
  'toString',
  'id',
  'payload',
  '',
  'a.b',
  '\u0000',
  'then',
];
const oddBytes: [Buffer, ...Buffer[]] = [
  Buffer.from([0xc0, 0x80]), // an overlong NUL
  Buffer.from([0xed, 0xa0, 0x80]), // a surrogate
  Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80]),
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0x80]),
  Buffer.from([0xe2, 0x82]), // cut
  Buffer.from('\ufeff'),
  Buffer.from('\u2028'),
  Buffer.from([0]),
  Buffer.from('\u{1f4a9}'),
];

/** Puts something else in the place of a part. */
const replaced = (bytes: Buffer, from: number, to: number, by: Buffer) =>
  Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)]);

/** Two places in it, in order. */
function span(random: Random, bytes: Buffer): [number, number] {
  const one = random.below(bytes.length + 1);
  const other = random.below(bytes.length + 1);
  return [Math.min(one, other), Math.max(one, other)];
}

/** Puts an odd value in the place of one of the JSON values of a text, whatever stands there. */
function swapValue(random: Random, bytes: Buffer): Buffer {
  const text = bytes.toString('latin1');
  const values = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?!\s{0,9}:)|-?\d[\d.eE+]*|true|false|null/g)];
  const value = values[random.below(Math.max(1, values.length))];
  if (!value) return bytes;
  return replaced(bytes, value.index, value.index + value[0].length, Buffer.from(random.of(oddValues)));
}

function nest(random: Random, bytes: Buffer): Buffer {
  const depth = random.of([1, 30, 58, 63, 64, 65, 200, 5000]);
  const [open, close] = random.of<[string, string]>([
    ['[', ']'],
    ['{"a":', '}'],
  ]);
  const nested = `${open.repeat(depth)}1${random.isOneIn(4) ? '' : close.repeat(depth)}`;
  const at = bytes.lastIndexOf('}');
  return at < 0 ? Buffer.from(nested) : replaced(bytes, at, at, Buffer.from(`,"payload":${nested}`));
}

type Mutation = (random: Random, bytes: Buffer) => Buffer;

/** Mutations of the bytes of a message. */
const mutations: [Mutation, ...Mutation[]] = [
  (random, bytes) => {
    const flipped = Buffer.from(bytes);
    for (let flips = 1 + random.below(8); flips > 0; flips--) {
      const at = random.below(Math.max(1, flipped.length));
      flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
    }
    return flipped;
  },
  (random, bytes) => bytes.subarray(0, random.below(bytes.length + 1)),
  (random, bytes) => {
    const [from, to] = span(random, bytes);
    return replaced(bytes, to, to, bytes.subarray(from, to));
  },
  (random, bytes) => {
    const [from, to] = span(random, bytes);
    return replaced(bytes, from, to, Buffer.alloc(0));
  },
  (random, bytes) => {
    const other = Buffer.from(random.of(texts));
    return Buffer.concat([
      bytes.subarray(0, random.below(bytes.length + 1)),
      other.subarray(random.below(other.length)),
    ]);
  },
  swapValue,
  swapValue,
  swapValue,
  nest,
  (random, bytes) => {
    const at = bytes.indexOf('{', random.isOneIn(2) ? 1 : 0) + 1;
    return replaced(bytes, at, at, Buffer.from(`${JSON.stringify(random.of(oddKeys))}:${random.of(oddValues)},`));
  },
  (random, bytes) => {
    const [at] = span(random, bytes);
    return replaced(bytes, at, at, random.of(oddBytes));
  },
  (random) => random.bytes(random.below(200)),
  (random, bytes) => replaced(bytes, 0, 0, Buffer.alloc(random.below(20_000), ' ')),
];

/** A message of the guide with one to three mutations: most cannot be decoded, some can, a few are commands. */
export function mutatedMessage(random: Random): Buffer {
  let bytes: Buffer = Buffer.from(random.of(texts));
  for (let count = 1 + random.below(3); count > 0; count--) bytes = random.of(mutations)(random, bytes);
  return bytes;
}
