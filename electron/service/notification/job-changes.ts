import type { JobState, Notification } from '../../../shared/notifications.ts';
import { stateToTell, type Told } from './known-jobs.ts';
import { jobNotification, type NetBackupJob } from './netbackup-job.ts';

/** What is told of a job now. */
interface JobChange {
  readonly job: NetBackupJob;
  readonly state: JobState;
}

/** What comes of looking at jobs. */
export interface JobFindings {
  /** In the order in which it happened. */
  readonly notifications: readonly Notification[];
  /** Jobs that are told DONE. */
  readonly ended: readonly NetBackupJob[];
  /** What is to be remembered as told. */
  readonly told: ReadonlyMap<number, Told>;
}

/**
 * Decision 26 for a list of jobs.
 * @param known what has been told of them
 * @param isSilent whether a job is remembered as told without being told
 */
export function findJobChanges(
  jobs: readonly NetBackupJob[],
  known: ReadonlyMap<number, Told>,
  isSilent: (job: NetBackupJob) => boolean,
): JobFindings {
  const told = new Map<number, Told>();
  const changes: JobChange[] = [];
  for (const job of jobs) {
    const before = known.get(job.jobId);
    const state = stateToTell(before, job.state);
    if (state === undefined) {
      if (before === undefined) told.set(job.jobId, '');
      continue;
    }
    told.set(job.jobId, state);
    if (!isSilent(job)) changes.push({ job, state });
  }
  changes.sort(inOrder);
  return {
    notifications: changes.map(({ job, state }) => jobNotification(job, state)),
    ended: changes.filter(({ state }) => state === 'DONE').map(({ job }) => job),
    told,
  };
}

const timeOf = ({ job, state }: JobChange): number =>
  (state === 'DONE' ? (job.endTime ?? job.lastUpdateTime) : (job.startTime ?? job.lastUpdateTime)) ?? 0;

/** N-17: by time; at the same time a parent starts before its children, and is done after them. */
function inOrder(a: JobChange, b: JobChange): number {
  const byTime = timeOf(a) - timeOf(b);
  if (byTime !== 0) return byTime;
  if (a.state === 'DONE' && b.state === 'DONE') return b.job.jobId - a.job.jobId;
  if (a.state === 'DONE' || b.state === 'DONE') return a.state === 'DONE' ? 1 : -1;
  return a.job.jobId - b.job.jobId;
}
