import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import WebSocket, { type ClientOptions } from 'ws';
import { type Message, makeMessage } from '../../shared/messages.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body; undefined when it is not JSON. */
  readonly json: unknown;
}

/** One HTTPS request, verified against `ca`. */
export function fetchFrom(
  url: string,
  ca: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    // Named here, since it would be taken from a Host header otherwise; an IP address is none.
    const servername = new URL(url).hostname.replace(/^[\d.]+$/, '');
    const request = httpsRequest(url, { method, headers, ca, servername, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        let json: unknown;
        try {
          json = JSON.parse(text);
        } catch {
          json = undefined;
        }
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The least that NBWSS has to do, for tests of the cloud application: connect, say CONNECT, answer what comes. */
export class NbwssPeer {
  readonly messages: Message[] = [];
  readonly socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  closed: { code: number; reason: string } | undefined;
  failure: Error | undefined;
  pongs = 0;

  constructor(url: string, options: ClientOptions) {
    this.socket = new WebSocket(url, options);
    this.socket.on('message', (data) => {
      this.messages.push(JSON.parse(data.toString()));
      this.#changed();
    });
    this.socket.on('open', () => this.#changed());
    this.socket.on('pong', () => {
      this.pongs += 1;
      this.#changed();
    });
    this.socket.on('error', (error) => {
      this.failure = error;
      this.#changed();
    });
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#changed();
    });
  }

  #changed(): void {
    for (const check of [...this.#waiting]) check();
  }

  /** Waits until something is there. Ends with the test's own time limit. */
  wait<T>(find: (peer: this) => T | undefined | false): Promise<T> {
    return new Promise((resolve) => {
      const check = () => {
        const found = find(this);
        if (found === undefined || found === false) return;
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  opened(): Promise<true> {
    return this.wait(({ socket }) => socket.readyState === WebSocket.OPEN);
  }

  ended(): Promise<{ code: number; reason: string }> {
    return this.wait(({ closed }) => closed);
  }

  /** Message number `index` that came from the application. */
  message(index: number): Promise<Message> {
    return this.wait(({ messages }) => messages[index]);
  }

  /** @returns the id that it was sent with */
  send(
    type: Message['type'],
    subType: Message['subType'],
    payload: object,
    id: string = randomUUID().toUpperCase(),
  ): string {
    this.socket.send(JSON.stringify(makeMessage(type, subType, id, 1_444_944_181, payload)));
    return id;
  }

  /** M-8; resolves with the CONNECT RESPONSE. */
  async connect(token: string): Promise<Message> {
    await this.opened();
    const id = this.send('CONNECT', 'REQUEST', { token });
    return this.wait(({ messages }) => messages.find((message) => message.id === id));
  }
}
