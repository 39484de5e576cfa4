import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** How often it is tried whether a program listens, in milliseconds, and for how long. */
const tryEvery = 20;
const listenLimit = 15_000;

/** A program that we run beside us, with what it says kept for the case that it fails. */
export class ChildProgram {
  readonly child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #name: string;
  #said = '';

  constructor(program: string, args: readonly string[], options: SpawnOptions = {}) {
    this.#name = program;
    this.child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (text: Buffer) => {
      this.#said = `${this.#said}${text}`.slice(-4000);
    };
    this.child.stdout?.on('data', keep);
    this.child.stderr?.on('data', keep);
    this.#exited = once(this.child, 'exit');
  }

  /** Resolves when something listens on this port of 127.0.0.1. @throws when the program ends before, or takes too long */
  async listens(port: number): Promise<void> {
    const end = performance.now() + listenLimit;
    while (!(await isListening(port))) {
      if (this.child.exitCode !== null || performance.now() > end)
        throw new Error(`${this.#name} does not listen on ${port}: ${this.#said}`);
      await pause(tryEvery);
    }
  }

  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill();
    await this.#exited;
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** A port of 127.0.0.1 on which nothing listens now, for a program that cannot pick one itself. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}
