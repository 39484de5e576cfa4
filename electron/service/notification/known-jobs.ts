import type { DatabaseSync } from 'node:sqlite';
import type { JobState } from '../../../shared/notifications.ts';
import type { NetBackupJob } from './netbackup-job.ts';

/** The last state that was told of a job; `''` for a job of which nothing has been told yet. */
export type Told = '' | JobState;

/** Rows that one step of a removal takes. */
const removedPerStep = 5_000;

/**
 * N-2, N-3, decision 26: which state is to be told of a job now.
 * @param told `undefined` for a job that was never seen
 * @param state as NetBackup has it now
 */
export function stateToTell(told: Told | undefined, state: string): JobState | undefined {
  if (state === 'DONE') return told === 'DONE' ? undefined : 'DONE';
  const isStart = state === 'QUEUED' || state === 'ACTIVE';
  return isStart && (told === undefined || told === '') ? state : undefined;
}

/** What has been told of each of the jobs that are known. */
export function toldOf(database: DatabaseSync, jobs: readonly NetBackupJob[]): Map<number, Told> {
  const read = database.prepare('SELECT told FROM jobs WHERE jobId = ?');
  const found = new Map<number, Told>();
  for (const { jobId } of jobs) {
    const row = read.get(jobId) as { told: Told } | undefined;
    if (row) found.set(jobId, row.told);
  }
  return found;
}

export function writeTold(database: DatabaseSync, told: ReadonlyMap<number, Told>): void {
  const write = database.prepare('INSERT OR REPLACE INTO jobs (jobId, told) VALUES (?, ?)');
  for (const [jobId, state] of told) write.run(jobId, state);
}

export function removeJobs(database: DatabaseSync, jobIds: Iterable<number>): void {
  const remove = database.prepare('DELETE FROM jobs WHERE jobId = ?');
  for (const jobId of jobIds) remove.run(jobId);
}

/** Numbers of the jobs that have not been told DONE, ascending. */
export function jobsNotDone(database: DatabaseSync): number[] {
  const rows = database.prepare("SELECT jobId FROM jobs WHERE told <> 'DONE' ORDER BY jobId").all();
  return rows.map(({ jobId }) => Number(jobId));
}

/** One step of the removal of jobs outside these numbers. @returns whether there may be more */
export function removeJobsOutside(database: DatabaseSync, lowest: number, highest: number): boolean {
  const { changes } = database
    .prepare('DELETE FROM jobs WHERE jobId IN (SELECT jobId FROM jobs WHERE jobId < ? OR jobId > ? LIMIT ?)')
    .run(lowest, highest, removedPerStep);
  return Number(changes) === removedPerStep;
}
