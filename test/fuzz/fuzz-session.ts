import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Message, makeMessage } from '../../shared/messages.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { allReceived, type EndpointPeer, EndpointServer } from '../support/endpoint-server.ts';
import { usedHeap } from '../support/heap.ts';
import { saveEndpoints } from '../support/save-endpoints.ts';
import { ScriptedNetBackup } from '../support/scripted-netbackup.ts';
import { ServiceBench } from '../support/service-bench.ts';
import { mutatedFrame } from './frame-mutations.ts';
import { mutatedMessage } from './message-mutations.ts';
import { Random } from './random.ts';

export interface FuzzOptions {
  /** `messages`: undecodable ones are ignored, and no connection may end. `frames`: any byte, and connections may end. */
  kind: 'messages' | 'frames';
  count: number;
  seed: number;
}

export interface FuzzOutcome {
  count: number;
  /** Connections of the endpoint that the mutations were sent to. */
  connections: number;
  /** How many of them ended in which way. */
  ends: Record<string, number>;
  /** COMMANDs that the other endpoint had answered meanwhile, with 200. */
  commandsAnswered: number;
  /** Bytes of the heap and timers of the service, after a tenth and at the end. */
  heap: [number, number];
  timers: [number, number];
}

/** Host names and groups of the two endpoints. */
const target = 'target.example';
const steady = 'steady.example';
const messagesAtOnce = 64;
const framesAtMost = 5;
/** So many simulated milliseconds pass after each of so many mutations: pings, runs and memories of commands go on. */
const passes = { every: 1024, milliseconds: 15_000 };

/** One run: the real service, a cloud application that sends mutated messages, and one that must not notice. */
class FuzzSession {
  readonly #options: FuzzOptions;
  readonly #bench: ServiceBench;
  readonly #server: EndpointServer;
  readonly #netBackup: ScriptedNetBackup;
  readonly #outcome: FuzzOutcome;
  #steadyPeer: EndpointPeer | undefined;

  constructor(options: FuzzOptions, bench: ServiceBench, server: EndpointServer, netBackup: ScriptedNetBackup) {
    this.#options = options;
    this.#bench = bench;
    this.#server = server;
    this.#netBackup = netBackup;
    const { count } = options;
    this.#outcome = { count, connections: 1, ends: {}, commandsAnswered: 0, heap: [0, 0], timers: [0, 0] };
  }

  async run(): Promise<FuzzOutcome> {
    const { count, kind } = this.#options;
    await Promise.all([this.#bench.connected(target), this.#bench.connected(steady)]);
    this.#steadyPeer = this.#server.peer(steady);
    const tenth = Math.floor(count / 10);
    let isMeasured = false;
    let passed = 0;
    for (let index = 0; index < count; ) {
      const size = Math.min(count - index, kind === 'messages' ? messagesAtOnce : 1 + (index % framesAtMost));
      await this.#send(index, size);
      index += size;
      if (Math.floor(index / passes.every) > passed) {
        passed = Math.floor(index / passes.every);
        await this.#letTimePass();
      }
      if (!isMeasured && index >= tenth) {
        isMeasured = true;
        await this.#measure(0);
      }
    }
    await this.#letTimePass();
    await this.#measure(1);
    return this.#outcome;
  }

  /** Sends mutations, and sees that the service has dealt with them and is well. */
  async #send(from: number, size: number): Promise<void> {
    const { kind, seed } = this.#options;
    const mutate = kind === 'messages' ? mutatedMessage : mutatedFrame;
    const mutations = Array.from({ length: size }, (_, offset) => mutate(Random.of(seed, from + offset)));
    try {
      if (kind === 'messages') await this.#sendMessages(mutations, from);
      else await this.#sendFrames(mutations);
      this.#assertWell();
    } catch (error) {
      const bytes = mutations.map((mutation) => mutation.toString('base64')).join('\n');
      throw new Error(`Fuzzing failed: kind ${kind}, seed ${seed}, number ${from} and on; base64:\n${bytes}`, {
        cause: error,
      });
    }
  }

  /** The connection stays, whatever it is told. */
  async #sendMessages(messages: readonly Buffer[], from: number): Promise<void> {
    const peer = this.#server.peer(target);
    for (const [offset, message] of messages.entries()) {
      peer.webSocket.send(message, { binary: (from + offset) % 20 === 0 });
    }
    await allReceived(peer);
  }

  /** After them the peer ends its side, since a length that lies leaves the service waiting for the rest of a frame. */
  async #sendFrames(frames: readonly Buffer[]): Promise<void> {
    const { socket, webSocket } = this.#server.peer(target);
    const closed = Promise.withResolvers<void>();
    webSocket.once('close', () => closed.resolve());
    socket.write(Buffer.concat(frames));
    socket.end();
    await closed.promise;
    const { logged, service } = this.#bench;
    const end = () => logged.find(({ event, fields }) => event === 'disconnected' && fields.endpoint === target);
    await this.#bench.until('the connection has ended', () => end() !== undefined);
    const how = end()?.fields.detail?.split(':')[0] ?? '';
    this.#outcome.ends[how] = (this.#outcome.ends[how] ?? 0) + 1;
    service.runNow(); // it lived too short for an early run
    await this.#bench.connected(target);
    await this.#bench.until('the server knows', () => this.#server.peers.has(target));
    this.#outcome.connections++;
  }

  #assertWell(): void {
    const { logged } = this.#bench;
    const fault = logged.find(({ level }) => level === 'error');
    if (fault) throw new Error(`a fault was logged: ${JSON.stringify(fault)}`);
    logged.length = 0;
    this.#netBackup.requests.length = 0;
    if (this.#server.peers.get(steady) !== this.#steadyPeer) throw new Error('the other endpoint lost its connection');
  }

  /** The other endpoint's COMMAND is answered, then time passes with its pings and runs. */
  async #letTimePass(): Promise<void> {
    const id = `STEADY-${this.#outcome.commandsAnswered}`;
    await this.#commandAnswered(id);
    this.#outcome.commandsAnswered++;
    await this.#bench.clock.advance(passes.milliseconds);
    for (const name of [target, steady]) await allReceived(this.#server.peer(name)); // the pong is with it, too
    this.#assertWell();
  }

  #commandAnswered(id: string): Promise<void> {
    const peer = this.#server.peer(steady);
    return new Promise((resolve, reject) => {
      peer.webSocket.once('close', () => reject(new Error('the other endpoint was closed')));
      this.#server.received = (message: Message) => {
        if (message.id !== id) return; // an answer to a mutated command
        const { responseCode } = message.payload as { responseCode?: unknown };
        peer.webSocket.removeAllListeners('close');
        if (responseCode === 200) resolve();
        else reject(new Error(`the other endpoint's command was answered ${JSON.stringify(message.payload)}`));
      };
      const payload = { uri: '/netbackup/admin/jobs', method: 'GET' };
      peer.webSocket.send(JSON.stringify(makeMessage('COMMAND', 'REQUEST', id, 1, payload)));
    });
  }

  async #measure(at: 0 | 1): Promise<void> {
    this.#outcome.timers[at] = this.#bench.clock.waiting;
    this.#outcome.heap[at] = usedHeap();
  }
}

/**
 * Sends mutations of the guide's messages (M-1 to M-10) to a real service over a real connection.
 * @throws with seed and mutations when the service does what it must not: it faults, ends a connection that it should keep,
 *   or does not come back
 */
export async function fuzz(options: FuzzOptions): Promise<FuzzOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-fuzz-'));
  const server = await EndpointServer.start();
  const netBackup = await ScriptedNetBackup.start((_request, response) => response.end('{}'));
  const dataFolder = join(folder, 'data');
  saveEndpoints(
    dataFolder,
    server.identity,
    [target, steady].map((hostName) => ({
      hostName,
      groupId: hostName,
      url: server.url(hostName),
      priority: 1,
      token: `token of ${hostName}`,
    })),
  );
  const ignores = options.kind === 'messages';
  const bench = new ServiceBench({
    dataFolder,
    netBackup: netBackup.settings,
    properties: shippedPropertiesFile.replace('ignoreDecoder=false', `ignoreDecoder=${ignores}`),
  });
  try {
    return await new FuzzSession(options, bench, server, netBackup).run();
  } finally {
    await bench.close();
    await server.close();
    await netBackup.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
