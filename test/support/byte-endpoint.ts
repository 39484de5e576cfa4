import { randomBytes } from 'node:crypto';
import { type Message, makeMessage } from '../../shared/messages.ts';
import { ByteServer, type Line } from './byte-server.ts';
import { frame, opcodes } from './web-socket-frames.ts';

/** What a byte endpoint does; tests put functions of their own in the place of single ones. */
export interface ByteManners {
  onUpgrade(line: Line): void;
  /** Sends the CONNECT RESPONSE. */
  answerConnect(line: Line, request: Message, valid: boolean): void;
  /** CONNECT was accepted. */
  onAccepted(line: Line): void;
  onPing(line: Line, data: Buffer): void;
  onClose(line: Line, payload: Buffer): void;
}

const now = () => Date.now() / 1000;

/** A message as one text frame. */
export const textFrame = (message: unknown): Buffer => frame(opcodes.text, JSON.stringify(message));

/** The guide's own COMMAND REQUEST. */
export const properCommand = (): Message =>
  makeMessage('COMMAND', 'REQUEST', '9CD2B89F-0BBF-4F60-974D-C1F3EF39B872', now(), {
    uri: '/netbackup/config/servers/vmservers/vCenter2.domain.com',
    method: 'GET',
    headers: { 'Content-Type': 'application/json', Authorization: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiI' },
  });

/** What the guide asks for. */
export const properManners: ByteManners = {
  onUpgrade: (line) => line.write(line.switchingProtocols),
  answerConnect: (line, { id }, valid) =>
    line.write(textFrame(makeMessage('CONNECT', 'RESPONSE', id, now(), { valid }))),
  onAccepted: (line) => line.write(textFrame(properCommand())),
  onPing: (line, data) => line.write(frame(opcodes.pong, data)),
  onClose: (line, payload) => {
    line.write(frame(opcodes.close, payload));
    line.tls.end();
  },
};

/** A proper cloud application that writes every byte itself, so that a test can have single ones written otherwise. */
export class ByteEndpoint {
  readonly server: ByteServer;
  readonly #manners: ByteManners;
  /** Frames of each connection that were dealt with; absent until its WebSocket was opened. */
  readonly #done = new WeakMap<Line, number>();

  private constructor(server: ByteServer, manners: ByteManners) {
    this.server = server;
    this.#manners = manners;
    server.changes.onChange(() => {
      for (const line of server.lines) this.#attend(line);
    });
  }

  static async start(manners: Partial<ByteManners> = {}): Promise<ByteEndpoint> {
    const token = randomBytes(96).toString('base64'); // nothing like it stands in a report
    return new ByteEndpoint(await ByteServer.start({ token }), { ...properManners, ...manners });
  }

  close(): Promise<void> {
    return this.server.close();
  }

  #attend(line: Line): void {
    if (line.request === undefined) return;
    let done = this.#done.get(line);
    if (done === undefined) {
      done = 0;
      this.#done.set(line, done);
      this.#manners.onUpgrade(line);
    }
    const { frames } = line;
    this.#done.set(line, frames.length);
    for (const { opcode, payload } of frames.slice(done)) {
      if (opcode === opcodes.ping) this.#manners.onPing(line, payload);
      else if (opcode === opcodes.close) this.#manners.onClose(line, payload);
      else if (opcode === opcodes.text) this.#answer(line, JSON.parse(payload.toString()) as Message);
    }
  }

  #answer(line: Line, request: Message): void {
    const { type, subType, id, payload } = request;
    if (subType !== 'REQUEST') return;
    if (type === 'NOTIFICATION') {
      line.write(textFrame(makeMessage('NOTIFICATION', 'RESPONSE', id, now(), [])));
      return;
    }
    const valid = (payload as { token?: unknown }).token === this.server.details.token;
    this.#manners.answerConnect(line, request, valid);
    if (valid) this.#manners.onAccepted(line);
  }
}
