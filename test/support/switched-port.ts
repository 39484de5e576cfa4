import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A port on loopback that leads to one server or to another: so what answers at an address can change, its certificate too. */
export class SwitchedPort {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #target: number;

  private constructor(target: number) {
    this.#target = target;
    this.#server = createServer((socket) => {
      const onward = connect(this.#target, '127.0.0.1');
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        this.#open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  static async to(origin: string): Promise<SwitchedPort> {
    const port = new SwitchedPort(Number(new URL(origin).port));
    await new Promise<void>((resolve) => port.#server.listen(0, '127.0.0.1', resolve));
    return port;
  }

  /** Such as `https://localhost:40000`. */
  get origin(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Leads elsewhere from now on; what is open is cut. */
  switchTo(origin: string): void {
    this.#target = Number(new URL(origin).port);
    for (const socket of this.#open) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }
}
