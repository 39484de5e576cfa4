import type { JobState, Notification } from '../../../shared/notifications.ts';
import { numberOr, seconds, textOf, timeOf } from './attribute-values.ts';
import type { Resource } from './netbackup-reader.ts';

/** What the polls use of a job as NetBackup gives it. Times are epoch milliseconds. */
export interface NetBackupJob {
  readonly jobId: number;
  readonly parentJobId: number;
  readonly jobType: string;
  /** One of NetBackup's, such as QUEUED, ACTIVE, REQUEUED, DONE, SUSPENDED, INCOMPLETE. */
  readonly state: string;
  readonly status: number;
  readonly policyName: string;
  readonly policyType: string;
  readonly scheduleType: string;
  readonly clientName: string;
  /** Of the image that it made; may be empty. */
  readonly backupId: string;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
  readonly lastUpdateTime: number | undefined;
}

/** Decision 28: anything else stays as it is. */
const scheduleTypes: Readonly<Record<string, string>> = {
  FULL: 'ST_FULL',
  FULL_BACKUP: 'ST_FULL',
  DIFFERENTIAL_INCREMENTAL: 'ST_DINC',
  DIFFERENTIAL_INCREMENTAL_BACKUP: 'ST_DINC',
  CUMULATIVE_INCREMENTAL: 'ST_CINC',
  CUMULATIVE_INCREMENTAL_BACKUP: 'ST_CINC',
  USER_BACKUP: 'ST_UBACKUP',
  USER_ARCHIVE: 'ST_UARCHIVE',
};
const scheduleTypeOf = (name: string): string =>
  Object.hasOwn(scheduleTypes, name) ? (scheduleTypes[name] ?? name) : name;

const isJobId = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

/** @returns `undefined` for what has no job number or no state: nothing can be told of it */
export function readJob({ id, attributes }: Resource): NetBackupJob | undefined {
  const jobId = numberOr(attributes['jobId'], Number(textOf(id)));
  const state = textOf(attributes['state']);
  if (!isJobId(jobId) || state === '') return undefined;
  return {
    jobId,
    parentJobId: numberOr(attributes['parentJobId'], 0),
    jobType: textOf(attributes['jobType']),
    state,
    status: numberOr(attributes['status'], 0),
    policyName: textOf(attributes['policyName']),
    policyType: textOf(attributes['policyType']),
    scheduleType: textOf(attributes['scheduleType']),
    clientName: textOf(attributes['clientName']),
    backupId: textOf(attributes['backupId']),
    startTime: timeOf(attributes['startTime']),
    endTime: timeOf(attributes['endTime']),
    lastUpdateTime: timeOf(attributes['lastUpdateTime']),
  };
}

/**
 * N-6, decision 28: what a cloud application is told of a job.
 * @param state the one that it is told
 */
export function jobNotification(job: NetBackupJob, state: JobState): Notification {
  return {
    object: 'JOB',
    data: {
      scheduleType: scheduleTypeOf(job.scheduleType),
      clientName: job.clientName,
      status: job.status,
      // A queued job may have no start yet: then when NetBackup last knew something of it.
      startTime: seconds(job.startTime ?? job.lastUpdateTime ?? 0),
      state,
      policyName: job.policyName,
      parentJobId: isJobId(job.parentJobId) ? job.parentJobId : job.jobId,
      jobId: job.jobId,
      policyType: job.policyType,
      jobType: job.jobType,
    },
  };
}
