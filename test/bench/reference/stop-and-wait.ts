import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connectTo, type Endpoint } from './connect.ts';

/** The least that delivers: the next batch of a list in memory, when the one before was acknowledged. Nothing is stored. */

interface Settings extends Endpoint {
  /** One notification; the others differ in the number of their job. */
  readonly notification: { readonly object: string; readonly data: Readonly<Record<string, unknown>> };
  readonly count: number;
  readonly batch: number;
}

const settings = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Settings;
const { object, data } = settings.notification;
const notifications = Array.from({ length: settings.count }, (_, index) => ({
  ...data,
  jobId: index + 1,
  parentJobId: index + 1,
}));
const socket = await connectTo(settings);
let sent = 0;
let id = '';

function sendNext(): void {
  const batch = notifications.slice(sent, sent + settings.batch);
  if (batch.length === 0) return;
  sent += batch.length;
  id = randomUUID().toUpperCase();
  socket.send(
    JSON.stringify({
      version: '1.0',
      type: 'NOTIFICATION',
      subType: 'REQUEST',
      id,
      timeStamp: Date.now() / 1000,
      payload: [{ notificationType: 'INFO', object, data: batch }],
    }),
  );
}

socket.on('message', (text) => {
  if ((JSON.parse(String(text)) as { id: string }).id === id) sendNext();
});
process.on('SIGTERM', () => process.exit(0));
sendNext();
