import type { Route } from './api.ts';
import { ApiError } from './api-error.ts';
import type { Attributes } from './attributes.ts';
import { answerWithItem, answerWithList, type Collection } from './collection.ts';
import type { Job, MasterServer } from './master-server.ts';
import { cursorPage, offsetPage } from './paging.ts';

/** Since this version lists of jobs are paged by cursors. */
const firstVersionWithCursors = 9;

const attributes: Attributes<Job> = {
  jobId: { kind: 'number', of: (job) => job.jobId },
  parentJobId: { kind: 'number', of: (job) => job.parentJobId },
  jobType: { kind: 'text', of: (job) => job.jobType },
  jobSubType: { kind: 'text', of: (job) => job.jobSubType },
  state: { kind: 'text', of: (job) => job.state },
  status: { kind: 'number', of: (job) => job.status },
  policyName: { kind: 'text', of: (job) => job.policyName },
  policyType: { kind: 'text', of: (job) => job.policyType },
  scheduleName: { kind: 'text', of: (job) => job.scheduleName },
  scheduleType: { kind: 'text', of: (job) => job.scheduleType },
  clientName: { kind: 'text', of: (job) => job.clientName },
  backupId: { kind: 'text', of: (job) => job.backupId },
  startTime: { kind: 'date', of: (job) => job.startTime },
  endTime: { kind: 'date', of: (job) => job.endTime },
  lastUpdateTime: { kind: 'date', of: (job) => job.lastUpdateTime },
};
const path = '/netbackup/admin/jobs';
const jobs: Collection<Job> = {
  type: 'job',
  path,
  id: (job) => String(job.jobId),
  attributes,
  others: () => ({}),
  defaultOrder: '-jobId',
};

/** `/admin/jobs` */
export const jobRoutes = (master: MasterServer): Route[] => [
  {
    method: 'GET',
    path,
    access: 'signed in',
    answer: (request) =>
      answerWithList(
        jobs,
        master.jobs,
        request,
        (all) => all,
        request.version < firstVersionWithCursors ? offsetPage : cursorPage,
      ),
  },
  {
    method: 'GET',
    path: `${path}/{jobId}`,
    access: 'signed in',
    answer(request) {
      const job = master.job(Number(request.parts[0]));
      if (!job) throw new ApiError(404, 'The job was not found.');
      return answerWithItem(jobs, job, request);
    },
  },
];
