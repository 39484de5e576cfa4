import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { openDatabaseFile } from '../../electron/service/database-file.ts';
import type { NetBackupResult, OwnCall } from '../../electron/service/netbackup/own-call.ts';
import { logFormat } from '../../electron/service/notification/log-format.ts';
import { usedHeap } from '../support/heap.ts';
import { SourceBench, type SourceBenchOptions } from '../support/source-bench.ts';

const count = 100_000;
const minute = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'nbwss-source-'));
const started: SourceBench[] = [];
afterEach(() => {
  for (const { source } of started) source.stop();
  for (const database of new Set(started.splice(0).map((each) => each.database))) database.close();
  rmSync(folder, { recursive: true, force: true });
});
function bench(options: SourceBenchOptions) {
  const made = new SourceBench(options);
  started.push(made);
  return made;
}

/** Many jobs, of which every thousandth runs; they are made when they are asked for. */
class LargeServer {
  pages = 0;
  largestHeap = 0;
  now = (): number => 0;

  ping(): Promise<NetBackupResult> {
    return Promise.resolve({ kind: 'answer', status: 200, headers: {}, body: String(this.now()) });
  }

  async ask({ uri }: OwnCall): Promise<NetBackupResult> {
    await setImmediate(); // as a socket does
    const query = new URL(uri, 'https://localhost').searchParams;
    const filter = query.get('filter') ?? '';
    const isList = uri.includes('/admin/jobs') && !filter.includes('lastUpdateTime') && !filter.includes(' eq ');
    const data: object[] = [];
    if (isList && query.get('page[limit]') === '100') {
      const after = Number(/jobId gt (\d+)/.exec(filter)?.[1] ?? 0);
      for (let jobId = after + 1; jobId <= Math.min(count, after + 100); jobId++) data.push(this.#job(jobId));
      if (this.pages++ % 100 === 0) this.largestHeap = Math.max(this.largestHeap, usedHeap());
    }
    return { kind: 'answer', status: 200, headers: {}, body: JSON.stringify({ data }) };
  }

  #job(jobId: number): object {
    const time = new Date(this.now() - 86_400_000 + jobId).toISOString();
    const attributes = {
      jobId,
      state: jobId % 1000 === 0 ? 'ACTIVE' : 'DONE',
      jobType: 'BACKUP',
      status: 0,
      parentJobId: 0,
    };
    return {
      type: 'job',
      id: String(jobId),
      attributes: { ...attributes, clientName: `client${jobId % 500}`, startTime: time, lastUpdateTime: time },
    };
  }
}

it('decision 25: 100,000 jobs that are there first are taken stock of in pieces, in bounded memory, and a crash half way costs one piece', async () => {
  const database = openDatabaseFile(join(folder, 'notifications.sqlite'), logFormat, 0).database;
  const server = new LargeServer();
  const before = bench({ database, session: () => server });
  server.now = () => before.clock.now();
  before.setGroups('GROUPID1');
  const heap = usedHeap();
  before.beforeCommit = () => {
    if (server.pages >= 500) throw new Error('crash');
  };
  before.source.start();
  while (server.pages < 300) await setImmediate();
  expect(before.source.status.detail).toMatch(/^Reading the jobs that are there already: \d+ so far$/);
  await before.until(() => before.source.status.state === 'paused');
  before.source.stop();

  const after = bench({ database, clock: before.clock, session: () => server });
  after.source.start();
  await after.until(() => after.source.status.lastPoll !== null);
  await after.clock.advance(5 * minute);
  const running = Array.from({ length: count / 1000 }, (_, index) => `${(index + 1) * 1000} ACTIVE`);
  expect(after.toldInShort).toEqual(running);
  expect(database.prepare('SELECT count(*) AS jobs FROM jobs').get()).toEqual({ jobs: count });
  expect(server.pages).toBeLessThanOrEqual(1_000 + 10 + 2);
  const growth = (server.largestHeap - heap) / 1024 / 1024;
  expect(growth).toBeLessThan(24);
}, 60_000);
