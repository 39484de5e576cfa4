import type { Message } from '../../shared/messages.ts';
import { makeMessage } from '../../shared/messages.ts';
import { EndpointServer } from '../support/endpoint-server.ts';

/** A cloud application that acknowledges each message with notifications at once, as long as it is asked to. */
export class DeliveredNotifications {
  readonly server: EndpointServer;
  /** The message that each endpoint has sent last, and that is not acknowledged. */
  readonly #waiting = new Map<string, Message>();
  readonly #counted = new Map<string, { left: number; numbers: number[]; done: () => void }>();
  #arrived: (name: string) => void = () => undefined;

  private constructor(server: EndpointServer) {
    this.server = server;
    server.received = (message, { path }) => {
      if (message.type !== 'NOTIFICATION') return;
      this.#waiting.set(path, message);
      this.#arrived(path);
      if (this.#counted.has(path)) this.#acknowledge(path);
    };
  }

  static async start(): Promise<DeliveredNotifications> {
    return new DeliveredNotifications(await EndpointServer.start());
  }

  /** Resolves when each of these endpoints has sent its first message. */
  async ready(names: readonly string[]): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (names.every((name) => this.#waiting.has(name))) resolve();
      };
      this.#arrived = look;
      look();
    });
    this.#arrived = () => undefined;
  }

  /**
   * Acknowledges so many messages of this endpoint, one at a time; what comes after them waits.
   * @returns the job ids of the notifications in the acknowledged messages, in their order
   */
  async acknowledge(name: string, messages: number): Promise<readonly number[]> {
    const numbers: number[] = [];
    await new Promise<void>((done) => {
      this.#counted.set(name, { left: messages, numbers, done });
      if (this.#waiting.has(name)) this.#acknowledge(name);
    });
    return numbers;
  }

  #acknowledge(name: string): void {
    const message = this.#waiting.get(name);
    const counted = this.#counted.get(name);
    if (!message || !counted) return;
    if (counted.left === 0) {
      this.#counted.delete(name);
      counted.done(); // the answer to the last one has come: it was stored
      return;
    }
    counted.left--;
    counted.numbers.push(...jobIdsIn(message));
    this.#waiting.delete(name);
    const response = makeMessage('NOTIFICATION', 'RESPONSE', message.id, Date.now() / 1000, []);
    this.server.peer(name).webSocket.send(JSON.stringify(response));
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

const jobIdsIn = ({ payload }: Message): number[] =>
  (payload as { data: { jobId: number }[] }[]).flatMap(({ data }) => data.map(({ jobId }) => jobId));
