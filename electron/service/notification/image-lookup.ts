import { type ImageQuery, readImagePage } from './image-pages.ts';
import type { NetBackupImage } from './netbackup-image.ts';
import type { NetBackupJob } from './netbackup-job.ts';
import type { NetBackupReader } from './netbackup-reader.ts';

/** Jobs that read images and make none (decision 25). */
const withoutImages = new Set(['RESTORE', 'VERIFY']);
/** Decision 25: an image of a job that names none may be as much older than it, in milliseconds. */
const beforeStart = 3_600_000;
/** Pages that the jobs of one poll may cost; the scan of the last 24 hours finds the rest within a minute. */
const maxPages = 20;

/** What jobs that have ended did to images. */
export interface LookedUp {
  readonly images: readonly NetBackupImage[];
  /** Whether nothing was left for the scans. */
  readonly isWhole: boolean;
}

/** Decision 25: the image that a job names, else what its client has since an hour before its start. */
export function queriesFor(jobs: readonly NetBackupJob[], serverTime: number): ImageQuery[] {
  const backupIds = new Set<string>();
  const clients = new Map<string, number>();
  for (const { jobType, backupId, clientName, startTime = serverTime } of jobs) {
    if (withoutImages.has(jobType)) continue;
    if (backupId !== '') backupIds.add(backupId);
    else if (clientName !== '')
      clients.set(clientName, Math.min(clients.get(clientName) ?? Number.POSITIVE_INFINITY, startTime - beforeStart));
  }
  return [
    ...[...backupIds].map((backupId) => ({ backupId, from: 0 })),
    ...[...clients].map(([clientName, from]) => ({ clientName, from })),
  ];
}

/** Whether an image that was not known is one of these jobs' making. */
export const isMadeBy = (image: NetBackupImage, jobs: readonly NetBackupJob[]): boolean =>
  jobs.some(
    ({ jobId, backupId, clientName, startTime }) =>
      image.backupId === backupId ||
      image.jobId === jobId ||
      (image.clientName === clientName && startTime !== undefined && image.backupTime >= startTime),
  );

/** @throws SourceFailure */
export async function lookUpImages(
  reader: NetBackupReader,
  queries: readonly ImageQuery[],
  serverTime: number,
): Promise<LookedUp> {
  const images: NetBackupImage[] = [];
  let pages = 0;
  for (const query of queries) {
    for (let offset: number | undefined = 0; offset !== undefined; ) {
      if (pages === maxPages) return { images, isWhole: false };
      pages++;
      const page = await readImagePage(reader, query, offset, serverTime);
      images.push(...page.images);
      offset = page.next;
    }
  }
  return { images, isWhole: true };
}
