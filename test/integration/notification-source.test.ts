import { describe, expect, it } from 'vitest';
import { type NetBackupOptions, PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { NetBackupClient } from '../../electron/service/command/netbackup-client.ts';
import type { NetBackupCredentials } from '../../electron/service/netbackup/credentials.ts';
import { NetBackupSession } from '../../electron/service/netbackup/session.ts';
import { CountedSession } from '../support/counted-session.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { useServers } from '../support/open-servers.ts';
import { silentLog } from '../support/silent-log.ts';
import { SourceBench } from '../support/source-bench.ts';

const second = 1_000;
const password = 'SENTINEL-PASSWORD';
const masterName = 'masterserver2.domain.com';

describe('the source of notifications before a practice NetBackup server', () => {
  const { closeLater } = useServers();

  /** The source, polling over TLS with a session of its own. */
  async function start(options: NetBackupOptions = {}) {
    const clock = new ManualClock(Date.now()); // certificates made now are valid now
    const account = { userName: 'nbwss', password };
    const netBackup = closeLater(await PracticeNetBackup.start({ clock, masterName, account, ...options }));
    const { origin: baseUrl, caCertificate } = netBackup;
    const client = new NetBackupClient({ baseUrl, caCertificate }, clock);
    const credentials: NetBackupCredentials = {
      kind: 'password',
      userName: 'nbwss',
      domainName: '',
      domainType: 'unixpwd',
      password,
    };
    const session = new NetBackupSession({ client, credentials, clock, log: silentLog, caller: 'own calls' });
    const counted = new CountedSession(session);
    const bench = new SourceBench({ clock, session: () => counted });
    closeLater({
      async close() {
        bench.source.stop();
        await session.end();
        await client.close();
      },
    });
    /** Lets time pass in small steps, and every answer arrive before the next. */
    const pass = async (milliseconds: number) => {
      for (let passed = 0; passed < milliseconds; passed += 250) {
        await clock.advance(250);
        await counted.quiet();
      }
    };
    bench.source.start();
    await counted.quiet();
    return { bench, netBackup, pass };
  }

  it.each([3, 8, 9, 12, 14])(
    'N-17, N-2, N-3, N-4 with API %i.0 a VMware backup is told job by job and image by image, as the guide prints it',
    async (apiVersion) => {
      const { bench, netBackup, pass } = await start({ apiVersion });
      await pass(53 * second);
      expect(bench.told).toEqual([]);
      const begun = Math.floor(bench.clock.now() / 1000);
      const parent = netBackup.scenarios.startBackup();
      await pass(20 * second);
      const job = (jobId: number, state: string, more: object) => ({
        object: 'JOB',
        data: {
          scheduleType: 'ST_FULL',
          clientName: 'DummyTestVM',
          status: 0,
          state,
          policyName: 'vmware2',
          jobId,
          policyType: 'VMWARE',
          ...more,
        },
      });
      const a = { clientName: masterName, parentJobId: parent, jobType: 'BACKUP', startTime: begun };
      const b = { parentJobId: parent, jobType: 'SNAPSHOT', startTime: begun + 1 };
      const c = { parentJobId: parent + 1, jobType: 'BACKUP', startTime: begun + 2 };
      const image = (backupTime: number, operationId: string) => ({
        object: 'IMAGE',
        data: {
          clientType: 'VMWARE',
          clientName: 'DummyTestVM',
          backupTime,
          createdTime: expect.any(Number),
          operationId,
          backupId: `DummyTestVM_${backupTime}`,
        },
      });
      const told = bench.told;
      expect(parent).toBe(144);
      expect(told.filter(({ object }) => object === 'JOB')).toEqual([
        job(144, 'ACTIVE', a),
        job(145, 'ACTIVE', b),
        job(146, 'ACTIVE', c),
        job(146, 'DONE', c),
        job(145, 'DONE', b),
        job(144, 'DONE', a),
      ]);
      expect(told.filter(({ object }) => object === 'IMAGE')).toEqual([
        image(begun + 1, 'CREATE'),
        image(begun + 2, 'CREATE'),
        image(begun + 1, 'UPDATE'),
      ]);
      for (const { object, data } of told)
        if (object === 'IMAGE') expect(data.createdTime).toBeGreaterThanOrEqual(data.backupTime);
      expect(bench.source.status).toMatchObject({ state: 'ok', lastFullImagePass: expect.any(Number) });
    },
  );

  it('N-18 a restore is told without a policy, and is its own parent', async () => {
    const { bench, netBackup, pass } = await start();
    const startTime = Math.floor(bench.clock.now() / 1000);
    const jobId = netBackup.scenarios.startRestore();
    await pass(15 * second);
    const restore = {
      scheduleType: 'ST_FULL',
      clientName: masterName,
      status: 0,
      startTime,
      policyName: '',
      parentJobId: jobId,
      jobId,
      policyType: 'STANDARD',
      jobType: 'RESTORE',
    };
    expect(bench.told.map(({ data }) => data)).toEqual([
      { ...restore, state: 'ACTIVE' },
      { ...restore, state: 'DONE' },
    ]);
  });

  it('N-19 an image that expires is told right after its IMAGEDELETE job', async () => {
    const { bench, netBackup, pass } = await start();
    await pass(10 * second);
    const { backupTime, backupId } = netBackup.master.images.find(
      ({ clientName, remoteExpirationDate }) => clientName === 'localhost' && remoteExpirationDate === 0,
    ) ?? { backupTime: 0, backupId: '' };
    const job = netBackup.scenarios.startExpiry();
    await pass(10 * second);
    expect(bench.toldInShort.filter((text) => text.startsWith(`${job} `)).at(-1)).toBe(`${job} DONE`);
    expect(bench.told.at(-1)).toEqual({
      object: 'IMAGE',
      data: {
        clientType: 'VMWARE',
        clientName: 'localhost',
        backupTime: backupTime / 1000,
        createdTime: expect.any(Number),
        operationId: 'DELETE',
        backupId,
      },
    });
    expect(bench.told.filter(({ object }) => object === 'IMAGE')).toHaveLength(1);
  });

  it('N-20, K-21 a replicated image that expires here is told with UPDATE and NO_LOCAL_COPY_AVAILABLE in one message', async () => {
    const { bench, netBackup, pass } = await start();
    await pass(10 * second);
    const image = netBackup.master.images.find(({ remoteExpirationDate }) => remoteExpirationDate > 0);
    netBackup.scenarios.startExpiryOfReplicated();
    await pass(10 * second);
    const images = bench.told.filter(({ object }) => object === 'IMAGE').map(({ data }) => data);
    const common = { clientType: 'STANDARD', clientName: 'localhost', backupId: image?.backupId };
    expect(images).toEqual([
      expect.objectContaining({ ...common, operationId: 'UPDATE' }),
      expect.objectContaining({ ...common, operationId: 'NO_LOCAL_COPY_AVAILABLE' }),
    ]);
    const appends = bench.appends.filter((append) => append.some(({ object }) => object === 'IMAGE'));
    expect(appends).toHaveLength(1);
  });

  it('decision 27: goes on after an outage and after its token was revoked, and tells what happened meanwhile', async () => {
    const { bench, netBackup, pass } = await start();
    await pass(10 * second);
    await netBackup.setOnline(false);
    await pass(10 * second);
    expect(bench.source.status).toMatchObject({ state: 'failing', detail: expect.stringMatching(/connect|reach/i) });
    const jobId = netBackup.scenarios.startRestore();
    await pass(10 * second);
    netBackup.sessions.expireTokens();
    await netBackup.setOnline(true);
    await pass(15 * second);
    expect(bench.toldInShort).toEqual([`${jobId} DONE`]);
    expect(bench.source.status.state).toBe('ok');
    expect(bench.logged.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    expect(bench.logged.join()).not.toContain(password);
  });
});
