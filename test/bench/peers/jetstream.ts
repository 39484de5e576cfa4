import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate, tlsCredentials } from '../../../electron/practice/certificates.ts';
import { jobNotification } from '../../support/notification-samples.ts';
import { NatsClient } from '../reference/nats-client.ts';
import { ReferenceProcess } from '../reference-process.ts';
import { ChildProgram, freePort } from './child-program.ts';
import { installedPeer } from './peer-folder.ts';

const version = '2.15.3';

/** A NATS server with a stream in files, a sender in a process of its own, and the cloud application, which takes from it. */
export interface Jetstream {
  readonly pid: number | undefined;
  /** Has so many batches sent, and acknowledges each. @returns the job ids in them, in their order */
  deliver(batches: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** @param batch notifications in one message */
export async function openJetstream(batch: number): Promise<Jetstream> {
  const program = await installedPeer(`nats-server-${version}`, join('bin', 'nats-server'), [
    (folder) => ['go', ['install', `github.com/nats-io/nats-server/v2@v${version}`], { GOBIN: join(folder, 'bin') }],
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-bench-nats-'));
  const identity = await makeCertificate({ commonName: 'localhost' });
  const port = await freePort();
  const config = writeConfig(folder, port, tlsCredentials(identity));
  const server = new ChildProgram(program, ['-c', config]);
  const opened: { close(): unknown }[] = [
    { close: () => rmSync(folder, { recursive: true, force: true }) },
    { close: () => server.end() },
  ];
  const close = async () => {
    for (const part of opened.splice(0).reverse()) await part.close();
  };
  try {
    await server.listens(port);
    const cloud = await NatsClient.connect(port, identity.certificate);
    opened.push(cloud);
    await createStream(cloud);
    const sender = new ReferenceProcess('jetstream-sender', {
      port,
      certificate: identity.certificate,
      notification: jobNotification(0),
      batch,
    });
    opened.push(sender);
    await sender.process.ready();
    const inbox = new DeliveredBatches(cloud);
    return { pid: server.child.pid, deliver: (batches) => inbox.take(batches), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As durable as ours: what is published is on the disk before it is acknowledged to the sender. */
function writeConfig(folder: string, port: number, { cert, key }: { cert: string; key: string }): string {
  const path = (name: string) => join(folder, name);
  writeFileSync(path('cert.pem'), cert);
  writeFileSync(path('key.pem'), key, { mode: 0o600 });
  writeFileSync(
    path('nats.conf'),
    `listen: "127.0.0.1:${port}"
jetstream { store_dir: "${path('store')}", sync_interval: always }
tls { cert_file: "${path('cert.pem')}", key_file: "${path('key.pem')}", handshake_first: true }
`,
  );
  return path('nats.conf');
}

/** A queue of which a message is removed when it is acknowledged, and one message at a time that is not. */
async function createStream(client: NatsClient): Promise<void> {
  await client.ask('$JS.API.STREAM.CREATE.BENCH', {
    name: 'BENCH',
    subjects: ['bench.batches'],
    storage: 'file',
    retention: 'workqueue',
    num_replicas: 1,
  });
  await client.ask('$JS.API.CONSUMER.DURABLE.CREATE.BENCH.cloud', {
    stream_name: 'BENCH',
    config: {
      durable_name: 'cloud',
      deliver_subject: 'bench.deliver',
      ack_policy: 'explicit',
      max_ack_pending: 1,
      ack_wait: 30_000_000_000,
    },
  });
}

/** The cloud application: reads each message and acknowledges it; an acknowledgement is confirmed by the server. */
class DeliveredBatches {
  readonly #client: NatsClient;
  #left = 0;
  #jobIds: number[] = [];
  #done: () => void = () => undefined;

  constructor(client: NatsClient) {
    this.#client = client;
    client.subscribe('bench.deliver', async ({ payload, reply }) => {
      const message = JSON.parse(String(payload)) as { payload: { data: { jobId: number }[] }[] };
      this.#jobIds.push(...message.payload.flatMap(({ data }) => data.map(({ jobId }) => jobId)));
      await client.request(reply, '+ACK');
      if (--this.#left === 0) this.#done();
    });
  }

  async take(batches: number): Promise<readonly number[]> {
    this.#left = batches;
    this.#jobIds = [];
    const all = new Promise<void>((resolve) => {
      this.#done = resolve;
    });
    this.#client.publish('bench.go', String(batches));
    await all;
    return this.#jobIds;
  }
}
