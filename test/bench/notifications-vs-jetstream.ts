import { alternately } from './alternately.ts';
import { DeliveredNotifications } from './delivered-notifications.ts';
import {
  batchesPerRound,
  hostWithBacklog,
  measureDelivery,
  notificationsFor,
  notificationsPerBatch,
} from './notifications.ts';
import { openJetstream } from './peers/jetstream.ts';
import type { Benchmark } from './result.ts';

/** N-11, N-15: the same work by a message broker that is known for its speed. */
export const notificationsVsJetstream: Benchmark = {
  name: 'notifications-vs-jetstream',
  about: `${batchesPerRound} batches of ${notificationsPerBatch} notifications, durable, each acknowledged before the next, over TLS`,
  unit: 'notifications/s',
  referenceName: 'NATS JetStream, stream in files, synced with each message, one unacknowledged message at a time',
  goal: { kind: 'ratio at least', value: 1 },
  async measure(run) {
    const jetstream = await openJetstream(notificationsPerBatch);
    const cloud = await DeliveredNotifications.start();
    const ours = hostWithBacklog(cloud, notificationsFor(run.rounds));
    try {
      await cloud.ready(['ours']);
      const take = () => cloud.acknowledge('ours', batchesPerRound);
      return await alternately(run, {
        ours: (round) => measureDelivery('ours', take, round, ours.pid),
        reference: (round) =>
          measureDelivery('JetStream', () => jetstream.deliver(batchesPerRound), round, jetstream.pid),
      });
    } finally {
      await Promise.all([ours.close(), jetstream.close()]);
      await cloud.close();
    }
  },
};
