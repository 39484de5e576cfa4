import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { type NumberedApplication, type Practice, startPractice } from '../../electron/practice/practice.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { type GivenScenario, type ScenarioName, scenarioNames } from '../../shared/practice-scenarios.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { fetchFrom, NbwssPeer } from '../support/practice-tools.ts';

let folder: string;
let clock: ManualClock;
let practice: Practice;
const peers: NbwssPeer[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practice-test-'));
  clock = new ManualClock();
  practice = await startPractice({ folder, clock });
});
afterEach(async () => {
  for (const { socket } of peers.splice(0)) socket.terminate();
  await practice.close();
  expect(clock.waiting).toBe(0); // whatever was under way has ended with it
  await rm(folder, { recursive: true, force: true });
});

const entry = (id: string): NumberedApplication => {
  const found = practice.applications.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no application ${id}`);
  return found;
};
const first = () => entry('1').application;
const certificateOf = (application: PracticeCloudApplication) => application.listener.identity.certificate;
/** @returns a peer, and whether its CONNECT was accepted */
async function connect(application = first(), token = application.token) {
  const peer = new NbwssPeer(application.endpointUrl, { ca: certificateOf(application) });
  peers.push(peer);
  const { payload } = await peer.connect(token);
  return { peer, payload };
}
const acknowledged = (peer: NbwssPeer, id: string) => peer.messages.some((message) => message.id === id);
const notify = (peer: NbwssPeer) => peer.send('NOTIFICATION', 'REQUEST', []);
/** Waits until the application has read everything that was sent before. */
async function everythingWasRead(peer: NbwssPeer, application = first()): Promise<void> {
  const seen = application.inbox.messages;
  notify(peer);
  await application.changes.until('the last notification', () => application.inbox.messages > seen);
}
const inForce = (id = '1') => practice.status().applications.find((application) => application.id === id)?.scenarios;

describe('decision 47: scenarios at the practice NetBackup server', () => {
  const newJobs = () => practice.netBackup.master.jobs.filter(({ jobId }) => jobId > 143);

  test.each<[GivenScenario, string[]]>([
    [{ scenario: 'backup' }, ['BACKUP', 'SNAPSHOT', 'BACKUP']],
    [{ scenario: 'restore' }, ['RESTORE']],
    [{ scenario: 'delete' }, ['IMAGEDELETE']],
    [{ scenario: 'air' }, ['IMAGEDELETE']],
  ])('N-17 to N-20 %j: its jobs begin and are done', async (given, types) => {
    await practice.trigger(given);
    await clock.advance(10_000);
    expect(newJobs().map(({ jobType, state }) => `${jobType} ${state}`)).toEqual(types.map((type) => `${type} DONE`));
  });

  test('N-19 delete takes an image away, N-20 air leaves it without a local copy, again and again', async () => {
    const { images } = practice.netBackup.master;
    await practice.trigger({ scenario: 'delete' });
    await clock.advance(10_000);
    const left = () => practice.netBackup.master.images;
    expect(left()).toHaveLength(images.length - 1);
    for (let times = 1; times <= 3; times += 1) {
      await practice.trigger({ scenario: 'air' });
      await clock.advance(10_000);
      expect(left().filter(({ numCopies }) => numCopies === 0)).toHaveLength(times);
      expect(left()).toHaveLength(images.length - 1);
    }
    for (const { numCopies, remoteExpirationDate } of left()) {
      if (numCopies === 0) expect(remoteExpirationDate).toBeGreaterThan(clock.now());
    }
  });

  test('a burst: so many jobs at once, each with an image of its own when it ends', async () => {
    const before = practice.netBackup.master.counts;
    await practice.trigger({ scenario: 'burst', amount: 500 });
    expect(newJobs().map(({ state }) => state)).toEqual(Array.from({ length: 500 }, () => 'ACTIVE'));
    await clock.advance(6000);
    expect(newJobs().every(({ state, status }) => state === 'DONE' && status === 0)).toBe(true);
    expect(new Set(newJobs().map(({ backupId }) => backupId)).size).toBe(500);
    expect(practice.netBackup.master.counts).toEqual({ jobs: before.jobs + 500, images: before.images + 500 });
  });

  test('an outage of NetBackup ends by itself, on the same port', async () => {
    const { netBackup } = practice;
    const ping = () => fetchFrom(`${netBackup.origin}/netbackup/ping`, netBackup.caCertificate);
    await practice.trigger({ scenario: 'netbackup-outage', amount: 30 });
    expect(practice.status().netBackup.online).toBe(false);
    await expect(ping()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await clock.advance(29_999);
    expect(practice.status().netBackup.online).toBe(false);
    await clock.advance(1);
    await netBackup.changes.until('back on line', () => netBackup.online);
    expect((await ping()).status).toBe(200);
  });
});

describe('decision 47: scenarios at a practice cloud application', () => {
  test('an outage closes the connection with 1001 and ends by itself; the other application does not notice', async () => {
    const { peer } = await connect();
    await practice.trigger({ scenario: 'outage', amount: 30, application: '1' });
    expect(await peer.ended()).toMatchObject({ code: 1001 });
    expect(practice.status().applications.map(({ online }) => online)).toEqual([false, true]);
    await clock.advance(30_000);
    await first().changes.until('back on line', () => first().online);
    expect((await connect()).payload).toEqual({ valid: true });
  });

  test('an outage that is ended by hand does not end the next one', async () => {
    await practice.trigger({ scenario: 'outage', amount: 30, application: '2' });
    await clock.advance(20_000);
    await practice.setOnline('2', true);
    await practice.setOnline('2', false);
    await clock.advance(3600_000);
    expect(practice.status().applications.map(({ online }) => online)).toEqual([true, false]);
  });

  test('a renewed certificate: the connection is closed, the former certificate does not fit any more, the new one does', async () => {
    const former = certificateOf(first());
    const fingerprint = practice.status().applications[0]?.sha256Fingerprint;
    const { peer } = await connect();
    await practice.trigger({ scenario: 'renew-certificate' });
    expect(await peer.ended()).toMatchObject({ code: 1012 });
    const stale = new NbwssPeer(first().endpointUrl, { ca: former });
    peers.push(stale);
    expect(await stale.wait(({ failure }) => failure)).toMatchObject({ code: expect.stringMatching(/CERT/) });
    expect((await connect()).payload).toEqual({ valid: true });
    expect(practice.status().applications[0]?.sha256Fingerprint).not.toBe(fingerprint);
  });

  test('C-11 an expired token is refused from now on; file and URL hold the new one, which is accepted', async () => {
    const { token } = first();
    const { peer } = await connect();
    await practice.trigger({ scenario: 'expire-token' });
    expect(await peer.ended()).toMatchObject({ code: 1008 });
    expect((await connect(first(), token)).payload).toEqual({ valid: false });
    const details = JSON.parse(await readFile(entry('1').detailsFile, 'utf8')) as EndpointDetails;
    expect(details.token).not.toBe(token);
    expect((await fetchFrom(first().detailsUrl, certificateOf(first()))).json).toEqual(details);
    expect((await connect(first(), details.token)).payload).toEqual({ valid: true });
  });

  test('N-11 slow acknowledgements come so many seconds late', async () => {
    const { peer } = await connect();
    await practice.trigger({ scenario: 'slow-acknowledgements', amount: 8 });
    expect(inForce()).toEqual(['slow-acknowledgements']);
    const id = notify(peer);
    await first().changes.until('the notification', () => first().inbox.messages === 1);
    await clock.advance(7999);
    await everythingWasRead(peer);
    expect(acknowledged(peer, id)).toBe(false);
    await clock.advance(1);
    await peer.wait(() => acknowledged(peer, id));
  });

  test('N-12 no acknowledgements, lost pongs: until the application is proper again', async () => {
    const { peer } = await connect();
    await practice.trigger({ scenario: 'slow-acknowledgements' });
    await practice.trigger({ scenario: 'lost-pongs' });
    await practice.trigger({ scenario: 'no-acknowledgements' });
    expect(inForce()).toEqual(['lost-pongs', 'no-acknowledgements']);
    expect(inForce('2')).toEqual([]);
    const unanswered = notify(peer);
    peer.socket.ping();
    await everythingWasRead(peer);
    await clock.advance(3600_000);
    await practice.trigger({ scenario: 'proper' });
    expect(inForce()).toEqual([]);
    peer.socket.ping();
    const answered = notify(peer);
    await peer.wait(() => acknowledged(peer, answered));
    expect(peer.pongs).toBe(1); // to the second ping alone, since what is sent comes in its order
    expect(acknowledged(peer, unanswered)).toBe(false);
  });

  test('proper ends an outage, too', async () => {
    await practice.trigger({ scenario: 'outage', amount: 3600 });
    await practice.trigger({ scenario: 'proper' });
    expect(first().online).toBe(true);
    expect(clock.waiting).toBe(0);
  });

  test('an application that there is not is refused, and changes nothing', async () => {
    const names: readonly ScenarioName[] = scenarioNames;
    for (const scenario of names)
      await expect(practice.trigger({ scenario, application: '3' })).rejects.toThrow(RangeError);
    expect(practice.status().applications.every(({ online }) => online)).toBe(true);
  });

  test('each ends with practice mode: nothing is waited for', async () => {
    await connect();
    for (const scenario of ['backup', 'burst', 'slow-acknowledgements', 'outage', 'netbackup-outage'] as const)
      await practice.trigger({ scenario });
    expect(clock.waiting).toBeGreaterThan(0);
  });
});
