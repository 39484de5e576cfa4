import { mutatedMessage } from './message-mutations.ts';
import type { Random } from './random.ts';

const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 };

interface Frame {
  final: boolean;
  /** RSV1 to RSV3, as they stand in the first byte. */
  reserved: number;
  opcode: number;
  masked: boolean;
  payload: Buffer;
  /** Said to be the payload's length; default: what it is. */
  length?: bigint;
  /** Bytes of the length: 0 for the shortest form. */
  lengthForm?: 0 | 2 | 8;
}

/** The bytes of a WebSocket frame (RFC 6455, 5.2), right or not. */
function frameBytes({ final, reserved, opcode, masked, payload, length, lengthForm = 0 }: Frame): Buffer {
  const said = length ?? BigInt(payload.length);
  const form = lengthForm === 0 && said > 125n ? (said > 0xffffn ? 8 : 2) : lengthForm;
  const head = Buffer.alloc(2 + form);
  head[0] = (final ? 0x80 : 0) | reserved | opcode;
  head[1] = (masked ? 0x80 : 0) | (form === 0 ? Number(said) : form === 2 ? 126 : 127);
  if (form === 2) head.writeUInt16BE(Number(said & 0xffffn), 2);
  if (form === 8) head.writeBigUInt64BE(said, 2);
  return Buffer.concat([head, masked ? Buffer.alloc(4) : Buffer.alloc(0), payload]); // a mask of zeros masks nothing
}

const proper = (opcode: number, payload: Buffer): Frame => ({
  final: true,
  reserved: 0,
  opcode,
  masked: false,
  payload,
});

function closePayload(random: Random): Buffer {
  const code = Buffer.alloc(2);
  code.writeUInt16BE(
    random.of([1000, 1001, 1002, 1005, 1006, 1007, 1015, 2999, 3000, 4999, 5000, random.below(65_536)]),
  );
  return Buffer.concat([code, random.bytes(random.below(130))]).subarray(0, random.of([1, 2, 60, 125, 132]));
}

type MutatedFrames = (random: Random) => Buffer;

/** Kinds of frames that no honest peer sends, and some that a few do. */
const kinds: [MutatedFrames, ...MutatedFrames[]] = [
  (random) => frameBytes(proper(opcodes.text, mutatedMessage(random))),
  (random) => frameBytes(proper(opcodes.binary, mutatedMessage(random))),
  (random) => frameBytes(proper(random.below(16), mutatedMessage(random))),
  (random) => frameBytes({ ...proper(opcodes.text, mutatedMessage(random)), reserved: random.below(8) << 4 }),
  (random) => frameBytes({ ...proper(opcodes.text, mutatedMessage(random)), masked: true }),
  (random) => {
    const payload = mutatedMessage(random);
    const length = random.of([
      0n,
      1n,
      125n,
      126n,
      65_535n,
      65_536n,
      16_777_216n,
      16_777_217n,
      1n << 53n,
      (1n << 63n) + 1n,
    ]);
    return frameBytes({ ...proper(opcodes.text, payload), length });
  },
  (random) => {
    const form = { lengthForm: random.of([2, 8] as [2, 8]) };
    return frameBytes({ ...proper(opcodes.text, mutatedMessage(random)), ...form });
  },
  (random) => {
    const whole = mutatedMessage(random);
    const parts: Buffer[] = [];
    const count = 1 + random.below(8);
    for (let part = 0; part < count; part++) {
      const payload = whole.subarray((whole.length * part) / count, (whole.length * (part + 1)) / count);
      const opcode = part === 0 || random.isOneIn(8) ? opcodes.text : opcodes.continuation;
      parts.push(frameBytes({ ...proper(opcode, payload), final: part === count - 1 && !random.isOneIn(4) }));
      if (random.isOneIn(3)) parts.push(frameBytes(proper(opcodes.ping, random.bytes(random.below(126)))));
    }
    return Buffer.concat(parts);
  },
  (random) => frameBytes(proper(opcodes.continuation, mutatedMessage(random))),
  (random) => frameBytes(proper(opcodes.close, closePayload(random))),
  (random) => {
    const opcode = random.of([opcodes.ping, opcodes.pong, opcodes.close]);
    return frameBytes({ ...proper(opcode, random.bytes(random.below(300))), final: !random.isOneIn(3) });
  },
  (random) => Buffer.concat(Array.from({ length: 200 }, () => frameBytes(proper(opcodes.ping, random.bytes(8))))),
  (random) => {
    const bytes = frameBytes(proper(opcodes.text, mutatedMessage(random)));
    for (let flips = 1 + random.below(4); flips > 0; flips--) {
      const at = random.below(Math.min(bytes.length, 14));
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    }
    return bytes;
  },
  (random) => {
    const bytes = frameBytes(proper(opcodes.text, mutatedMessage(random)));
    return bytes.subarray(0, random.below(bytes.length + 1));
  },
  (random) => random.bytes(1 + random.below(300)),
];

/** Bytes to write on an open WebSocket: mostly one frame, broken in one way. */
export const mutatedFrame = (random: Random): Buffer => random.of(kinds)(random);
