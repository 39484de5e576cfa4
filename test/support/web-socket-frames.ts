/** One WebSocket frame as it stands on the wire (RFC 6455, 5.2). */
export interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
}

export interface FrameOptions {
  /** Default true. */
  fin?: boolean;
  /** RSV1 to RSV3, as a number from 0 to 7; default 0. */
  reserved?: number;
  /** Servers must not mask; default false. */
  masked?: boolean;
  /** The length that is written instead of the true one. */
  claimedLength?: number | bigint;
}

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The bytes of a frame, right or wrong. */
export function frame(opcode: number, payload: Buffer | string = '', options: FrameOptions = {}): Buffer {
  const { fin = true, reserved = 0, masked = false } = options;
  const data = Buffer.from(payload);
  const length = options.claimedLength ?? data.length;
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  head[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] = (masked ? 0x80 : 0) | (length < 126 ? Number(length) : length < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(Number(length), 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2);
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat(masked ? [head, Buffer.alloc(4), data] : [head, data]);
}

/** A close frame with this code on the wire, whether or not it may be sent. */
export function closeFrame(code: number, reason: Buffer | string = ''): Buffer {
  const number = Buffer.alloc(2);
  number.writeUInt16BE(code);
  return frame(opcodes.close, Buffer.concat([number, Buffer.from(reason)]));
}

/** The whole frames at the beginning of what a client sent, unmasked. */
export function framesIn(bytes: Buffer): Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const maskAt = at + (short === 127 ? 10 : short === 126 ? 4 : 2);
    if (maskAt + 4 > bytes.length) break;
    const length =
      short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short === 126 ? bytes.readUInt16BE(at + 2) : short;
    const end = maskAt + 4 + length;
    if (end > bytes.length) break;
    const mask = bytes.subarray(maskAt, maskAt + 4);
    const payload = bytes.subarray(maskAt + 4, end).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
    frames.push({ opcode: (bytes[at] ?? 0) & 0x0f, payload: Buffer.from(payload) });
    at = end;
  }
  return frames;
}
