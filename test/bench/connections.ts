import { EndpointServer } from '../support/endpoint-server.ts';
import type { OwnProcess } from '../support/headless-process.ts';
import { alternately, type RoundFigures } from './alternately.ts';
import { inspectable, residentMemory } from './inspected.ts';
import { OwnHost } from './own-host.ts';
import { ReferenceProcess } from './reference-process.ts';
import { type Benchmark, type BenchmarkRun, figure, type Measured } from './result.ts';

const count = 5_000;
const names = Array.from({ length: count }, (_, index) => `ep-${index + 1}`);
/** Decision 12: attempts under way at once with the shipped properties. */
const atOnce = 256;
const mebibyte = 2 ** 20;
/** How long connections have to be open before the memory is looked at: what the attempts left is gone then. */
const restFor = 3_000;

const reference = `${count} clients of ws in one process, with the same TLS options and as many attempts at once`;
const about = `${count} endpoints, each its own group, over TLS on loopback`;
const goal = { kind: 'ratio at most', value: 1.25 } as const;

/** C-1, C-4: resident memory of the process that holds the connections. */
export const connectionsMemory: Benchmark = {
  name: 'connections-memory',
  about: `resident memory of the whole process with ${about}`,
  unit: 'MiB',
  referenceName: reference,
  goal,
  measure: async (run) => (await measured(run)).memory,
};

/** C-1, C-4, decision 12: from the start of the process to the last accepted connection. */
export const connectionsTime: Benchmark = {
  name: 'connections-time',
  about: `from the start of the process until there are connections to ${about}`,
  unit: 's',
  referenceName: reference,
  goal,
  measure: async (run) => (await measured(run)).time,
};

interface Both {
  readonly memory: Measured;
  readonly time: Measured;
}

/** Both figures come of the same rounds. */
let both: Promise<Both> | undefined;

function measured(run: BenchmarkRun): Promise<Both> {
  both ??= measure(run);
  return both;
}

async function measure(run: BenchmarkRun): Promise<Both> {
  const memory = { ours: [] as number[], reference: [] as number[] };
  const note = (side: keyof typeof memory, round: number, found: Found): RoundFigures => {
    if (round > 0) memory[side].push(found.memory);
    return { value: found.time, also: { 'to the first connection, in s': found.first } };
  };
  const time = await alternately(run, {
    ours: async (round) => note('ours', round, await connectAll(startOurs)),
    reference: async (round) => note('reference', round, await connectAll(startReference)),
  });
  run.say(`  ours: ${figure(memory.ours)} MiB; reference: ${figure(memory.reference)} MiB`);
  return { memory, time };
}

interface Holder {
  readonly process: OwnProcess;
  readonly started: number;
  close(): Promise<void>;
}

const startOurs = (server: EndpointServer): Holder => OwnHost.start(server, names, { env: inspectable });

const startReference = (server: EndpointServer): Holder =>
  new ReferenceProcess(
    'raw-clients',
    { urls: names.map((name) => server.url(name)), certificate: server.identity.certificate, atOnce },
    inspectable,
  );

interface Found {
  /** Seconds from the start of the process. */
  readonly time: number;
  readonly first: number;
  /** MiB. */
  readonly memory: number;
}

/** A server, and so a port, for each round: the addresses of closed connections rest for a while. */
async function connectAll(start: (server: EndpointServer) => Holder): Promise<Found> {
  const server = await EndpointServer.start();
  const all = Promise.withResolvers<void>();
  let first = 0;
  server.accepted = () => {
    first ||= performance.now();
    if (server.peers.size === count) all.resolve();
  };
  const holder = start(server);
  const { started } = holder;
  try {
    const ended = holder.process.ended.then(({ stderr }) => {
      throw new Error(`the process has ended with ${server.peers.size} connections: ${stderr}`);
    });
    await Promise.race([all.promise, ended]);
    const time = performance.now() - started;
    await new Promise((rested) => setTimeout(rested, restFor));
    const memory = await residentMemory(holder.process);
    if (server.peers.size !== count) throw new Error(`${server.peers.size} of ${count} connections are left`);
    return { time: time / 1000, first: (first - started) / 1000, memory: memory / mebibyte };
  } finally {
    await holder.close();
    await server.close();
  }
}
