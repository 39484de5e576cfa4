import { type NetBackupJob, readJob } from './netbackup-job.ts';
import { type NetBackupReader, SourceFailure } from './netbackup-reader.ts';

const path = '/netbackup/admin/jobs';
/** Most jobs of one piece: what is committed, and told in the order of the jobs' times, together. */
const jobsPerPiece = 1_000;

/** Some jobs of a list, ascending by number. */
export interface Piece {
  readonly jobs: readonly NetBackupJob[];
  /** The highest number so far. */
  readonly highest: number;
  /** Jobs without a number or a state, of this piece. */
  readonly unreadable: number;
  readonly isLast: boolean;
}

/**
 * Reads all jobs of a filter, in pieces; the last one may be empty.
 *
 * It walks by job number (`jobId gt …`, sorted by it) and uses neither `page[offset]` nor `page[after]`: that is the same in every
 * version of the API, skips no job when others change or vanish meanwhile, and can go on after a restart.
 * @param from the job number to go on after; 0 to begin
 * @throws SourceFailure
 */
export async function* readJobs(reader: NetBackupReader, filter: string, from: number): AsyncGenerator<Piece> {
  let highest = from;
  let jobs: NetBackupJob[] = [];
  let unreadable = 0;
  for (;;) {
    const condition = [filter, highest > 0 ? `jobId gt ${highest}` : ''].filter((part) => part !== '').join(' and ');
    const query = { ...(condition === '' ? {} : { filter: condition }), sort: 'jobId' };
    const { resources, hasNext } = await reader.page(path, query);
    const onPage = resources.map(readJob).filter((job) => job !== undefined);
    for (const { jobId } of onPage) {
      if (jobId <= highest)
        throw new SourceFailure('odd answer', 'NetBackup does not sort its jobs by number as it was asked to');
      highest = jobId;
    }
    if (hasNext && onPage.length === 0)
      throw new SourceFailure('odd answer', 'NetBackup gives a page of jobs of which none can be read');
    jobs.push(...onPage);
    unreadable += resources.length - onPage.length;
    if (hasNext && jobs.length < jobsPerPiece) continue;
    yield { jobs, highest, unreadable, isLast: !hasNext };
    if (!hasNext) return;
    jobs = [];
    unreadable = 0;
  }
}

/**
 * Jobs by their numbers, at most as many as a page holds; those that NetBackup does not know are missing. A server may give fewer than
 * it was asked for, so the rest is asked for again until an answer has none of them.
 * @throws SourceFailure
 */
export async function readJobsNumbered(reader: NetBackupReader, jobIds: readonly number[]): Promise<NetBackupJob[]> {
  const rest = new Set(jobIds);
  const jobs: NetBackupJob[] = [];
  while (rest.size > 0) {
    const filter = [...rest].map((jobId) => `jobId eq ${jobId}`).join(' or ');
    const { resources, hasNext } = await reader.page(path, { filter });
    const found = resources.map(readJob).filter((job) => job !== undefined && rest.delete(job.jobId)) as NetBackupJob[];
    if (found.length === 0 && hasNext)
      throw new SourceFailure('odd answer', 'NetBackup gives other jobs than those that it was asked for');
    if (found.length === 0) break;
    jobs.push(...found);
  }
  return jobs;
}

/** The lowest and the highest job number that NetBackup has; `undefined` when it has no job. */
export async function readNumbersInUse(
  reader: NetBackupReader,
): Promise<{ lowest: number; highest: number } | undefined> {
  const first = async (sort: string) => {
    const { resources } = await reader.page(path, { sort, 'page[limit]': '1' });
    return resources[0] && readJob(resources[0])?.jobId;
  };
  const lowest = await first('jobId');
  const highest = await first('-jobId');
  if (lowest === undefined || highest === undefined) return undefined;
  if (lowest > highest) throw new SourceFailure('odd answer', 'NetBackup does not sort its jobs by number');
  return { lowest, highest };
}
