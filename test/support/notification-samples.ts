import type { GroupNotifications } from '../../shared/notification-status.ts';
import type { ImageData, JobData, Notification } from '../../shared/notifications.ts';

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

/** Where a group stands to which nothing has come yet, with what a test wants otherwise. */
export const groupNotifications = (groupId: string, change: Partial<GroupNotifications> = {}): GroupNotifications => ({
  groupId,
  delivered: 0,
  inFlight: 0,
  undelivered: 0,
  oldest: null,
  resends: 0,
  withoutEndpointSince: null,
  keptUntil: null,
  problem: null,
  ...change,
});

/** An IMAGE notification as the guide's example, with what a test wants otherwise. */
export const imageNotification = (backupId: string, change: Partial<ImageData> = {}): Notification => ({
  object: 'IMAGE',
  data: {
    clientType: 'VMWARE',
    clientName: 'DummyTestVM',
    backupTime: 1459811698,
    createdTime: 1459811724,
    operationId: 'CREATE',
    backupId,
    ...change,
  },
});
