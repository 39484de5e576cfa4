import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { NotificationDelivery } from '../../electron/service/notification/notification-delivery.ts';
import type { WrittenMessage } from '../../electron/service/written-message.ts';
import { usedHeap } from '../support/heap.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { jobNotification } from '../support/notification-samples.ts';
import { silentLog } from '../support/silent-log.ts';
import { tempFolder } from '../support/temp-folder.ts';

const silent = () => undefined;
const second = 1000;
const hour = 3600 * second;
const mebibyte = 1024 * 1024;

/** A delivery whose groups acknowledge at once, but for those that are named. */
function deliveryOn(file: string, groups: readonly string[], mute: readonly string[] = []) {
  const clock = new ManualClock();
  const sent = new Map<string, number>();
  let id = 0;
  const delivery: NotificationDelivery = new NotificationDelivery({
    file,
    clock,
    log: silentLog,
    newId: () => `ID-${++id}`,
    resendAfter: () => 5 * second,
    sendTimeout: () => 2 * second,
    maxUndelivered: () => 0,
    send: (groupId: string, message: WrittenMessage, written: () => void) => {
      sent.set(groupId, (sent.get(groupId) ?? 0) + 1);
      written();
      if (!mute.includes(groupId))
        setImmediate(() =>
          delivery.acknowledged(groupId, {
            version: '1.0',
            id: message.id,
            type: 'NOTIFICATION',
            subType: 'RESPONSE',
            payload: [],
          }),
        );
      return true;
    },
    changed: silent,
  });
  delivery.start(new Set(groups));
  onTestFinished(() => delivery.stop());
  return { clock, delivery, sent };
}

describe('N-15, decision 24: large backlogs and silent peers', () => {
  it('N-15: a backlog of 200,000 is there at once after a start, takes no memory, and is delivered batch after batch', async () => {
    const file = join(tempFolder(), 'notifications.sqlite');
    const all = 200_000;
    const first = deliveryOn(file, ['a']);
    for (let jobId = 0; jobId < all; jobId += 1000)
      first.delivery.append(
        Array.from({ length: 1000 }, (_, index) => jobNotification(jobId + index)),
        silent,
      );
    first.delivery.stop();
    const before = usedHeap();
    const { delivery, sent, clock } = deliveryOn(file, ['a']);
    expect(delivery.group('a')).toMatchObject({ undelivered: all });
    delivery.served('a', true);
    while ((delivery.group('a')?.undelivered ?? 0) > 0) await clock.settle();
    expect(sent.get('a')).toBe(all / 500);
    expect(delivery.group('a')).toMatchObject({ delivered: all, inFlight: 0 });
    expect(usedHeap() - before).toBeLessThan(16 * mebibyte);
  });

  it('N-12, N-16: of three groups one never acknowledges for a week: the others are not delayed, and nothing is dropped', async () => {
    const file = join(tempFolder(), 'notifications.sqlite');
    const groups = ['a', 'b', 'silent'];
    const { clock, delivery, sent } = deliveryOn(file, groups, ['silent']);
    for (const groupId of groups) delivery.served(groupId, true);
    const hours = 7 * 24;
    for (let passed = 0; passed < hours; passed++) {
      delivery.append([jobNotification(2 * passed), jobNotification(2 * passed + 1)], silent);
      await clock.settle();
      await clock.settle();
      expect(delivery.group('a')).toMatchObject({ undelivered: 0 }); // at once, not after a timer
      await clock.advance(hour);
    }
    expect(delivery.group('b')).toMatchObject({ delivered: 2 * hours, undelivered: 0 });
    expect(delivery.group('silent')).toMatchObject({ delivered: 0, undelivered: 2 * hours, inFlight: 2 });
    expect(sent.get('silent')).toBe(1 + (hours * hour) / (5 * second)); // the same request again and again
    expect(sent.get('a')).toBe(hours);
  });
});
