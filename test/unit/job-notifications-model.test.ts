import { expect, it } from 'vitest';
import type { JobState } from '../../electron/practice/netbackup/master-server.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { fc } from '../support/seeded-cases.ts';
import { memoryDatabase, NetBackupInProcess, SourceBench } from '../support/source-bench.ts';

const states: JobState[] = ['QUEUED', 'ACTIVE', 'REQUEUED', 'DONE', 'SUSPENDED', 'INCOMPLETE'];
/** Milliseconds; polls are 5,000 apart. */
const wait = fc.integer({ min: 0, max: 12_000 });
const history = fc.record({
  start: fc.integer({ min: -20_000, max: 40_000 }),
  first: fc.constantFrom(...states),
  changes: fc.array(fc.record({ wait, state: fc.constantFrom(...states) }), { maxLength: 5 }),
});
const world = fc.record({
  version: fc.constantFrom(3, 8, 9, 14),
  ahead: fc.constantFrom(0, -3_600_000, 3_600_000),
  histories: fc.array(history, { maxLength: 6 }),
  /** Polls that meet a server that fails. */
  failing: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 5 }),
  /** Milliseconds after which the service is restarted. */
  restart: fc.option(fc.integer({ min: 1, max: 60_000 })),
});

/** Decision 26 in its own words, over what each poll could see. */
class Model {
  readonly #told = new Map<number, string[]>();
  readonly #silent = new Set<number>();
  #isBaseline = true;

  see(jobs: readonly { jobId: number; state: JobState }[]): void {
    for (const { jobId, state } of jobs) {
      const told = this.#told.get(jobId) ?? [];
      if (this.#silent.has(jobId) || told.includes('DONE')) continue;
      if (this.#isBaseline && state === 'DONE') this.#silent.add(jobId);
      else if (state === 'DONE' || (told.length === 0 && (state === 'QUEUED' || state === 'ACTIVE')))
        this.#told.set(jobId, [...told, state]);
    }
    this.#isBaseline = false;
  }

  get told(): Record<string, string[]> {
    return Object.fromEntries([...this.#told].map(([jobId, told]) => [String(jobId), told]));
  }
}

it('N-2, N-3, decision 26: whatever jobs do and whenever polls see them, each job is told as the rule says, and never more than twice', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ version, ahead, histories, failing, restart }) => {
      const clock = new ManualClock();
      const netBackup = new NetBackupInProcess(clock, version);
      netBackup.ahead = ahead;
      const database = memoryDatabase();
      const model = new Model();
      const live = ({ first, changes }: (typeof histories)[number], time: number) => {
        const { jobId } = netBackup.master.addJob({
          clientName: 'client',
          jobType: 'RESTORE',
          policyType: 'STANDARD',
          startTime: time,
          state: first,
        });
        let at = 0;
        for (const { wait: pause, state } of changes) {
          at += pause;
          const change = () => netBackup.master.updateJob(jobId, netBackup.now(), { state });
          if (at === 0) change();
          else clock.setTimeout(change, at);
        }
      };
      for (const each of histories) {
        if (each.start <= 0) live(each, netBackup.now() + each.start);
        else clock.setTimeout(() => live(each, netBackup.now()), each.start);
      }
      let polls = 0;
      netBackup.intercept = ({ uri }) => {
        const text = decodeURIComponent(uri);
        const isPoll = text.includes('admin/jobs') && (text.includes('lastUpdateTime') || !text.includes('filter'));
        if (!isPoll || text.includes('page[limit]=1&') || text.endsWith('page[limit]=1')) return undefined;
        polls++;
        if (failing.includes(polls)) return { kind: 'answer', status: 503, headers: {}, body: '' };
        model.see(netBackup.master.jobs);
        return undefined;
      };
      let it = new SourceBench({ clock, netBackup, database, groups: [] });
      it.setGroups('GROUPID1');
      it.source.start();
      if (restart !== null) {
        await clock.advance(restart);
        it.source.stop();
        it = new SourceBench({ clock, netBackup, database });
        it.source.start();
      }
      await clock.advance(180_000);
      it.source.stop();
      const told: Record<string, string[]> = {};
      for (const { data } of it.told) {
        if (!('jobId' in data)) throw new Error('there are no images');
        told[String(data.jobId)] = [...(told[String(data.jobId)] ?? []), data.state];
      }
      database.close();
      expect(told).toEqual(model.told);
      for (const each of Object.values(told)) expect(each.length).toBeLessThanOrEqual(2);
    }),
    { numRuns: 100 },
  );
}, 60_000);
