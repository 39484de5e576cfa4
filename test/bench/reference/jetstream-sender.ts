import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { NatsClient } from './nats-client.ts';

/** Publishes batches to a stream of JetStream, each when the one before is stored; as many as each order on `bench.go` says. */

interface Settings {
  readonly port: number;
  readonly certificate: string;
  /** One notification; the others differ in the number of their job. */
  readonly notification: { readonly object: string; readonly data: Readonly<Record<string, unknown>> };
  readonly batch: number;
}

const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Settings;
const { object, data } = settings.notification;
const client = await NatsClient.connect(settings.port, settings.certificate);
let jobId = 0;

const nextBatch = () =>
  JSON.stringify({
    version: '1.0',
    type: 'NOTIFICATION',
    subType: 'REQUEST',
    id: randomUUID().toUpperCase(),
    timeStamp: Date.now() / 1000,
    payload: [
      {
        notificationType: 'INFO',
        object,
        data: Array.from({ length: settings.batch }, () => ({ ...data, jobId: ++jobId, parentJobId: jobId })),
      },
    ],
  });

client.subscribe('bench.go', async ({ payload }) => {
  const batches = Number(String(payload));
  for (let sent = 0; sent < batches; sent++) {
    const stored = JSON.parse(String(await client.request('bench.batches', nextBatch()))) as { error?: unknown };
    if (stored.error) throw new Error(JSON.stringify(stored.error));
  }
});
// Answered by the server when it has the subscription.
await client.request('$JS.API.INFO', '');
process.stdout.write('{"ready":true}\n');
process.on('SIGTERM', () => process.exit(0));
