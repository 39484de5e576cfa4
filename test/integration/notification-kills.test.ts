import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { batchLimits } from '../../electron/service/notification/batch-reader.ts';
import { batchesPerCommit } from '../../electron/service/notification/notification-log.ts';
import { type Message, makeMessage } from '../../shared/messages.ts';
import type { Arrival } from '../faults/campaign-record.ts';
import { judgeMessages } from '../faults/judge-messages.ts';
import { EndpointServer } from '../support/endpoint-server.ts';
import { type OwnProcess, startHeadless } from '../support/headless-process.ts';
import { saveEndpoints } from '../support/save-endpoints.ts';
import { seedNotifications } from '../support/seed-notifications.ts';
import { tempFolder } from '../support/temp-folder.ts';

const groupId = 'sg1';
const batches = 5 + 2 * batchesPerCommit;
const waiting = batches * batchLimits.notifications;

type Moment = 'before the acknowledgement' | 'after the acknowledgement';

/** At which message the service is killed: within batches that were stored together, and at the end of such. */
const kills: readonly (readonly [number, Moment])[] = [
  [5, 'after the acknowledgement'],
  [5 + batchesPerCommit, 'before the acknowledgement'],
];

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
  it('N-11, N-12, N-15: each notification comes, in order, and only the message that waited comes again, with its id and content', async () => {
    const server = await EndpointServer.start();
    const data = join(tempFolder(), 'data');
    const url = server.url('cloud');
    saveEndpoints(data, server.identity, [{ hostName: 'a.example.com', groupId, url, priority: 1, token: 'a token' }]);
    seedNotifications(data, [{ groupId, undelivered: waiting }], Date.now());
    const due = [...kills];
    const all = Promise.withResolvers<void>();
    let host: OwnProcess | undefined;
    const arrivals = recordAt(server, (moment, so) => {
      const different = new Set(so.map(({ id }) => id)).size;
      const [[at, when] = []] = due;
      if (different === at && moment === when) {
        due.shift();
        host?.child.kill('SIGKILL');
      }
      if (different === batches && moment === 'after the acknowledgement') all.resolve();
    });
    onTestFinished(async () => {
      await host?.end('SIGKILL');
      await server.close();
    });
    for (let run = 0; run <= kills.length; run++) {
      host = startHeadless(['--data', data]);
      await Promise.race([host.ended, all.promise]);
    }
    expect(due).toEqual([]);
    expect(judgeMessages(groupId, arrivals)).toEqual([]);
    const firsts = arrivals.filter(({ id }, index) => arrivals.findIndex((other) => other.id === id) === index);
    expect(jobIdsIn(firsts)).toEqual(Array.from({ length: waiting }, (_, index) => index + 1));
    expect(arrivals.length - firsts.length).toBeLessThanOrEqual(kills.length);
  });
});
