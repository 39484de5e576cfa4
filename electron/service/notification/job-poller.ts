import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { findJobChanges } from './job-changes.ts';
import { type Piece, readJobs, readJobsNumbered, readNumbersInUse } from './job-pages.ts';
import { type ImageFindings, writeImages } from './known-images.ts';
import { jobsNotDone, removeJobs, removeJobsOutside, toldOf, writeTold } from './known-jobs.ts';
import type { NetBackupJob } from './netbackup-job.ts';
import { filterTime, type NetBackupReader } from './netbackup-reader.ts';
import type { NotificationDelivery } from './notification-delivery.ts';
import { drop, recall, retain } from './source-memory.ts';

/**
 * How far back each poll looks again, in milliseconds: NetBackup stamps a change before others can read it. What is seen twice
 * is told once, so this costs reading only.
 */
const overlap = 120_000;
/** How often jobs that run are asked for by their numbers, and how often old ones are removed, in milliseconds. */
const checkPeriod = 60_000;
const removalPeriod = 3_600_000;
/** Jobs that one such question names: fewer than a page holds, in a URL of under 2 KiB. */
const jobsPerCheck = 50;

/** Finds what jobs that have ended did to images. */
export interface ImagesOfJobs {
  /**
   * @param serverTime NetBackup's, epoch milliseconds
   * @param commit called once, with what could be found
   * @throws SourceFailure when nothing is to be committed any more
   */
  withImagesOf(
    reader: NetBackupReader,
    ended: readonly NetBackupJob[],
    serverTime: number,
    commit: (found: ImageFindings) => void,
  ): Promise<void>;
}

export interface JobPollerOptions {
  delivery: Pick<NotificationDelivery, 'append' | 'remembered'>;
  clock: Clock;
  log: Log;
  images: ImagesOfJobs;
}

/** One poll: where it reads, and NetBackup's own time when it began, epoch milliseconds. */
interface Poll {
  readonly reader: NetBackupReader;
  readonly serverTime: number;
}

const latestOf = (jobs: readonly NetBackupJob[]): number =>
  jobs.reduce((latest, { lastUpdateTime = 0 }) => Math.max(latest, lastUpdateTime), 0);

/**
 * N-2, N-3, decisions 25 and 26: reads the jobs that have changed. Whatever changes while they are read is found by the next
 * poll, since that looks back to before this one's start, in NetBackup's own times.
 */
export class JobPoller {
  readonly #options: JobPollerOptions;
  #checkedAt: number | undefined;
  #removedAt: number | undefined;
  #unreadable = 0;
  #stock: number | undefined;

  constructor(options: JobPollerOptions) {
    this.#options = options;
  }

  /** While the jobs that were there first are taken stock of: how many have been read since the start. */
  get stock(): number | undefined {
    return this.#stock;
  }

  /** One poll. @throws SourceFailure; what was committed until then is not told again */
  async poll(reader: NetBackupReader): Promise<void> {
    const poll = { reader, serverTime: await reader.time() };
    const upTo = this.#recall('jobsUpTo');
    if (upTo === undefined) {
      await this.#takeStock(poll);
      return;
    }
    await this.#readChanges(poll, upTo);
    await this.#check(poll);
    await this.#removeOld(poll);
  }

  /** Decision 25: jobs that were DONE before anybody listened are not told; those that run are. It goes on where it was left. */
  async #takeStock(poll: Poll): Promise<void> {
    const since = this.#recall('jobsStockSince') ?? poll.serverTime;
    let latest = this.#recall('jobsStockLatest') ?? 0;
    const wasDone = ({ state, lastUpdateTime = 0 }: NetBackupJob) => state === 'DONE' && lastUpdateTime <= since;
    let unreadable = 0;
    try {
      this.#stock = 0;
      for await (const piece of readJobs(poll.reader, '', this.#recall('jobsStockAfter') ?? 0)) {
        latest = Math.max(latest, latestOf(piece.jobs));
        unreadable += piece.unreadable;
        await this.#commit(poll, piece.jobs, { isSilent: wasDone }, (database) => {
          if (piece.isLast) {
            drop(database, 'jobsStockSince', 'jobsStockAfter', 'jobsStockLatest');
            retain(database, 'jobsUpTo', Math.min(latest, since));
          } else {
            retain(database, 'jobsStockSince', since);
            retain(database, 'jobsStockAfter', piece.highest);
            retain(database, 'jobsStockLatest', latest);
          }
        });
        this.#stock += piece.jobs.length;
      }
    } finally {
      this.#stock = undefined;
    }
    this.#tellUnreadable(unreadable);
  }

  async #readChanges(poll: Poll, upTo: number): Promise<void> {
    // A server whose clock was set back stamps what happens now with times that have been before.
    const from = Math.min(upTo, poll.serverTime) - overlap;
    let latest = upTo;
    let unreadable = 0;
    for await (const piece of readJobs(poll.reader, `lastUpdateTime ge ${filterTime(from)}`, 0)) {
      latest = Math.max(latest, latestOf(piece.jobs));
      unreadable += piece.unreadable;
      const seenUpTo = this.#seenUpTo(piece, latest, poll);
      const remember = seenUpTo !== undefined && seenUpTo !== upTo;
      await this.#commit(poll, piece.jobs, {}, remember && ((database) => retain(database, 'jobsUpTo', seenUpTo)));
    }
    this.#tellUnreadable(unreadable);
  }

  /** A list that was read whole shows everything that had changed when its reading began. */
  #seenUpTo({ isLast }: Piece, latest: number, { serverTime }: Poll): number | undefined {
    return isLast ? Math.min(latest, serverTime) : undefined;
  }

  /**
   * Asks for the jobs that run, by their numbers: a change with an odd time stamp would be missed otherwise, and a job that
   * NetBackup does not know any more would be taken for running for ever.
   */
  async #check(poll: Poll): Promise<void> {
    const { delivery, clock } = this.#options;
    if (this.#checkedAt !== undefined && clock.monotonic() - this.#checkedAt < checkPeriod) return;
    const started = clock.monotonic();
    const running = delivery.remembered(jobsNotDone);
    for (let first = 0; first < running.length; first += jobsPerCheck) {
      const asked = running.slice(first, first + jobsPerCheck);
      const jobs = await readJobsNumbered(poll.reader, asked);
      const found = new Set(jobs.map(({ jobId }) => jobId));
      const gone = asked.filter((jobId) => !found.has(jobId));
      await this.#commit(poll, jobs, {}, gone.length > 0 && ((database) => removeJobs(database, gone)));
    }
    this.#checkedAt = started;
  }

  /** Jobs with numbers below the lowest that NetBackup has, or above the highest, are not known to it any more. */
  async #removeOld({ reader }: Poll): Promise<void> {
    const { delivery, clock } = this.#options;
    if (this.#removedAt !== undefined && clock.monotonic() - this.#removedAt < removalPeriod) return;
    const inUse = await readNumbersInUse(reader);
    let isMore = false;
    if (inUse) {
      const { lowest, highest } = inUse;
      delivery.append([], (database) => {
        isMore = removeJobsOutside(database, lowest, highest);
      });
    }
    this.#removedAt = isMore ? undefined : clock.monotonic(); // more of them with the next poll
  }

  /** Tells what has to be told of jobs, and commits that with the images of those that have ended. */
  async #commit(
    { reader, serverTime }: Poll,
    jobs: readonly NetBackupJob[],
    { isSilent = () => false }: { isSilent?: (job: NetBackupJob) => boolean },
    remember: ((database: DatabaseSync) => void) | false,
  ): Promise<void> {
    const { delivery, images } = this.#options;
    const known = delivery.remembered((database) => toldOf(database, jobs));
    const { notifications, ended, told } = findJobChanges(jobs, known, isSilent);
    if (told.size === 0 && remember === false) return;
    await images.withImagesOf(reader, ended, serverTime, (found) => {
      delivery.append([...notifications, ...found.notifications], (database) => {
        writeTold(database, told);
        writeImages(database, found.images, found.pass);
        if (remember !== false) remember(database);
      });
    });
  }

  #recall(key: 'jobsUpTo' | 'jobsStockSince' | 'jobsStockAfter' | 'jobsStockLatest'): number | undefined {
    return this.#options.delivery.remembered((database) => recall(database, key));
  }

  /** Said once for each number of them. */
  #tellUnreadable(count: number): void {
    if (count !== this.#unreadable && count > 0)
      this.#options.log.warn('jobs not readable', {
        detail: `${count} without a number or a state; nothing is told of them`,
      });
    this.#unreadable = count;
  }
}
