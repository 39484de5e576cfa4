import { batchLimits } from '../../electron/service/notification/batch-reader.ts';
import { jobNotification } from '../support/notification-samples.ts';
import { seedNotifications } from '../support/seed-notifications.ts';
import { alternately, type RoundFigures } from './alternately.ts';
import { DeliveredNotifications } from './delivered-notifications.ts';
import { OwnHost } from './own-host.ts';
import { processorTime } from './processor-time.ts';
import { ReferenceProcess } from './reference-process.ts';
import type { Benchmark } from './result.ts';

/** Acknowledged messages of one round, each full. */
export const batchesPerRound = 200;
export const notificationsPerBatch = batchLimits.notifications;

/** So many that each round has full batches, the warming one too, and one more waits at the end. */
export const notificationsFor = (rounds: number) => ((rounds + 1) * batchesPerRound + 1) * notificationsPerBatch;

/** N-11, N-15: notifications a second to one group, each batch on the disk before it is sent, and acknowledged. */
export const notifications: Benchmark = {
  name: 'notifications',
  about: `${batchesPerRound} batches of ${notificationsPerBatch} notifications, durable, each acknowledged before the next, over TLS`,
  unit: 'notifications/s',
  referenceName: 'stop-and-wait sender of the same batches from memory, nothing stored',
  goal: { kind: 'ratio at least', value: 0.8 },
  async measure(run) {
    const count = notificationsFor(run.rounds);
    const cloud = await DeliveredNotifications.start();
    const ours = hostWithBacklog(cloud, count);
    const reference = new ReferenceProcess('stop-and-wait', {
      url: cloud.server.url('reference'),
      certificate: cloud.server.identity.certificate,
      notification: jobNotification(0),
      count,
      batch: notificationsPerBatch,
    });
    try {
      await cloud.ready(['ours', 'reference']);
      const take = (name: string) => () => cloud.acknowledge(name, batchesPerRound);
      return await alternately(run, {
        ours: (round) => measureDelivery('ours', take('ours'), round, ours.pid),
        reference: (round) => measureDelivery('reference', take('reference'), round, reference.pid),
      });
    } finally {
      await Promise.all([ours.close(), reference.close()]);
      await cloud.close();
    }
  },
};

/** The real host, with so many notifications in its log that wait for the group of the endpoint `ours`. */
export function hostWithBacklog({ server }: DeliveredNotifications, undelivered: number): OwnHost {
  const groups = [{ groupId: 'group ours', undelivered }];
  return OwnHost.start(server, ['ours'], { prepare: (data) => seedNotifications(data, groups, Date.now()) });
}

/**
 * One round. @param deliver has the batches of a round delivered; @returns the job ids in them
 * @throws when it was not each notification once, in its order
 */
export async function measureDelivery(
  name: string,
  deliver: () => Promise<readonly number[]>,
  round: number,
  pid: number | undefined,
): Promise<RoundFigures> {
  const processor = processorTime(pid);
  const started = performance.now();
  const jobIds = await deliver();
  const seconds = (performance.now() - started) / 1000;
  const took = processorTime(pid) - processor;
  assertInOrder(name, jobIds, round);
  return {
    value: jobIds.length / seconds,
    ...(Number.isNaN(took) ? {} : { also: { 'processor for a batch, in ms': took / batchesPerRound } }),
  };
}

/** @throws when it was not each notification of this round once, in its order */
function assertInOrder(name: string, jobIds: readonly number[], round: number): void {
  const perRound = batchesPerRound * notificationsPerBatch;
  const isRight = jobIds.length === perRound && jobIds.every((id, index) => id === round * perRound + index + 1);
  if (!isRight) throw new Error(`${name} has not delivered each notification of round ${round} once, in its order`);
}
