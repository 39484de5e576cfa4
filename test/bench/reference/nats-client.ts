import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';

/** A message that came to a subscription. */
export interface NatsMessage {
  readonly payload: Buffer;
  /** Where an acknowledgement goes; empty when none is wanted. */
  readonly reply: string;
}

type Receiver = (message: NatsMessage) => void;

const lineEnd = Buffer.from('\r\n');

/** NATS's client protocol over TLS, as far as the benchmark needs it: the least, and so faster than a library would be. */
export class NatsClient {
  readonly #socket: TLSSocket;
  readonly #receivers = new Map<string, Receiver>();
  readonly #inbox = `_INBOX.${process.pid}`;
  readonly #asked = new Map<string, (payload: Buffer) => void>();
  #buffered: Buffer = Buffer.alloc(0);
  #id = 0;

  private constructor(socket: TLSSocket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.write('CONNECT {"verbose":false,"pedantic":false,"tls_required":true,"headers":false,"lang":"node"}\r\n');
    socket.write(`SUB ${this.#inbox}.* inbox\r\n`);
  }

  /** @param ca PEM of the server's certificate, which takes TLS from the first byte */
  static async connect(port: number, ca: string): Promise<NatsClient> {
    const socket = connect({ host: 'localhost', port, ca: [ca], allowPartialTrustChain: true, minVersion: 'TLSv1.2' });
    await once(socket, 'secureConnect');
    return new NatsClient(socket);
  }

  subscribe(subject: string, receiver: Receiver): void {
    const id = String(++this.#id);
    this.#receivers.set(id, receiver);
    this.#socket.write(`SUB ${subject} ${id}\r\n`);
  }

  publish(subject: string, payload: string, reply = ''): void {
    this.#socket.write(`PUB ${subject} ${reply} ${Buffer.byteLength(payload)}\r\n${payload}\r\n`);
  }

  /** @returns what was answered */
  request(subject: string, payload: string): Promise<Buffer> {
    const reply = `${this.#inbox}.${++this.#id}`;
    return new Promise((resolve) => {
      this.#asked.set(reply, resolve);
      this.publish(subject, payload, reply);
    });
  }

  /** A request to JetStream's interface. @throws what it says against it */
  async ask(subject: string, payload: object): Promise<void> {
    const { error } = JSON.parse(String(await this.request(subject, JSON.stringify(payload)))) as {
      error?: { description: string };
    };
    if (error) throw new Error(error.description);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#buffered = this.#buffered.length === 0 ? chunk : Buffer.concat([this.#buffered, chunk]);
    for (;;) {
      const end = this.#buffered.indexOf(lineEnd);
      if (end < 0) return;
      const line = this.#buffered.toString('latin1', 0, end);
      let taken = end + 2;
      if (line.startsWith('MSG ')) {
        const parts = line.split(' ');
        const length = Number(parts.at(-1));
        if (this.#buffered.length < taken + length + 2) return;
        const payload = this.#buffered.subarray(taken, taken + length);
        taken += length + 2;
        this.#buffered = this.#buffered.subarray(taken);
        this.#deliver(parts, payload);
        continue;
      }
      this.#buffered = this.#buffered.subarray(taken);
      if (line === 'PING') this.#socket.write('PONG\r\n');
      else if (line.startsWith('-ERR')) throw new Error(`the NATS server says ${line}`);
    }
  }

  #deliver([, subject = '', id = '', ...rest]: string[], payload: Buffer): void {
    if (id !== 'inbox') {
      this.#receivers.get(id)?.({ payload, reply: rest.length > 1 ? (rest[0] ?? '') : '' });
      return;
    }
    this.#asked.get(subject)?.(payload);
    this.#asked.delete(subject);
  }
}
