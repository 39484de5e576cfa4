import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { reportOf } from '../../renderer/client/problem.ts';
import type { GivenMaster, MasterTestStep } from '../../shared/masters.ts';
import type { NotificationUpdate } from '../../shared/notification-status.ts';
import { startHeadless } from '../support/headless-process.ts';
import { MasterBench } from '../support/master-bench.ts';
import { useServers } from '../support/open-servers.ts';
import { tempFolder } from '../support/temp-folder.ts';

const token = 'a-fixed-token-of-at-least-32-characters-for-tests';

describe('issue 10: a headless host as a master server', () => {
  const { closeLater, cloud } = useServers();
  let bench: MasterBench;
  afterEach(() => bench.close());

  const start = async (data: string, listen = '127.0.0.1:0') => {
    const host = startHeadless(['--data', data, '--listen', listen], { NBWSS_TOKEN: token });
    closeLater({ close: async () => void (await host.end()) });
    return { host, origin: new URL((await host.ready()).console).origin };
  };
  const given = (origin: string, change: Partial<GivenMaster> = {}): GivenMaster => ({
    kind: 'headless host',
    name: 'branch',
    origin,
    credentials: { kind: 'token', token },
    pollSeconds: 10,
    ...change,
  });

  it('tells what is under way in its own words, how notifications stand, and runs the connection process', async () => {
    bench = new MasterBench();
    const { origin } = await start(join(tempFolder(), 'data'));
    const one = await cloud({ hostName: 'localhost', priority: 1 });
    const two = await cloud({ hostName: '127.0.0.1', priority: 2 });
    const channel = bench.channel(bench.add(given(`${origin}/netbackup`)));
    const { client } = channel;
    for (const { details } of [one, two]) {
      const { certificate } = await client.details.validateFile({ details });
      await client.endpoints.add({ details, certificate: certificate.pem, trust: 'certificate' });
    }
    await one.changes.until('it is connected', () => one.connected);
    await client.state.retry();
    await channel.rowIs('127.0.0.1', { detail: { kind: 'told', text: 'Standby: sg1 is served by localhost' } });
    expect(channel.frame).toMatchObject({
      groups: [{ groupId: 'sg1', connectedHost: 'localhost' }],
      netBackup: { state: 'not configured' },
      capabilities: { renew: 'one step', run: true, notifications: 'status', activity: false },
    });
    expect(channel.frame.version).toMatch(/^\d/);
    await client.connectionProcess.run();

    const stop = new AbortController();
    const stream = await client.notifications.watch({}, { signal: stop.signal });
    let update: NotificationUpdate | undefined;
    for await (update of stream) break;
    stop.abort();
    expect(update?.groups).toMatchObject([{ groupId: 'sg1', undelivered: 0, inFlight: 0, delivered: 0 }]);
    for (const call of [client.notifications.pollNow(), client.notifications.history({ groupId: null })])
      expect(await call.catch(reportOf)).toMatchObject({ code: 'notPossible' });

    await two.setOnline(false);
    expect(await client.endpoints.deactivate({ hostNames: ['localhost'] })).toBeUndefined();
    await bench.until('it is told that a group is without connection', () => {
      const [, status] = bench.all;
      return status?.counts?.groupsWithoutConnection === 1;
    });
    expect(bench.all[1]?.counts).toEqual({
      endpoints: 2,
      activated: 1,
      connected: 0,
      groupsWithoutConnection: 1,
      undelivered: 0,
    });
  });

  it('what it told last stays in sight while it is gone, with the problem; when it is back it goes on', async () => {
    bench = new MasterBench();
    const data = join(tempFolder(), 'data');
    const { host, origin } = await start(data);
    const { details, listener } = await cloud({ hostName: 'localhost' });
    const id = bench.add(given(origin));
    const channel = bench.channel(id);
    await channel.client.endpoints.add({ details, certificate: listener.identity.certificate, trust: 'certificate' });
    await host.end('SIGKILL');
    expect(await channel.client.state.retry().catch(reportOf)).toMatchObject({ code: 'masterNotReached' });
    await channel.until('the problem', ({ frame }) => frame.master.state === 'failing');
    expect(channel.frame.service.state).toBe('ready');
    expect(channel.state.endpoints.map(({ hostName }) => hostName)).toEqual(['localhost']);
    const back = await start(data, new URL(origin).host);
    expect(back.origin).toBe(origin);
    await channel.client.state.retry();
    await channel.until('it answers again', ({ frame }) => frame.master.state === 'ok');
  });

  it('a wrong token is told as such, and the right one mends it', async () => {
    bench = new MasterBench();
    const { origin } = await start(join(tempFolder(), 'data'));
    const id = bench.add(given(origin, { credentials: { kind: 'token', token: 'x'.repeat(40) } }));
    await bench.until('it is refused', () => bench.hasStates({ [id]: 'failing' }));
    expect(bench.status(id).problem).toMatchObject({ code: 'masterNotSignedIn' });
    bench.masters.edit(id, given(origin));
    await bench.until('it answers', () => bench.hasStates({ [id]: 'ok' }));
  });

  it('Test connection: each step over plain HTTP, and where a wrong token ends it', async () => {
    bench = new MasterBench();
    const { origin } = await start(join(tempFolder(), 'data'));
    const course = async (master: GivenMaster) => {
      const steps: MasterTestStep[] = [];
      for await (const step of bench.masters.test(undefined, master)) steps.push(step);
      return steps.map(({ step, verdict }) => `${step} ${verdict}`);
    };
    const way = [
      'name-resolution passed',
      'tcp passed',
      'tls not tried',
      'certificate not tried',
      'ping passed',
      'api-version not tried',
    ];
    expect(await course(given(origin))).toEqual([...way, 'credentials passed', 'list passed']);
    const wrong = given(origin, { credentials: { kind: 'token', token: 'x'.repeat(40) } });
    expect(await course(wrong)).toEqual([...way, 'credentials failed', 'list not tried']);
    expect(bench.settings.list()).toEqual([]);
  });
});
