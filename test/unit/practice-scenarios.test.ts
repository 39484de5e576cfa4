import { describe, expect, test } from 'vitest';
import { type Job, MasterServer } from '../../electron/practice/netbackup/master-server.ts';
import { Scenarios } from '../../electron/practice/netbackup/scenarios.ts';
import { ManualClock } from '../support/manual-clock.ts';

function start() {
  const clock = new ManualClock();
  const master = new MasterServer('masterserver2.domain.com');
  master.addHistory(clock.now());
  return { clock, master, scenarios: new Scenarios(master, clock, 1) };
}
const job = (master: MasterServer, jobId: number): Job => {
  const found = master.job(jobId);
  if (!found) throw new Error(`no job ${jobId}`);
  return found;
};
const pick = ({ parentJobId, jobType, state, status, clientName, policyName, policyType }: Job) => ({
  parentJobId,
  jobType,
  state,
  status,
  clientName,
  policyName,
  policyType,
});

describe('N-17 a VMware Intelligent Policy backup', () => {
  test('the jobs are the guide’s 144, 145 and 146, and end in the order 146, 145, 144 after the images', async () => {
    const { clock, master, scenarios } = start();
    const begin = Math.floor(clock.now() / 1000);
    const steps: string[] = [];
    const states = new Map<number, string>();
    const imagesBefore = new Set(master.images.map(({ backupId }) => backupId));
    master.changes.onChange(() => {
      for (const { jobId, state } of master.jobs.filter(({ jobId }) => jobId > 143)) {
        if (states.get(jobId) !== state) steps.push(`${jobId} ${state}`);
        states.set(jobId, state);
      }
      for (const { backupId } of master.images) {
        if (!imagesBefore.has(backupId)) steps.push(backupId);
        imagesBefore.add(backupId);
      }
    });
    expect(scenarios.startBackup()).toBe(144);
    await clock.advance(60_000);
    expect(steps).toEqual([
      '144 ACTIVE',
      '145 ACTIVE',
      `DummyTestVM_${begin + 1}`,
      '146 ACTIVE',
      `DummyTestVM_${begin + 2}`,
      '146 DONE',
      '145 DONE',
      '144 DONE',
    ]);
    const vmware = { policyName: 'vmware2', policyType: 'VMWARE', state: 'DONE', status: 0 };
    expect(pick(job(master, 144))).toEqual({
      ...vmware,
      parentJobId: 0,
      jobType: 'BACKUP',
      clientName: 'masterserver2.domain.com',
    });
    expect(pick(job(master, 145))).toEqual({
      ...vmware,
      parentJobId: 144,
      jobType: 'SNAPSHOT',
      clientName: 'DummyTestVM',
    });
    expect(pick(job(master, 146))).toEqual({
      ...vmware,
      parentJobId: 145,
      jobType: 'BACKUP',
      clientName: 'DummyTestVM',
    });
    expect(job(master, 146).backupId).toBe(`DummyTestVM_${begin + 2}`);
    expect(clock.waiting).toBe(0);
  });

  test('N-7 an image is named after its client and its job’s start; the snapshot’s changes when the backup is done (UPDATE)', async () => {
    const { clock, master, scenarios } = start();
    scenarios.startBackup();
    await clock.advance(3000);
    const before = master.image(job(master, 145).backupId);
    await clock.advance(7000);
    expect(before?.kbytes).toBe(1024);
    expect(master.image(job(master, 145).backupId)?.kbytes).toBe(2048);
  });

  test('a poll every 5 s, whenever it begins, sees each job run and then be done', async () => {
    for (let offset = 0; offset < 5000; offset += 250) {
      const { clock, master, scenarios } = start();
      const seen = new Map<number, string[]>();
      const poll = () => {
        for (const { jobId, state } of master.jobs.filter(({ jobId }) => jobId > 143)) {
          const states = seen.get(jobId) ?? [];
          if (states.at(-1) !== state) seen.set(jobId, [...states, state]);
        }
      };
      scenarios.startBackup();
      await clock.advance(offset);
      for (let polls = 0; polls < 5; polls += 1) {
        poll();
        await clock.advance(5000);
      }
      expect([...seen.values()]).toEqual([
        ['ACTIVE', 'DONE'],
        ['ACTIVE', 'DONE'],
        ['ACTIVE', 'DONE'],
      ]);
    }
  });

  test('two backups at the same time do not mix their jobs and images', async () => {
    const { clock, master, scenarios } = start();
    const images = master.counts.images;
    const parents = [scenarios.startBackup(), scenarios.startBackup()];
    await clock.advance(10_000);
    for (const parent of parents) {
      const children = master.jobs.filter(({ parentJobId }) => parentJobId === parent);
      expect(children.map(({ jobType }) => jobType)).toEqual(['SNAPSHOT']);
      expect(job(master, parent).state).toBe('DONE');
    }
    expect(master.counts.images).toBe(images + 4);
  });
});

test('N-18 a restore after the backup is job 147, without a policy', async () => {
  const { clock, master, scenarios } = start();
  scenarios.startBackup();
  await clock.advance(10_000);
  expect(scenarios.startRestore()).toBe(147);
  expect(job(master, 147).state).toBe('ACTIVE');
  await clock.advance(6000);
  expect(pick(job(master, 147))).toEqual({
    parentJobId: 0,
    jobType: 'RESTORE',
    state: 'DONE',
    status: 0,
    clientName: 'masterserver2.domain.com',
    policyName: '',
    policyType: 'STANDARD',
  });
});

test('N-19 an expiry takes the image of localhost away, before its job is done', async () => {
  const { clock, master, scenarios } = start();
  const image = master.images.find(
    ({ clientName, policyType }) => clientName === 'localhost' && policyType === 'VMware',
  );
  const jobId = scenarios.startExpiry();
  expect(job(master, jobId)).toMatchObject({ jobType: 'IMAGEDELETE', state: 'ACTIVE' });
  await clock.advance(2000);
  expect(image && master.image(image.backupId)).toBeUndefined();
  expect(job(master, jobId).state).toBe('DONE');
});

test('N-20 when a replicated image expires here, the image stays without a copy', async () => {
  const { clock, master, scenarios } = start();
  scenarios.startExpiryOfReplicated();
  await clock.advance(2000);
  const [image] = master.images.filter(({ numCopies }) => numCopies === 0);
  expect(image).toMatchObject({ clientName: 'localhost', policyType: 'Standard', fragments: [] });
  expect(image?.remoteExpirationDate).toBeGreaterThan(clock.now());
});

test('an expiry without any image is done all the same', async () => {
  const clock = new ManualClock();
  const master = new MasterServer('master');
  const jobId = new Scenarios(master, clock, 1).startExpiry();
  await clock.advance(2000);
  expect(job(master, jobId).state).toBe('DONE');
});

test('stop: nothing happens any more', async () => {
  const { clock, master, scenarios } = start();
  const jobId = scenarios.startBackup();
  scenarios.stop();
  await clock.advance(60_000);
  expect(job(master, jobId).state).toBe('ACTIVE');
  expect(clock.waiting).toBe(0);
});

test('the oldest jobs go when there are too many', async () => {
  const master = new MasterServer('master', 10);
  for (let n = 0; n < 25; n += 1)
    master.addJob({ clientName: 'c', jobType: 'BACKUP', policyType: 'STANDARD', startTime: n });
  expect(master.jobs.map(({ startTime }) => startTime)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
});
