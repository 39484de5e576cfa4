import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RemoteMaster } from '../../electron/masters/remote-master.ts';
import { direct } from '../../electron/service/tls/proxy.ts';
import type { NotificationUpdate } from '../../shared/notification-status.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { silentLog } from '../support/silent-log.ts';

/** A headless host without endpoints, and the console's end of it, on a clock that stands still: nothing is asked by itself. */
async function open() {
  const told = { undelivered: 1 };
  const server = createServer((request, response) => {
    const group = { groupId: 'sg1', connectedHost: null, inFlight: 0, delivered: 0, oldestUndelivered: null, ...told };
    const netbackup = { state: 'ok', detail: '' };
    const status = { groups: [group], endpoints: [], netbackup, version: '1.0.0' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/nbwss/status' ? status : []));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clock = new ManualClock();
  const master = new RemoteMaster({
    master: {
      id: 'branch',
      name: 'branch',
      kind: 'headless host',
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      credentials: { kind: 'token' },
      trust: null,
      pollSeconds: 10,
      addedAt: 0,
    },
    secret: () => 'a-fixed-token-of-at-least-32-characters-for-tests',
    clock,
    log: silentLog,
    route: direct,
    changed: () => undefined,
  });
  onTestFinished(async () => {
    await master.end();
    server.close();
    server.closeAllConnections();
  });
  return { clock, master, told };
}

describe('issue 10: the notifications of a headless host', () => {
  it('what it tells while the console is still busy with the update before is told next, and does not wait for another change', async () => {
    const { clock, master, told } = await open();
    const stream = master.watchNotifications(undefined, undefined);
    const undelivered = ({ value }: IteratorResult<NotificationUpdate, void>) =>
      value?.groups.map((group) => group.undelivered);
    expect(undelivered(await stream.next())).toEqual([1]);

    told.undelivered = 2;
    await master.askNow(); // the console has not asked for the next update yet
    let next: number[] | undefined;
    const read = stream.next().then((result) => {
      next = undelivered(result);
    });
    await clock.settle();
    expect(next).toEqual([2]);
    await read;
  });
});
