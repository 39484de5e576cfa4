import { type Message, type MessageSubType, type MessageType, makeMessage } from '../../shared/messages.ts';

/** A message of ours as it goes out: a large payload that is JSON already need not be read to be written. */
export class WrittenMessage {
  readonly id: string;
  /** JSON in UTF-8. */
  readonly bytes: Buffer;

  constructor(id: string, bytes: Buffer) {
    this.id = id;
    this.bytes = bytes;
  }

  /** For who looks on. */
  read(): Message {
    return JSON.parse(this.bytes.toString()) as Message;
  }
}

/**
 * {@link makeMessage} with a payload that is written already.
 * @param seconds wall-clock time in epoch seconds
 * @param payload JSON in UTF-8
 */
export function writeMessage(
  type: MessageType,
  subType: MessageSubType,
  id: string,
  seconds: number,
  payload: Uint8Array,
): WrittenMessage {
  const empty = JSON.stringify(makeMessage(type, subType, id, seconds, []));
  const start = Buffer.from(empty.slice(0, -'[]}'.length));
  return new WrittenMessage(id, Buffer.concat([start, payload, Buffer.from('}')]));
}
