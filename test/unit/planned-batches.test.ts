import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabaseFile } from '../../electron/service/database-file.ts';
import { type Batch, batchesPerCommit } from '../../electron/service/notification/group-batches.ts';
import { logFormat } from '../../electron/service/notification/log-format.ts';
import { NotificationLog } from '../../electron/service/notification/notification-log.ts';
import { jobNotification } from '../support/notification-samples.ts';
import { tempFolder } from '../support/temp-folder.ts';

const now = Date.UTC(2026, 0, 15);
const nothing = () => undefined;

/** A log with one group `a`, for which so many notifications wait. */
function logOf(waiting: number) {
  const file = join(tempFolder(), 'notifications.sqlite');
  let id = 0;
  const newId = () => `ID-${++id}`;
  const open = (path: string) => {
    const { database } = openDatabaseFile(path, logFormat, now);
    onTestFinished(() => database.close());
    return database;
  };
  const database = open(file);
  const log = new NotificationLog(database);
  log.setGroups(new Set(['a']), now);
  const append = (from: number, count: number) =>
    log.append(
      Array.from({ length: count }, (_, index) => jobNotification(from + index)),
      now,
      nothing,
    );
  append(1, waiting);
  /** What a kill at this moment leaves behind, opened by another run. */
  const killed = () => {
    const path = join(tempFolder(), 'notifications.sqlite');
    for (const suffix of ['', '-wal']) copyFileSync(`${file}${suffix}`, `${path}${suffix}`);
    return new NotificationLog(open(path));
  };
  /** From now on writes into a table fail as on a full disk, until there is room again. */
  const fill = (table: 'groups' | 'plannedBatches') =>
    database.exec(
      `CREATE TEMP TRIGGER full BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
  const empty = () => database.exec('DROP TRIGGER full');
  return { log, append, newId, killed, fill, empty };
}

const sentAs = (batch: Batch | undefined) => batch && { id: batch.id, payload: batch.payload.toString() };

/** Acknowledges as long as there is something, as a cloud application would. */
function deliverAll(log: NotificationLog, newId: () => string): (ReturnType<typeof sentAs> | undefined)[] {
  const sent: ReturnType<typeof sentAs>[] = [];
  for (let batch = log.inFlight('a'); batch; batch = log.acknowledge('a', newId, now)) sent.push(sentAs(batch));
  return sent;
}

describe('decision 21: batches that are stored before their turn', () => {
  it('decisions 21, 22: what is prepared is sent in its order, whole, each with an id of its own', () => {
    const { log, newId } = logOf(40 * 500 + 7);
    const sent = [sentAs(log.nextBatch('a', newId, now))];
    for (;;) {
      log.prepare('a', newId);
      log.prepare('a', newId); // again, after a resend: nothing changes
      const next = log.acknowledge('a', newId, now);
      if (!next) break;
      sent.push(sentAs(next));
    }
    expect(new Set(sent.map((batch) => batch?.id)).size).toBe(41);
    const jobIds = sent.flatMap((batch) =>
      (JSON.parse(batch?.payload ?? '[]') as { data: { jobId: number }[] }[]).flatMap(({ data }) =>
        data.map(({ jobId }) => jobId),
      ),
    );
    expect(jobIds).toEqual(Array.from({ length: 40 * 500 + 7 }, (_, index) => index + 1));
    expect(log.backlog('a')).toMatchObject({ delivered: 40 * 500 + 7, undelivered: 0, inFlight: 0 });
  });

  it('N-15, decision 21: killed when the next batch is prepared and the one before not acknowledged: both come with the same id and content', () => {
    const { log, newId, killed } = logOf(3 * 500);
    const first = sentAs(log.nextBatch('a', newId, now));
    log.prepare('a', newId);
    const again = killed();
    expect(sentAs(again.inFlight('a'))).toEqual(first);
    const here = sentAs(log.acknowledge('a', newId, now));
    expect(sentAs(again.acknowledge('a', newId, now))).toEqual(here);
  });

  it('N-11, N-15: killed after an acknowledgement that was not waited for: it counts, and the next one has the id that it was sent with', () => {
    const { log, newId, killed } = logOf(4 * 500);
    log.nextBatch('a', newId, now);
    log.prepare('a', newId);
    for (const delivered of [500, 1000]) {
      const sent = sentAs(log.acknowledge('a', newId, now));
      const again = killed();
      expect(again.backlog('a')).toMatchObject({ delivered, undelivered: 2000 - delivered });
      expect(sentAs(again.inFlight('a'))).toEqual(sent);
    }
  });

  it('N-15, decision 21: a power cut that takes the acknowledgements since the last commit that was waited for: the same batches again, in order, none new before them', () => {
    const { log, append, newId, killed } = logOf(20 * 500);
    log.nextBatch('a', newId, now);
    log.prepare('a', newId);
    const onDisk = killed();
    const sent = [sentAs(log.inFlight('a'))];
    for (let count = 0; count < batchesPerCommit; count++) sent.push(sentAs(log.acknowledge('a', newId, now)));
    append(20 * 500 + 1, 100);
    let id = 0;
    const again = deliverAll(onDisk, () => `LATER-${++id}`);
    expect(again.slice(0, sent.length)).toEqual(sent);
    expect(again).toHaveLength(20);
    expect(onDisk.backlog('a')).toMatchObject({ delivered: 20 * 500, undelivered: 0 });
  });

  it('N-8, decision 22: a batch that is not full is not fixed before its turn: what is appended meanwhile goes with it', () => {
    const { log, append, newId } = logOf(500 + 3);
    log.nextBatch('a', newId, now);
    log.prepare('a', newId);
    append(504, 4);
    expect(log.acknowledge('a', newId, now)?.count).toBe(7);
  });

  it('N-15, decision 24: a full disk while the next one is prepared costs nothing: what is in flight stays, and counts', () => {
    const { log, newId, fill, empty, killed } = logOf(3 * 500);
    const first = sentAs(log.nextBatch('a', newId, now));
    fill('plannedBatches');
    expect(() => log.prepare('a', newId)).toThrow('full');
    expect(sentAs(log.inFlight('a'))).toEqual(first);
    expect(sentAs(killed().inFlight('a'))).toEqual(first);
    expect(log.acknowledge('a', newId, now)?.count).toBe(500);
    empty();
    log.prepare('a', newId);
    expect(log.backlog('a')).toMatchObject({ delivered: 500, undelivered: 1000, inFlight: 500 });
  });

  it('N-15, decision 21: an acknowledgement that a full disk does not take is none: the same one again, and then the prepared one with its id', () => {
    const { log, newId, fill, empty, killed } = logOf(3 * 500);
    const first = sentAs(log.nextBatch('a', newId, now));
    log.prepare('a', newId);
    const prepared = sentAs(killed().acknowledge('a', newId, now));
    fill('groups');
    expect(() => log.acknowledge('a', newId, now)).toThrow('full');
    expect(sentAs(log.inFlight('a'))).toEqual(first);
    expect(sentAs(killed().inFlight('a'))).toEqual(first);
    empty();
    expect(sentAs(log.acknowledge('a', newId, now))).toEqual(prepared);
  });

  it('decision 20: a discarded backlog takes what was prepared with it', () => {
    const { log, append, newId, killed } = logOf(3 * 500);
    log.nextBatch('a', newId, now);
    log.prepare('a', newId);
    expect(log.discard('a', 'discarded by hand', now)).toBe(1500);
    append(2000, 501);
    const next = log.nextBatch('a', newId, now);
    expect(next?.payload.toString()).toContain('"jobId":2000');
    expect(sentAs(killed().inFlight('a'))).toEqual(sentAs(next));
    expect(log.acknowledge('a', newId, now)?.count).toBe(1);
  });
});
