import { describe, expect, it } from 'vitest';
import { imageNotification, readImage } from '../../electron/service/notification/netbackup-image.ts';
import { jobNotification, readJob } from '../../electron/service/notification/netbackup-job.ts';

const attributes = {
  jobId: 146,
  parentJobId: 145,
  jobType: 'SNAPSHOT',
  jobSubType: 'IMMEDIATE',
  state: 'DONE',
  status: 1,
  policyName: 'vmware2',
  policyType: 'VMWARE',
  scheduleName: 'Full',
  scheduleType: 'FULL',
  clientName: 'DummyTestVM',
  backupId: 'DummyTestVM_1459811698',
  startTime: '2016-04-04T23:14:58.000Z',
  endTime: '2016-04-04T23:15:24.000Z',
  lastUpdateTime: '2016-04-04T23:15:24.000Z',
};

/** What is told of a job with other attributes. */
function jobData(change: Record<string, unknown>) {
  const job = readJob({ id: '146', attributes: { ...attributes, ...change } });
  if (!job) throw new Error('the job was not read');
  return jobNotification(job, 'DONE').data;
}

describe('N-6, decision 28: a job', () => {
  it('comes out field by field, with its time in epoch seconds (K-4)', () => {
    expect(jobData({})).toEqual({
      scheduleType: 'ST_FULL',
      clientName: 'DummyTestVM',
      status: 1,
      startTime: 1459811698,
      state: 'DONE',
      policyName: 'vmware2',
      parentJobId: 145,
      jobId: 146,
      policyType: 'VMWARE',
      jobType: 'SNAPSHOT',
    });
  });

  it.each([
    ['FULL', 'ST_FULL'],
    ['FULL_BACKUP', 'ST_FULL'],
    ['DIFFERENTIAL_INCREMENTAL', 'ST_DINC'],
    ['DIFFERENTIAL_INCREMENTAL_BACKUP', 'ST_DINC'],
    ['CUMULATIVE_INCREMENTAL', 'ST_CINC'],
    ['CUMULATIVE_INCREMENTAL_BACKUP', 'ST_CINC'],
    ['USER_BACKUP', 'ST_UBACKUP'],
    ['USER_ARCHIVE', 'ST_UARCHIVE'],
    ['TLOG', 'TLOG'],
    ['constructor', 'constructor'],
    ['', ''],
  ])('with schedule type %s says %s', (scheduleType, expected) => {
    expect(jobData({ scheduleType })).toMatchObject({ scheduleType: expected });
  });

  it('without a parent names itself', () => {
    for (const parentJobId of [0, null, undefined, -1])
      expect(jobData({ parentJobId })).toMatchObject({ parentJobId: 146 });
  });

  it('that lacks what a version does not give is told with what there is', () => {
    const bare = readJob({ id: '7', attributes: { state: 'QUEUED', lastUpdateTime: '2016-04-04T23:14:58Z' } });
    expect(bare && jobNotification(bare, 'QUEUED').data).toEqual({
      scheduleType: '',
      clientName: '',
      status: 0,
      startTime: 1459811698,
      state: 'QUEUED',
      policyName: '',
      parentJobId: 7,
      jobId: 7,
      policyType: '',
      jobType: '',
    });
    expect(jobData({ startTime: '1970-01-01T00:00:00.000Z', policyName: null })).toMatchObject({
      startTime: 1459811724,
      policyName: '',
    });
  });

  it.each([{ state: '' }, { state: 7 }, { state: undefined }])('is not read with %j', (change) => {
    expect(readJob({ id: '146', attributes: { ...attributes, ...change } })).toBeUndefined();
  });

  it.each([0, -1, 1.5, 'x', Number.NaN])('is not read with the number %s', (jobId) => {
    expect(readJob({ id: String(jobId), attributes: { ...attributes, jobId } })).toBeUndefined();
  });
});

describe('N-7, decision 28: an image', () => {
  const now = Date.UTC(2026, 0, 15);
  const image = (change: Record<string, unknown> = {}) => {
    const read = readImage(
      {
        id: 'localhost_1458601200',
        attributes: {
          policyType: 'VMware',
          clientName: 'localhost',
          backupTime: '2016-03-21T23:00:00.000Z',
          numCopies: 1,
          fragments: [
            { copyNumber: 1, fragmentNumber: 1, kbytes: 2, copyType: 'BACKUP' },
            { copyNumber: 1, fragmentNumber: 2, kbytes: 2, copyType: 'BACKUP' },
          ],
          ...change,
        },
      },
      now,
    );
    if (!read) throw new Error('the image was not read');
    return read;
  };

  it('N-19 comes out field by field; createdTime is when the change was seen', () => {
    expect(imageNotification(image(), 'DELETE', 1459832492_999)).toEqual({
      object: 'IMAGE',
      data: {
        clientType: 'VMWARE',
        clientName: 'localhost',
        backupTime: 1458601200,
        createdTime: 1459832492,
        operationId: 'DELETE',
        backupId: 'localhost_1458601200',
      },
    });
  });

  it.each([
    ['Standard', 'STANDARD'],
    ['VMware', 'VMWARE'],
    ['MS-Windows', 'WINDOWS_NT'],
    ['Hyper-V', 'HYPERV'],
    ['MS-SQL-Server', 'SQL_SERVER'],
    ['MS-Exchange-Server', 'EXCHANGE'],
    ['Oracle', 'OBACKUP'],
    ['MS-SharePoint', 'MS_SHAREPOINT'],
    ['NBU-Catalog', 'NBU_CATALOG'],
  ])('of policy type %s has client type %s', (policyType, clientType) => {
    expect(imageNotification(image({ policyType }), 'CREATE', 0).data).toMatchObject({ clientType });
  });

  it('N-4 has changed when a watched attribute has, and not for the order of fragments or an attribute of a later version', () => {
    const { digest } = image();
    const [first, last] = [
      { copyNumber: 1, fragmentNumber: 2, kbytes: 2, copyType: 'BACKUP', newer: 1 },
      { copyNumber: 1, fragmentNumber: 1, kbytes: 2, copyType: 'BACKUP' },
    ];
    expect(image({ newer: 7, fragments: [first, last] }).digest).toBe(digest);
    for (const change of [
      { kbytes: 7 },
      { numCopies: 2 },
      { expiration: 'x' },
      { fragments: [first] },
      { primaryCopy: 2 },
    ])
      expect(image(change).digest).not.toBe(digest);
  });

  const ahead = { remoteExpirationDate: '2026-02-01T00:00:00Z' };
  const replica = { copyType: 'CLOUD_SNAPSHOT_REPLICA' };
  it.each<[string, boolean, Record<string, unknown>]>([
    ['a copy', false, ahead],
    ['no fragments, and a copy elsewhere', true, { ...ahead, fragments: [] }],
    ['no copies, and a copy elsewhere', true, { ...ahead, numCopies: 0 }],
    [
      'no copies, and the one elsewhere has expired',
      false,
      { numCopies: 0, remoteExpirationDate: '2026-01-01T00:00:00Z' },
    ],
    ['no copies at all', false, { numCopies: 0 }],
    ['only replicas in the cloud', true, { fragments: [replica, replica] }],
    ['a replica and a copy', false, { fragments: [replica, { copyType: 'BACKUP' }] }],
    ['fragments that the version does not tell', false, { ...ahead, fragments: undefined }],
  ])('N-20, K-21 with %s has none left that can be restored here: %s', (_name, noLocalCopy, change) => {
    expect(image(change).noLocalCopy).toBe(noLocalCopy);
  });
});
