import { afterEach, describe, expect, it } from 'vitest';
import type { NetBackupResult } from '../../electron/service/netbackup/own-call.ts';
import { keptWithoutEndpoint } from '../../electron/service/notification/notification-log.ts';
import { leastFreeBytes } from '../../electron/service/notification/notification-source.ts';
import { SourceBench, type SourceBenchOptions } from '../support/source-bench.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const started: SourceBench[] = [];
function bench(options?: SourceBenchOptions) {
  const made = new SourceBench(options);
  started.push(made);
  return made;
}
afterEach(() => {
  const made = started.splice(0);
  for (const { source } of made) source.stop();
  for (const database of new Set(made.map((each) => each.database))) database.close();
});

const answer = (status: number, body = ''): NetBackupResult => ({ kind: 'answer', status, headers: {}, body });
const jobOf = ({ netBackup }: SourceBench, more = {}) =>
  netBackup.master.addJob({
    clientName: 'client',
    jobType: 'BACKUP',
    policyType: 'STANDARD',
    startTime: netBackup.now(),
    ...more,
  }).jobId;
const imageOf = ({ netBackup }: SourceBench, more = {}) =>
  netBackup.master.addImage({
    clientName: 'client',
    policyType: 'Standard',
    backupTime: netBackup.now(),
    jobId: 0,
    ...more,
  }).backupId;

describe('decision 25: the silent baseline', () => {
  it('N-2, N-4 tells nothing of jobs that are DONE and of images that are there, and of a running job its start', async () => {
    const it = bench();
    it.netBackup.master.addHistory(it.clock.now());
    const running = jobOf(it);
    await it.begin();
    expect(it.toldInShort).toEqual([`${running} ACTIVE`]);
    it.netBackup.master.finishJob(running, it.netBackup.now());
    await it.clock.advance(hour);
    expect(it.toldInShort).toEqual([`${running} ACTIVE`, `${running} DONE`]);
    expect(it.source.status).toMatchObject({ state: 'ok', detail: '' });
  });

  it('without any group nothing is polled; when the last one goes, the next one begins with a baseline', async () => {
    const it = bench({ groups: [] });
    await it.begin();
    await it.clock.advance(hour);
    expect(it.netBackup.calls).toEqual([]);
    expect(it.source.status).toMatchObject({ state: 'idle', lastPoll: null });
    it.setGroups('GROUPID1');
    await it.clock.advance(10 * second);
    expect(it.source.status.state).toBe('ok');
    it.setGroups();
    it.log.endExpired(it.clock.now() + keptWithoutEndpoint, it.clock.now());
    await it.clock.advance(10 * second);
    expect(it.source.status.state).toBe('idle');
    it.netBackup.master.finishJob(jobOf(it), it.netBackup.now());
    imageOf(it);
    await it.clock.advance(minute);
    it.setGroups('GROUPID2');
    await it.clock.advance(5 * minute);
    expect(it.toldInShort).toEqual([]);
  });

  it('after a restart it goes on: what happened meanwhile is told', async () => {
    const before = bench();
    before.netBackup.master.addHistory(before.clock.now());
    await before.begin();
    before.source.stop();
    const { clock, database, netBackup } = before;
    await clock.advance(3 * hour);
    const job = jobOf(before);
    const image = imageOf(before, { jobId: job });
    netBackup.master.finishJob(job, netBackup.now());
    const after = bench({ clock, database, netBackup });
    await after.begin();
    expect(after.toldInShort.toSorted()).toEqual([`${job} DONE`, `${image} CREATE`]);
  });

  it('another server is another world: its jobs and images are taken stock of anew', async () => {
    const it = bench();
    imageOf(it);
    await it.begin();
    const job = jobOf(it);
    it.server = 'https://other:1556';
    it.netBackup.master.finishJob(job, it.netBackup.now());
    for (const { backupId } of it.netBackup.master.images) it.netBackup.master.removeImage(backupId);
    await it.clock.advance(hour);
    expect(it.toldInShort).toEqual([]);
  });
});

describe('jobs', () => {
  it.each([3, 8, 9, 12, 14])('N-2, N-3 a start and an end, with API %i.0', async (version) => {
    const it = bench({ version });
    it.netBackup.master.addHistory(it.clock.now());
    await it.begin();
    const jobs = Array.from({ length: 250 }, () => jobOf(it, { state: 'QUEUED' }));
    await it.clock.advance(5 * second);
    for (const job of jobs) it.netBackup.master.finishJob(job, it.netBackup.now(), 6);
    await it.clock.advance(5 * second);
    expect(it.toldInShort).toEqual([
      ...jobs.map((job) => `${job} QUEUED`),
      ...jobs.toReversed().map((job) => `${job} DONE`),
    ]);
    expect(it.told.at(-1)?.data).toMatchObject({ status: 6 });
  });

  it.each([
    ['an hour behind', -hour],
    ['an hour ahead', hour],
  ])('are told once while the server’s clock is %s', async (_name, ahead) => {
    const it = bench();
    it.netBackup.ahead = ahead;
    it.netBackup.master.addHistory(it.netBackup.now());
    await it.begin();
    const expected: string[] = [];
    for (let round = 0; round < 10; round++) {
      const job = jobOf(it);
      await it.clock.advance(7 * second);
      it.netBackup.master.finishJob(job, it.netBackup.now());
      await it.clock.advance(7 * second);
      expected.push(`${job} ACTIVE`, `${job} DONE`);
    }
    expect(it.toldInShort).toEqual(expected);
  });

  it('are told when the server’s clock is set back by an hour', async () => {
    const it = bench();
    await it.begin();
    const before = jobOf(it);
    await it.clock.advance(10 * second);
    it.netBackup.ahead = -hour;
    it.netBackup.master.finishJob(before, it.netBackup.now());
    const after = jobOf(it);
    await it.clock.advance(10 * second);
    it.netBackup.master.finishJob(after, it.netBackup.now());
    await it.clock.advance(10 * second);
    const expected = [before, after].flatMap((job) => [`${job} ACTIVE`, `${job} DONE`]);
    expect(it.toldInShort.toSorted()).toEqual(expected);
  });

  it('that change, come and go while pages are read are neither missed nor told twice', async () => {
    const it = bench({ version: 3 });
    await it.begin();
    const jobs = Array.from({ length: 450 }, () => jobOf(it));
    const extra: number[] = [];
    let page = 0;
    it.netBackup.intercept = ({ uri }) => {
      if (!uri.includes('admin/jobs')) return undefined;
      page++;
      // Each page that is read ends some jobs that were read before and some that were not, and begins another one.
      for (const job of jobs.filter((_, index) => index % 50 === page % 50)) {
        it.netBackup.master.finishJob(job, it.netBackup.now());
      }
      if (page <= 5) extra.push(jobOf(it));
      return undefined;
    };
    await it.clock.advance(2 * minute);
    for (const job of [...jobs, ...extra]) it.netBackup.master.finishJob(job, it.netBackup.now());
    await it.clock.advance(minute);
    const all = it.toldInShort;
    expect(new Set(all).size).toBe(all.length);
    for (const job of [...jobs, ...extra]) expect(all).toContain(`${job} DONE`);
    for (const job of extra) expect(all).toContain(`${job} ACTIVE`);
  });

  it('that run are asked for by number once a minute: a change without a new time stamp is found, a job that vanished is let go', async () => {
    const it = bench();
    const [odd, gone] = [jobOf(it), jobOf(it)];
    await it.begin();
    await it.clock.advance(10 * minute);
    const job = it.netBackup.master.job(odd);
    it.netBackup.master.updateJob(odd, job?.lastUpdateTime ?? 0, { state: 'DONE' });
    const jobs = it.netBackup.master.jobs.filter(({ jobId }) => jobId !== gone);
    Object.defineProperty(it.netBackup.master, 'jobs', { get: () => jobs });
    await it.clock.advance(65 * second);
    expect(it.toldInShort).toEqual([`${odd} ACTIVE`, `${gone} ACTIVE`, `${odd} DONE`]);
    expect(it.database.prepare("SELECT jobId FROM jobs WHERE told <> 'DONE'").all()).toEqual([]);
  });

  it.each([true, false])(
    'decision 26: that run are told once by a server that gives pages of 10 (which say that there are more: %s)',
    async (isNamed) => {
      const it = bench();
      const jobs = Array.from({ length: 60 }, () => jobOf(it));
      const gone = jobs[55];
      it.netBackup.intercept = ({ uri }) => {
        const filter = new URL(uri, 'https://master').searchParams.get('filter') ?? '';
        const numbers = [...filter.matchAll(/jobId eq (\d+)/g)].map(([, number]) => Number(number));
        if (numbers.length === 0) return undefined;
        const found = numbers.filter((jobId) => jobId !== gone);
        const data = found.slice(0, 10).map((jobId) => ({ attributes: it.netBackup.master.job(jobId) }));
        const pagination = isNamed && found.length > 10 ? { next: 10 } : {};
        return answer(200, JSON.stringify({ data, meta: { pagination } }));
      };
      await it.begin();
      const left = it.netBackup.master.jobs.filter(({ jobId }) => jobId !== gone);
      Object.defineProperty(it.netBackup.master, 'jobs', { get: () => left });
      await it.clock.advance(10 * minute);
      expect(it.toldInShort).toEqual(jobs.map((job) => `${job} ACTIVE`));
      const running = it.database.prepare("SELECT jobId FROM jobs WHERE told <> 'DONE' ORDER BY jobId").all();
      expect(running.map(({ jobId }) => jobId)).toEqual(jobs.filter((job) => job !== gone));
    },
  );

  it('that NetBackup has removed are forgotten within an hour', async () => {
    const it = bench();
    for (let count = 0; count < 50; count++) it.netBackup.master.finishJob(jobOf(it), it.netBackup.now());
    await it.begin();
    await it.clock.advance(minute);
    const kept = it.netBackup.master.jobs.slice(40);
    Object.defineProperty(it.netBackup.master, 'jobs', { get: () => kept });
    await it.clock.advance(hour + minute);
    expect(it.database.prepare('SELECT count(*) AS count FROM jobs').get()).toEqual({ count: 10 });
    expect(it.told).toEqual([]);
  });

  it('without a number or a state are warned of, and the others are told', async () => {
    const it = bench();
    await it.begin();
    const job = jobOf(it);
    jobOf(it, { state: '' });
    await it.clock.advance(30 * second);
    expect(it.toldInShort).toEqual([`${job} ACTIVE`]);
    expect(it.logged.filter((line) => line.includes('not readable'))).toEqual([
      'warn: jobs not readable: 1 without a number or a state; nothing is told of them',
    ]);
  });
});

describe('N-4 images', () => {
  it('decision 25: of a job that ended come with it in one message; K-2 CREATE first, then UPDATE', async () => {
    const it = bench();
    await it.begin();
    const job = jobOf(it);
    const image = imageOf(it, { jobId: job });
    it.netBackup.master.updateJob(job, it.netBackup.now(), { backupId: image });
    it.netBackup.master.finishJob(job, it.netBackup.now());
    await it.clock.advance(5 * second);
    expect(it.appends.filter(({ length }) => length > 0)).toHaveLength(1);
    expect(it.toldInShort).toEqual([`${job} DONE`, `${image} CREATE`]);
    it.netBackup.master.updateImage(image, { numCopies: 2 });
    await it.clock.advance(minute);
    expect(it.toldInShort.slice(2)).toEqual([`${image} UPDATE`]);
  });

  it.each(['RESTORE', 'VERIFY'])('are not asked for when a %s is DONE', async (jobType) => {
    const it = bench();
    await it.begin();
    await it.clock.advance(minute);
    it.netBackup.master.finishJob(jobOf(it, { jobType }), it.netBackup.now());
    it.netBackup.calls.length = 0;
    await it.clock.advance(5 * second);
    expect(it.netBackup.calls.filter((call) => call.includes('/catalog/'))).toEqual([]);
  });

  it('that are older are found by the pass over the whole catalogue, every 15 minutes at most 4 pages a second', async () => {
    const it = bench();
    const old = Array.from({ length: 1200 }, (_, index) =>
      imageOf(it, { backupTime: it.netBackup.now() - 40 * 24 * hour + index * minute }),
    );
    const times: number[] = [];
    it.netBackup.intercept = ({ uri }) => {
      if (uri.includes('1970-01-01')) times.push(it.clock.monotonic());
      return undefined;
    };
    await it.begin();
    expect(times).toHaveLength(13); // the twelfth is full, so it may not be the last
    for (const [index, time] of times.slice(4).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThanOrEqual(second);
    const [changed = '', gone = ''] = old;
    it.netBackup.master.updateImage(changed, { expiration: it.netBackup.now() });
    it.netBackup.master.removeImage(gone);
    await it.clock.advance(15 * minute - 10 * second);
    expect(it.told).toEqual([]);
    await it.clock.advance(20 * second);
    expect(it.toldInShort).toEqual([`${changed} UPDATE`, `${gone} DELETE`]);
    expect(it.source.status.lastFullImagePass).toBeGreaterThan(it.clock.now() - 20 * second);
  });

  it('N-19 that an IMAGEDELETE took away are told at once, many of them too', async () => {
    const it = bench();
    const images = Array.from({ length: 45 }, () => imageOf(it));
    await it.begin();
    const job = jobOf(it, { jobType: 'IMAGEDELETE' });
    for (const image of images) it.netBackup.master.removeImage(image);
    it.netBackup.master.finishJob(job, it.netBackup.now());
    await it.clock.advance(10 * second);
    expect(it.toldInShort.toSorted()).toEqual([`${job} DONE`, ...images.map((image) => `${image} DELETE`)].toSorted());
  });

  it('are not told as deleted after a pass with a failure, nor when NetBackup knows them after all', async () => {
    const it = bench();
    const images = Array.from({ length: 250 }, (_, index) =>
      imageOf(it, { backupTime: it.netBackup.now() - 48 * hour + index * second }),
    );
    await it.begin();
    await it.clock.advance(10 * second);
    const [gone = ''] = images;
    it.netBackup.master.removeImage(gone);
    let failing = true;
    it.netBackup.intercept = ({ uri }) => {
      const text = decodeURIComponent(uri);
      if (!text.includes('1970-01-01')) return undefined;
      if (failing && text.includes('page[offset]=201')) return answer(503);
      // The first page hides its images, as a list does that has moved meanwhile.
      return text.includes('page[offset]=0')
        ? answer(200, '{"data":[{"id":"other_1"}],"meta":{"pagination":{"next":1}}}')
        : undefined;
    };
    await it.clock.advance(20 * minute);
    expect(it.source.status).toMatchObject({
      state: 'failing',
      detail: expect.stringMatching(/images with status 503/),
    });
    expect(it.toldInShort.filter((text) => text.includes('DELETE'))).toEqual([]);
    failing = false;
    await it.clock.advance(minute);
    expect(it.toldInShort.filter((text) => text.includes('DELETE'))).toEqual([`${gone} DELETE`]);
    expect(it.source.status.state).toBe('ok');
    expect(it.logged.filter((line) => line.includes('failing'))).toHaveLength(1);
  });

  it.each<[string, NetBackupResult]>([
    ['500', answer(500, '{"errorMessage":"catalog entry damaged"}')],
    ['400', answer(400)],
    [
      '403',
      { kind: 'failure', why: 'not permitted', message: 'NetBackup does not permit this to the account', status: 403 },
    ],
  ])(
    'N-4 one that is asked for and answered with %s holds up no other, and is told when NetBackup says so',
    async (_status, odd) => {
      const it = bench();
      const images = Array.from({ length: 60 }, () => imageOf(it, { backupTime: it.netBackup.now() - 48 * hour }));
      await it.begin();
      await it.clock.advance(10 * second);
      const [stuck = '', ...gone] = images.slice(0, 50);
      for (const image of [stuck, ...gone]) it.netBackup.master.removeImage(image);
      it.netBackup.intercept = ({ uri }) => (uri.endsWith(`/images/${stuck}`) ? odd : undefined);
      await it.clock.advance(16 * minute);
      expect(it.toldInShort.toSorted()).toEqual(gone.map((image) => `${image} DELETE`).toSorted());
      it.netBackup.master.updateImage(images.at(-1) ?? '', { numCopies: 2 });
      await it.clock.advance(16 * minute);
      expect(it.toldInShort.at(-1)).toBe(`${images.at(-1)} UPDATE`);
      expect(it.source.status.state).toBe('ok');
      expect(it.logged.filter((line) => line.startsWith('warn'))).toEqual([
        'warn: images not answered for: NetBackup does not say whether 1 are there still; they are asked for after each full pass',
      ]);
      it.netBackup.intercept = () => undefined;
      await it.clock.advance(16 * minute);
      expect(it.toldInShort.at(-1)).toBe(`${stuck} DELETE`);
    },
  );

  it('N-4 an entry of the list without an id holds up no other', async () => {
    const it = bench();
    const images = Array.from({ length: 150 }, (_, index) =>
      imageOf(it, { backupTime: it.netBackup.now() - 48 * hour + index * second }),
    );
    const list = it.netBackup.ask.bind(it.netBackup);
    it.netBackup.ask = async (call) => {
      const result = await list(call);
      if (result.kind === 'failure' || !call.uri.includes('/catalog/images?')) return result;
      return { ...result, body: result.body.replaceAll(`"${images[75]}"`, 'null') };
    };
    await it.begin();
    await it.clock.advance(10 * second);
    expect(it.source.status.lastFullImagePass).not.toBeNull();
    it.netBackup.master.removeImage(images[3] ?? '');
    it.netBackup.master.updateImage(images[149] ?? '', { numCopies: 2 });
    await it.clock.advance(32 * minute);
    expect(it.toldInShort.toSorted()).toEqual([`${images[149]} UPDATE`, `${images[3]} DELETE`].toSorted());
    expect(it.logged.filter((line) => line.startsWith('warn'))).toEqual([
      'warn: images not readable: 1 without a backup id; nothing is told of them',
    ]);
  });

  it('N-20, K-21 a last local copy that goes gives UPDATE and NO_LOCAL_COPY_AVAILABLE in one append, once', async () => {
    const it = bench();
    const remoteExpirationDate = it.netBackup.now() + 90 * 24 * hour;
    const image = imageOf(it, { remoteExpirationDate });
    const replica = imageOf(it, { clientName: 'replica' });
    await it.begin();
    it.netBackup.master.updateImage(image, { numCopies: 0, fragments: [] });
    const fragment = { copyNumber: 1, fragmentNumber: 1, kbytes: 1, copyType: 'CLOUD_SNAPSHOT_REPLICA' };
    it.netBackup.master.updateImage(replica, { fragments: [fragment] });
    await it.clock.advance(minute);
    const pairs = [image, replica].flatMap((each) => [`${each} UPDATE`, `${each} NO_LOCAL_COPY_AVAILABLE`]);
    expect(it.toldInShort).toEqual(pairs);
    expect(it.appends.filter(({ length }) => length > 0)).toHaveLength(1);
    it.netBackup.master.updateImage(image, { expiration: it.netBackup.now() });
    await it.clock.advance(2 * minute);
    expect(it.toldInShort).toEqual([...pairs, `${image} UPDATE`]);
  });

  it('decision 25: that are made while the catalogue is taken stock of are new', async () => {
    const it = bench();
    for (let index = 0; index < 3000; index++)
      imageOf(it, { clientName: `old${index}`, backupTime: it.netBackup.now() - 30 * 24 * hour });
    await it.begin();
    expect(it.source.status.lastFullImagePass).toBeNull();
    const job = jobOf(it, { startTime: it.netBackup.now() - 26 * hour });
    const long = imageOf(it, { jobId: job, backupTime: it.netBackup.now() - 26 * hour });
    it.netBackup.master.updateJob(job, it.netBackup.now(), { backupId: long });
    it.netBackup.master.finishJob(job, it.netBackup.now());
    const young = imageOf(it, { clientName: 'another' });
    await it.clock.advance(2 * minute);
    expect(it.toldInShort.toSorted()).toEqual([`${job} DONE`, `${young} CREATE`, `${long} CREATE`].toSorted());
    expect(it.source.status.lastFullImagePass).not.toBeNull();
  });

  it('decision 25: of more jobs than one poll looks after are found by the scan of the last 24 hours, which is then due at once', async () => {
    const it = bench();
    await it.begin();
    const images = Array.from({ length: 60 }, (_, index) => {
      const clientName = `client${index}`;
      const job = jobOf(it, { clientName });
      it.netBackup.master.finishJob(job, it.netBackup.now());
      return imageOf(it, { clientName, jobId: job });
    });
    await it.clock.advance(5 * second);
    const told = it.toldInShort.filter((text) => text.endsWith('CREATE'));
    expect(told.toSorted()).toEqual(images.map((image) => `${image} CREATE`).toSorted());
  });

  it('an IMAGEDELETE that ends while a pass is under way has another one follow', async () => {
    const it = bench();
    const images = Array.from({ length: 1000 }, (_, index) =>
      imageOf(it, { backupTime: it.netBackup.now() - 48 * hour + index * second }),
    );
    await it.begin();
    await it.clock.advance(minute);
    const begin = () => it.netBackup.master.finishJob(jobOf(it, { jobType: 'IMAGEDELETE' }), it.netBackup.now());
    begin();
    await it.clock.advance(6 * second);
    const last = images.at(-1) ?? ''; // on the first page, which has been read
    it.netBackup.master.removeImage(last);
    begin();
    await it.clock.advance(15 * second);
    expect(it.toldInShort.filter((text) => text.endsWith('DELETE'))).toEqual([`${last} DELETE`]);
  });

  it('hold no job back when they cannot be read, and are told later', async () => {
    const it = bench();
    await it.begin();
    const job = jobOf(it);
    const image = imageOf(it, { jobId: job });
    it.netBackup.master.updateJob(job, it.netBackup.now(), { backupId: image });
    it.netBackup.master.finishJob(job, it.netBackup.now());
    it.netBackup.intercept = ({ uri }) => (uri.includes('catalog') ? answer(500) : undefined);
    await it.clock.advance(10 * second);
    expect(it.toldInShort).toEqual([`${job} DONE`]);
    expect(it.source.status.state).toBe('failing');
    it.netBackup.intercept = () => undefined;
    await it.clock.advance(10 * second);
    expect(it.toldInShort).toEqual([`${job} DONE`, `${image} CREATE`]);
  });
});

describe('decision 25: cursor, known states and notifications are one transaction', () => {
  it('a crash at any commit neither loses nor repeats a notification', async () => {
    for (let crashAt = 1; crashAt <= 12; crashAt++) {
      const it = bench();
      let commits = 0;
      it.beforeCommit = () => {
        if (++commits === crashAt) throw new Error('crash');
      };
      it.netBackup.master.addHistory(it.clock.now());
      await it.begin();
      const parent = it.netBackup.scenarios.startBackup();
      await it.clock.advance(2 * minute);
      it.source.stop();
      const told = it.toldInShort;
      expect(new Set(told).size).toBe(told.length);
      const done = told.filter((text) => text.endsWith(' DONE'));
      expect(done).toEqual([`${parent + 2} DONE`, `${parent + 1} DONE`, `${parent} DONE`]);
      expect(told.filter((text) => text.endsWith('CREATE'))).toHaveLength(2);
    }
  });
});

describe('decision 27: a source that fails', () => {
  const cases: [string, NetBackupResult, RegExp][] = [
    ['5xx', answer(503), /status 503/],
    ['garbage', answer(200, '<html>'), /something else|tell its time/],
    ['not JSON:API', answer(200, '{"data":7}'), /something else|tell its time/],
    ['a refusal', { kind: 'failure', why: 'not permitted', message: 'NetBackup does not permit this' }, /permit/],
    ['no login', { kind: 'failure', why: 'login', message: 'NetBackup refused the login' }, /login/],
    ['a time-out', { kind: 'failure', why: 'not reached', message: 'No answer within 60 s' }, /60 s/],
  ];
  it.each(cases)('%s: it is shown, logged once and tried again every scheduledRate', async (_name, result, detail) => {
    const it = bench();
    await it.begin();
    it.netBackup.intercept = () => result;
    await it.clock.advance(hour);
    expect(it.source.status).toMatchObject({ state: 'failing', detail: expect.stringMatching(detail) });
    expect(it.logged.filter((line) => line.includes('source failing'))).toHaveLength(1);
    it.netBackup.calls.length = 0;
    await it.clock.advance(minute);
    expect(it.netBackup.calls).toHaveLength(12);
    it.netBackup.intercept = () => undefined;
    const job = jobOf(it);
    await it.clock.advance(5 * second);
    expect(it.toldInShort).toEqual([`${job} ACTIVE`]);
    expect(it.source.status).toMatchObject({ state: 'ok', lastPoll: expect.any(Number) });
    expect(it.logged.at(-1)).toBe('info: notification source ok');
  });

  it('a server that does not sort its jobs as asked is a failing one: its list could have gaps', async () => {
    const it = bench();
    await it.begin();
    const data = [9, 8, 7].map((jobId) => ({ attributes: { jobId, state: 'ACTIVE' } }));
    it.netBackup.intercept = ({ uri }) =>
      uri.includes('lastUpdateTime') ? answer(200, JSON.stringify({ data })) : undefined;
    await it.clock.advance(5 * second);
    expect(it.source.status).toMatchObject({ state: 'failing', detail: expect.stringContaining('does not sort') });
    expect(it.told).toEqual([]);
  });

  it('a ping that is no time leaves the word to its Date header', async () => {
    const it = bench();
    const date = () => ({ date: new Date(it.netBackup.now()).toUTCString() });
    it.netBackup.intercept = ({ uri }) =>
      uri.endsWith('/ping') ? { kind: 'answer', status: 200, headers: date(), body: 'pong' } : undefined;
    await it.begin();
    const job = jobOf(it);
    await it.clock.advance(5 * second);
    expect(it.toldInShort).toEqual([`${job} ACTIVE`]);
  });

  it('without a server or without credentials it is not configured', async () => {
    const it = bench();
    it.isConfigured = false;
    await it.begin();
    expect(it.source.status).toMatchObject({ state: 'not configured', lastPoll: null });
    it.isConfigured = true;
    it.netBackup.intercept = () => ({ kind: 'failure', why: 'no credentials', message: 'No credentials are set' });
    await it.clock.advance(10 * second);
    expect(it.source.status).toMatchObject({ state: 'not configured', detail: 'No credentials are set' });
  });

  it('polls never overlap, however slow an answer is, and nothing is stored after a stop', async () => {
    const it = bench();
    await it.begin();
    let release = (_result: NetBackupResult): void => undefined;
    let waiting = 0;
    const { netBackup } = it;
    const ask = netBackup.ask.bind(netBackup);
    netBackup.ask = (call) => {
      if (!call.uri.includes('jobs')) return ask(call);
      waiting++;
      return new Promise((resolve) => {
        release = resolve;
      });
    };
    const job = jobOf(it);
    await it.clock.advance(minute);
    it.source.retryNow();
    await it.clock.advance(minute);
    expect(waiting).toBe(1);
    it.source.stop();
    release(answer(200, JSON.stringify({ data: [{ attributes: { jobId: job, state: 'DONE' } }] })));
    await it.clock.advance(minute);
    expect(it.told).toEqual([]);
    expect(it.clock.waiting).toBe(0);
  });
});

describe('decision 24: polling pauses', () => {
  it('with under 256 MiB free on the disk, and goes on by itself', async () => {
    const it = bench();
    await it.begin();
    it.freeBytes = leastFreeBytes - 1;
    const job = jobOf(it);
    await it.clock.advance(minute);
    it.netBackup.calls.length = 0;
    await it.clock.advance(minute);
    expect(it.netBackup.calls).toEqual([]);
    expect(it.source.status).toMatchObject({ state: 'paused', detail: expect.stringContaining('256 MiB') });
    it.freeBytes = leastFreeBytes;
    await it.clock.advance(5 * second);
    expect(it.toldInShort).toEqual([`${job} ACTIVE`]);
    expect(it.source.status.state).toBe('ok');
  });

  it('while the log cannot be written, and loses nothing', async () => {
    const it = bench();
    await it.begin();
    it.appendFails = new Error('database or disk is full');
    const job = jobOf(it);
    await it.clock.advance(minute);
    expect(it.source.status).toMatchObject({ state: 'paused', detail: expect.stringContaining('disk is full') });
    it.netBackup.master.finishJob(job, it.netBackup.now());
    it.appendFails = undefined;
    await it.clock.advance(5 * second);
    expect(it.toldInShort).toEqual([`${job} DONE`]);
    expect(it.logged.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  });
});
