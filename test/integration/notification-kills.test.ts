import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { batchLimits } from '../../electron/service/notification/batch-reader.ts';
import { batchesPerCommit } from '../../electron/service/notification/group-batches.ts';
import { type Message, makeMessage } from '../../shared/messages.ts';
import type { Arrival } from '../faults/campaign-record.ts';
import { judgeMessages } from '../faults/judge-messages.ts';
import { EndpointServer } from '../support/endpoint-server.ts';
import { type OwnProcess, startHeadless } from '../support/headless-process.ts';
import { saveEndpoints } from '../support/save-endpoints.ts';
import { seedNotifications } from '../support/seed-notifications.ts';
import { tempFolder } from '../support/temp-folder.ts';

const groupId = 'sg1';

type Moment = 'before the acknowledgement' | 'after the acknowledgement';

/** A cloud application that acknowledges each message at once and notes everything. */
function recordAt(server: EndpointServer, happened: (moment: Moment, arrivals: readonly Arrival[]) => void): Arrival[] {
  const arrivals: Arrival[] = [];
  let connection = 0;
  let connectedAt = 0;
  server.accepted = () => {
    connection++;
    connectedAt = Date.now();
  };
  server.received = ({ id, timeStamp, payload }: Message, { webSocket, path }) => {
    const time = Date.now();
    const elements = payload as Arrival['payload'];
    arrivals.push({
      time,
      endpoint: path,
      connection,
      connectedAt,
      id,
      timeStamp,
      payload: elements,
      acknowledgedAt: undefined,
    });
    happened('before the acknowledgement', arrivals);
    if (webSocket.readyState !== webSocket.OPEN) return;
    webSocket.send(JSON.stringify(makeMessage('NOTIFICATION', 'RESPONSE', id, time / 1000, [])));
    const arrival = arrivals.at(-1);
    if (arrival) arrival.acknowledgedAt = time;
    happened('after the acknowledgement', arrivals);
  };
  return arrivals;
}

const jobIdsIn = (arrivals: readonly Arrival[]) =>
  arrivals.flatMap(({ payload }) => payload.flatMap(({ data }) => data.map(({ jobId }) => jobId)));

describe('N-15, decision 21: a backlog of many batches and kill -9', () => {
  it.each([
    { at: 5, when: 'after the acknowledgement' }, // within batches that were stored together
    { at: 5 + batchesPerCommit, when: 'before the acknowledgement' }, // within the next ones
  ])(
    'N-11, N-12, N-15: killed at message $at, $when: each notification comes, in order, and at most that message twice',
    async ({ at, when }) => {
      const batches = at + 3;
      const undelivered = batches * batchLimits.notifications;
      const server = await EndpointServer.start();
      const data = join(tempFolder(), 'data');
      const url = server.url('cloud');
      saveEndpoints(data, server.identity, [
        { hostName: 'a.example.com', groupId, url, priority: 1, token: 'a token' },
      ]);
      seedNotifications(data, [{ groupId, undelivered }], Date.now());
      const all = Promise.withResolvers<void>();
      let host: OwnProcess | undefined;
      const arrivals = recordAt(server, (moment, soFar) => {
        if (moment === when && soFar.length === at) host?.child.kill('SIGKILL');
        const different = new Set(soFar.map(({ id }) => id)).size;
        if (different === batches && moment === 'after the acknowledgement') all.resolve();
      });
      onTestFinished(async () => {
        await host?.end('SIGKILL');
        await server.close();
      });
      host = startHeadless(['--data', data]);
      expect((await host.ended).signal).toBe('SIGKILL');
      host = startHeadless(['--data', data]);
      await all.promise;
      expect(judgeMessages(groupId, arrivals)).toEqual([]);
      const firsts = arrivals.filter(({ id }, index) => arrivals.findIndex((other) => other.id === id) === index);
      expect(jobIdsIn(firsts)).toEqual(Array.from({ length: undelivered }, (_, index) => index + 1));
      expect(arrivals.length - firsts.length).toBeLessThanOrEqual(1);
    },
  );
});
