import WebSocket from 'ws';
import type { OwnProcess } from '../support/headless-process.ts';

/** To be in the environment of a process of Node that is looked into. */
export const inspectable = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

const address = /Debugger listening on (ws:\S+)/;

/** Bytes of memory that a process of Node has, after what is no longer needed was collected. */
export async function residentMemory(process: OwnProcess): Promise<number> {
  const url = address.exec(process.output)?.[1];
  if (url === undefined) throw new Error('the process was not started to be looked into');
  const inspector = await Inspector.open(url);
  try {
    // The second one takes what the first has made collectable, such as buffers outside the heap.
    for (let time = 0; time < 2; time++) await inspector.ask('HeapProfiler.collectGarbage');
    const { result } = await inspector.ask('Runtime.evaluate', { expression: 'process.memoryUsage.rss()' });
    if (typeof result?.value !== 'number') throw new Error('the process does not tell its memory');
    return result.value;
  } finally {
    inspector.close();
  }
}

interface Reply {
  readonly id?: number;
  readonly result?: { readonly result?: { readonly value?: unknown } };
  readonly error?: { readonly message: string };
}

/** The inspector of a process of Node or of a page: one question at a time. */
export class Inspector {
  readonly #socket: WebSocket;
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(url: string): Promise<Inspector> {
    const socket = new WebSocket(url);
    await new Promise((opened, failed) => socket.once('open', opened).once('error', failed));
    return new Inspector(socket);
  }

  /** @throws what the inspector says against it */
  ask(method: string, params: object = {}): Promise<NonNullable<Reply['result']>> {
    const id = ++this.#id;
    return new Promise((resolve, reject) => {
      const answered = (data: WebSocket.RawData) => {
        const reply = JSON.parse(String(data)) as Reply;
        if (reply.id !== id) return;
        this.#socket.off('message', answered);
        if (reply.error) reject(new Error(reply.error.message));
        else resolve(reply.result ?? {});
      };
      this.#socket.on('message', answered);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.#socket.close();
  }
}
