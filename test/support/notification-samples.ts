import type { JobData, Notification } from '../../shared/notifications.ts';

/** A JOB notification as the guide's example, with what a test wants otherwise. */
export const jobNotification = (jobId: number, change: Partial<JobData> = {}): Notification => ({
  object: 'JOB',
  data: {
    scheduleType: 'ST_FULL',
    clientName: 'DummyTestVM',
    status: 0,
    startTime: 1459811698,
    state: 'ACTIVE',
    policyName: 'vmware2',
    parentJobId: jobId,
    jobId,
    policyType: 'VMWARE',
    jobType: 'BACKUP',
    ...change,
  },
});
