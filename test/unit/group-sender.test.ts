import { describe, expect, it } from 'vitest';
import type { Batch } from '../../electron/service/notification/group-batches.ts';
import { GroupSender } from '../../electron/service/notification/group-sender.ts';
import type { WrittenMessage } from '../../electron/service/written-message.ts';
import type { Envelope } from '../../shared/messages.ts';
import { notificationPayload } from '../../shared/notifications.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { jobNotification } from '../support/notification-samples.ts';

const silent = () => undefined;
const second = 1000;

/** A sender of one group between a log of batches and a connection that a test works. */
function senderOf(batches: number) {
  const clock = new ManualClock();
  const waiting = Array.from({ length: batches }, (_, index) => jobNotification(index + 1));
  let inFlight: Batch | undefined;
  let id = 0;
  let failure: Error | undefined;
  const stored: string[] = [];
  const next = (nextId: string): Batch | undefined => {
    if (failure) throw failure;
    const notification = waiting.shift();
    const payload = Buffer.from(JSON.stringify(notificationPayload(notification ? [notification] : [])));
    inFlight = notification && { id: nextId, count: 1, payload, since: 0 };
    if (inFlight) stored.push(nextId);
    return inFlight;
  };
  const prepared: string[] = [];
  const sent: { message: WrittenMessage; written: () => void }[] = [];
  const warned: string[] = [];
  let isTaken = true;
  let writes = true;
  const options = {
    groupId: 'sg1',
    log: {
      debug: silent,
      info: silent,
      warn: (event: string) => void warned.push(event),
      error: silent,
      close: () => Promise.resolve(),
    },
    notifications: {
      inFlight: () => inFlight,
      nextBatch: (_groupId: string, newId: () => string) => next(newId()),
      acknowledge: (_groupId: string, newId: () => string) => next(newId()),
      prepare: () => {
        if (failure) throw failure;
        prepared.push(inFlight?.id ?? '');
      },
    },
    clock,
    newId: () => `ID-${++id}`,
    resendAfter: () => 5 * second,
    sendTimeout: () => 2 * second,
    send: (message: WrittenMessage, written: () => void) => {
      if (!isTaken) return false;
      expect(stored).toContain(message.id); // N-15: on the disk before it is sent
      sent.push({ message, written });
      if (writes) written();
      return true;
    },
    changed: silent,
  };
  const sender = new GroupSender(options);
  const acknowledge = (messageId: string, payload: unknown = []) => {
    const envelope: Envelope = { version: '1.0', id: messageId, type: 'NOTIFICATION', subType: 'RESPONSE', payload };
    sender.acknowledged(envelope);
  };
  return {
    clock,
    sender,
    waiting,
    acknowledge,
    warned,
    prepared,
    sent,
    ids: () => sent.map(({ message }) => message.id),
    breakLog: (error: Error | undefined) => {
      failure = error;
    },
    setTaken: (taken: boolean) => {
      isTaken = taken;
    },
    setWrites: (value: boolean) => {
      writes = value;
    },
  };
}

describe('N-11 to N-14: the sender of one group', () => {
  it('N-12, N-11: one request at a time; as soon as it is acknowledged the next one goes, without waiting for a timer', () => {
    const { sender, acknowledge, ids } = senderOf(3);
    sender.connected();
    sender.wake();
    expect(ids()).toEqual(['ID-1']);
    acknowledge('id-1'); // compared without regard to case
    expect(ids()).toHaveLength(2);
    acknowledge(ids()[1] ?? '');
    expect(ids()).toHaveLength(3);
  });

  it('N-12, N-13, decision 21: without acknowledgement it is sent again every notification.scheduledRate, same id and payload, fresh timeStamp', async () => {
    const { sender, clock, ids, sent } = senderOf(2);
    sender.connected();
    await clock.advance(5 * second - 1);
    expect(ids()).toEqual(['ID-1']);
    await clock.advance(1);
    await clock.advance(5 * second);
    expect(ids()).toEqual(['ID-1', 'ID-1', 'ID-1']);
    expect(sender.resends).toBe(2);
    const [first, , third] = sent.map(({ message }) => message.read());
    expect(third?.payload).toEqual(first?.payload);
    expect((third?.timeStamp ?? 0) - (first?.timeStamp ?? 0)).toBe(10);
  });

  it('N-16, decision 21: on another connection what is in flight is sent at once with the same id; a late acknowledgement counts, a second one is ignored', async () => {
    const { sender, clock, acknowledge, ids } = senderOf(2);
    sender.connected();
    sender.disconnected();
    await clock.advance(60 * second);
    expect(ids()).toEqual(['ID-1']);
    sender.connected();
    expect(ids()).toEqual(['ID-1', 'ID-1']);
    sender.disconnected();
    acknowledge('ID-1');
    sender.connected();
    expect(ids()).toHaveLength(3);
    const next = ids()[2] ?? '';
    expect(next).not.toBe('ID-1');
    acknowledge('ID-1');
    expect(ids()).toHaveLength(3);
  });

  it('N-14, decision 23: while bytes of a copy are still in our buffers no second one is queued, and it is said after notification.sendTimeout', async () => {
    const { sender, clock, ids, sent, setWrites, warned } = senderOf(1);
    setWrites(false);
    sender.connected();
    await clock.advance(2 * second);
    expect(warned).toEqual(['notification not sent in time']);
    await clock.advance(20 * second);
    expect(ids()).toEqual(['ID-1']);
    expect(sender.resends).toBe(0); // N-13: what no connection took was not sent again
    sent[0]?.written();
    await clock.advance(5 * second);
    expect(ids()).toEqual(['ID-1', 'ID-1']);
    expect(sender.resends).toBe(1);
  });

  it('N-14: a new connection does not wait for the buffers of the old one, nor is it taken in by their end', () => {
    const { sender, ids, sent, setWrites } = senderOf(1);
    setWrites(false);
    sender.connected();
    sender.disconnected();
    sender.connected();
    expect(ids()).toEqual(['ID-1', 'ID-1']);
    sent[0]?.written(); // of the old connection
    sender.wake();
    expect(ids()).toHaveLength(2);
  });

  it('N-10: an acknowledgement with a payload counts, with a warning', () => {
    const { sender, acknowledge, ids, warned } = senderOf(2);
    sender.connected();
    acknowledge('ID-1', [{ valid: true }]);
    expect(ids()).toHaveLength(2);
    expect(warned).toEqual(['odd acknowledgement']);
  });

  it('N-12: what is appended later is sent when it is told of, unless something is in flight', () => {
    const { sender, waiting, acknowledge, ids } = senderOf(0);
    sender.connected();
    expect(ids()).toEqual([]);
    waiting.push(jobNotification(1));
    sender.wake();
    expect(ids()).toHaveLength(1);
    waiting.push(jobNotification(2));
    sender.wake();
    expect(ids()).toHaveLength(1);
    acknowledge(ids()[0] ?? '');
    expect(ids()).toHaveLength(2);
  });

  it('N-15: what cannot be stored is not sent; it goes on by itself when the disk can be written again', async () => {
    const { sender, clock, acknowledge, ids, breakLog } = senderOf(2);
    breakLog(new Error('database or disk is full'));
    sender.connected();
    expect(ids()).toEqual([]);
    expect(sender.problem).toContain('disk is full');
    breakLog(undefined);
    await clock.advance(5 * second);
    expect(ids()).toHaveLength(1);
    breakLog(new Error('database or disk is full'));
    acknowledge(ids()[0] ?? '');
    breakLog(undefined);
    await clock.advance(5 * second);
    expect(new Set(ids()).size).toBe(1); // not acknowledged on the disk: the same one again
    acknowledge(ids()[0] ?? '');
    expect(new Set(ids()).size).toBe(2);
    expect(sender.problem).toBeUndefined();
  });

  it('N-11: an acknowledgement that comes before we know that its request has left holds nothing up', () => {
    const { sender, sent, acknowledge, ids, prepared, setWrites } = senderOf(3);
    setWrites(false);
    sender.connected();
    acknowledge('ID-1');
    expect(ids()).toEqual(['ID-1', 'ID-2']);
    expect(sender.resends).toBe(0); // it is the first copy
    sent[0]?.written();
    expect(prepared).toEqual([]);
    sent[1]?.written();
    expect(prepared).toEqual(['ID-2']);
  });

  it('decision 21: what follows is prepared once, when a batch has left, and what fails there stops nothing', async () => {
    const { clock, sender, sent, acknowledge, ids, prepared, setWrites, breakLog } = senderOf(3);
    setWrites(false);
    sender.connected();
    expect(prepared).toEqual([]);
    sent[0]?.written();
    await clock.advance(5 * second);
    sent[1]?.written();
    expect(ids()).toEqual(['ID-1', 'ID-1']);
    expect(prepared).toEqual(['ID-1']);
    acknowledge('ID-1');
    breakLog(new Error('database or disk is full'));
    sent[2]?.written();
    expect(sender.problem).toBeUndefined();
    breakLog(undefined);
    acknowledge(ids()[2] ?? '');
    expect(ids()).toHaveLength(4);
  });

  it('N-15: after it was stopped nothing is sent and no timer is left', async () => {
    const { sender, clock, ids } = senderOf(2);
    sender.connected();
    sender.stop();
    expect(clock.waiting).toBe(0);
    await clock.advance(60 * second);
    expect(ids()).toHaveLength(1);
  });

  it('N-14: a connection that is just ending takes nothing; the next one gets it', () => {
    const { sender, ids, setTaken } = senderOf(1);
    setTaken(false);
    sender.connected();
    expect(ids()).toEqual([]);
    setTaken(true);
    sender.connected();
    expect(ids()).toEqual(['ID-1']);
    expect([sender.resends, sender.handedOver.timesSent]).toEqual([0, 1]);
  });
});
