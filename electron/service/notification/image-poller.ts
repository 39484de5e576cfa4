import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { isMadeBy, lookUpImages, queriesFor } from './image-lookup.ts';
import { readImagePage } from './image-pages.ts';
import type { ImagesOfJobs } from './job-poller.ts';
import { compareImages, type ImageFindings, writeImages } from './known-images.ts';
import { MissedImages } from './missed-images.ts';
import type { NetBackupImage } from './netbackup-image.ts';
import type { NetBackupJob } from './netbackup-job.ts';
import { type NetBackupReader, SourceFailure } from './netbackup-reader.ts';
import type { NotificationDelivery } from './notification-delivery.ts';
import { recall, retain } from './source-memory.ts';

/** Decision 25, in milliseconds: what a scan looks at, how often, and the pause that makes at most 4 pages a second. */
const recentTime = 86_400_000;
const recentPeriod = 60_000;
export const pagePause = 250;
/** After a step that asks for missed images it rests for so many milliseconds. */
const stepPause = 1_000;

export interface ImagePollerOptions {
  delivery: Pick<NotificationDelivery, 'append' | 'remembered'>;
  clock: Clock;
  log: Log;
  /** `notification.imageScanPeriod` in milliseconds. */
  imageScanPeriod: () => number;
  /** There is something to do before the time that the last step named. */
  isDue: () => void;
}

/** A list that is being read. */
interface Scan {
  /** Epoch milliseconds on NetBackup's clock. */
  readonly from: number;
  readonly serverTime: number;
  offset: number;
  /** Entries that could not be read so far. */
  unreadable: number;
}

/**
 * N-4, decision 25: finds what happens to images: those of jobs that have ended, the last 24 hours once a minute, and the whole
 * catalogue, page by page, every `notification.imageScanPeriod`. Only a pass over the whole catalogue without a failure finds that
 * images are gone, and each is asked for once more before that is told.
 *
 * One thing is asked at a time: an older answer never overtakes a younger one.
 */
export class ImagePoller implements ImagesOfJobs {
  readonly #options: ImagePollerOptions;
  #turn: Promise<unknown> = Promise.resolve();
  #recent: Scan | undefined;
  #recentBegun: number | undefined;
  #whole: Scan | undefined;
  #wholeBegun: number | undefined;
  #isWholeWanted = false;
  /** The whole catalogue has been read; what it lacked is asked for one by one. */
  #isConfirming = false;
  /** What has failed and not yet been done well. */
  readonly #failed = new Set<'recent' | 'whole'>();
  readonly #unreadable = new Map<'recent' | 'whole', number>();
  readonly #missed: MissedImages;

  constructor(options: ImagePollerOptions) {
    this.#options = options;
    this.#missed = new MissedImages(options);
  }

  /** When the last pass over the whole catalogue ended, epoch milliseconds on our clock. */
  get lastFullPass(): number | null {
    return this.#recall('imagesFullPass') ?? null;
  }

  /** Whether what failed has been done well since. */
  get isWell(): boolean {
    return this.#failed.size === 0;
  }

  /** Everything was forgotten: it begins anew. */
  reset(): void {
    this.#recent = undefined;
    this.#recentBegun = undefined;
    this.#whole = undefined;
    this.#wholeBegun = undefined;
    this.#isWholeWanted = false;
    this.#isConfirming = false;
    this.#failed.clear();
    this.#missed.reset();
  }

  /**
   * Asks for one page, or for some images that a pass has missed, when that is due.
   * @returns in how many milliseconds the next step is due
   * @throws SourceFailure; a pass that was under way begins anew with the next step
   */
  step(reader: NetBackupReader): Promise<number> {
    return this.#alone(async () => {
      try {
        await this.#work(reader);
      } catch (error) {
        this.#giveUpScan();
        throw error;
      }
      return this.#untilNext();
    });
  }

  /** Also one that was to begin: then the server did not tell its time. */
  #giveUpScan(): void {
    const isRecent = this.#recent !== undefined || this.#untilRecent() === 0;
    this.#failed.add(isRecent ? 'recent' : 'whole');
    if (isRecent) this.#recentBegun = undefined;
    else if (!this.#isConfirming) this.#isWholeWanted = true;
    if (isRecent) this.#recent = undefined;
    else this.#whole = undefined;
  }

  /**
   * Decision 25: the images of jobs that have ended, found before `commit` so that both are told together. An image that
   * cannot be read now holds no job back: the scans find it.
   */
  async withImagesOf(
    reader: NetBackupReader,
    ended: readonly NetBackupJob[],
    serverTime: number,
    commit: (found: ImageFindings) => void,
  ): Promise<void> {
    const queries = this.#failed.has('recent') ? [] : queriesFor(ended, serverTime);
    const deletes = ended.some(({ jobType }) => jobType === 'IMAGEDELETE');
    if (queries.length === 0) commit({ notifications: [], images: [], pass: this.#pass });
    else
      await this.#alone(async () => {
        const { images, isWhole } = await this.#lookUp(reader, queries, serverTime);
        const isNew = this.#isNew();
        commit(this.#compare(images, (image) => isNew(image) || isMadeBy(image, ended)));
        if (isWhole) return;
        this.#recentBegun = undefined;
        this.#options.isDue();
      });
    if (!deletes) return;
    this.#isWholeWanted = true;
    this.#options.isDue();
  }

  async #lookUp(reader: NetBackupReader, queries: ReturnType<typeof queriesFor>, serverTime: number) {
    try {
      return await lookUpImages(reader, queries, serverTime);
    } catch (error) {
      if (!(error instanceof SourceFailure) || error.why === 'ended') throw error;
      this.#failed.add('recent'); // the scan that is due now meets the same failure, and tells it
      return { images: [], isWhole: false };
    }
  }

  async #work(reader: NetBackupReader): Promise<void> {
    const { clock, delivery } = this.#options;
    if (!this.#recent && this.#untilRecent() === 0) {
      const serverTime = await reader.time();
      this.#recent = { from: serverTime - recentTime, serverTime, offset: 0, unreadable: 0 };
      this.#recentBegun = clock.monotonic();
    }
    if (this.#recent) {
      const { from } = this.#recent;
      const isFirst = this.#recall('imagesSince') === undefined;
      const isDone = await this.#readPage(
        reader,
        this.#recent,
        isFirst && ((data) => retain(data, 'imagesSince', from)),
      );
      if (!isDone) return;
      this.#tellUnreadable('recent', this.#recent.unreadable);
      this.#recent = undefined;
      this.#failed.delete('recent');
    } else if (this.#isConfirming) await this.#confirm(reader);
    else if (this.#whole || this.#untilWhole() === 0) {
      if (!this.#whole) {
        this.#whole = { from: 0, serverTime: await reader.time(), offset: 0, unreadable: 0 };
        this.#wholeBegun = clock.monotonic();
        this.#isWholeWanted = false;
        delivery.append([], (database) => retain(database, 'imagesPass', this.#pass + 1));
      }
      this.#isConfirming = await this.#readPage(reader, this.#whole, false);
      if (!this.#isConfirming) return;
      this.#tellUnreadable('whole', this.#whole.unreadable);
      this.#whole = undefined;
      this.#missed.reset();
    }
  }

  /** @param atEnd what to remember with the last page @returns whether it was the last page */
  async #readPage(reader: NetBackupReader, scan: Scan, atEnd: ((data: DatabaseSync) => void) | false) {
    const { images, unreadable, next } = await readImagePage(reader, scan, scan.offset, scan.serverTime);
    const isLast = next === undefined;
    const found = this.#compare(images, this.#isNew());
    if (found.images.length > 0 || (isLast && atEnd))
      this.#options.delivery.append(found.notifications, (database) => {
        writeImages(database, found.images, found.pass);
        if (isLast && atEnd) atEnd(database);
      });
    scan.unreadable += unreadable;
    if (!isLast) scan.offset = next;
    return isLast;
  }

  async #confirm(reader: NetBackupReader): Promise<void> {
    const { delivery, clock } = this.#options;
    if (!(await this.#missed.ask(reader, this.#pass))) return;
    delivery.append([], (database) => retain(database, 'imagesFullPass', clock.now()));
    this.#isConfirming = false;
    this.#failed.delete('whole');
  }

  /** Said once for each number of them. */
  #tellUnreadable(of: 'recent' | 'whole', count: number): void {
    if (count > 0 && count !== this.#unreadable.get(of))
      this.#options.log.warn('images not readable', {
        detail: `${count} without a backup id; nothing is told of them`,
      });
    this.#unreadable.set(of, count);
  }

  /** Decision 25: images that were there before anybody listened are not told. */
  #isNew(): (image: NetBackupImage) => boolean {
    if (this.#recall('imagesFullPass') !== undefined) return () => true;
    const since = this.#recall('imagesSince') ?? Number.POSITIVE_INFINITY;
    return ({ backupTime }) => backupTime >= since;
  }

  #compare(images: readonly NetBackupImage[], isNew: (image: NetBackupImage) => boolean): ImageFindings {
    const { delivery, clock } = this.#options;
    const circumstances = { pass: this.#pass, isNew, seen: clock.now() };
    return delivery.remembered((database) => compareImages(database, images, circumstances));
  }

  #untilNext(): number {
    if (this.#isConfirming) return stepPause;
    if (this.#recent || this.#whole) return pagePause;
    return Math.max(pagePause, Math.min(this.#untilRecent(), this.#untilWhole()));
  }

  #untilRecent(): number {
    if (this.#recentBegun === undefined) return 0;
    return Math.max(0, this.#recentBegun + recentPeriod - this.#options.clock.monotonic());
  }

  #untilWhole(): number {
    const { clock, imageScanPeriod } = this.#options;
    if (this.#isWholeWanted) return 0;
    if (this.#wholeBegun !== undefined) return Math.max(0, this.#wholeBegun + imageScanPeriod() - clock.monotonic());
    const elapsed = clock.now() - (this.#recall('imagesFullPass') ?? Number.NEGATIVE_INFINITY);
    // A clock that was set back says nothing about how old the last pass is.
    return elapsed < 0 ? 0 : Math.max(0, imageScanPeriod() - elapsed);
  }

  /** Number of the pass that is under way, or of the last one. */
  get #pass(): number {
    return this.#recall('imagesPass') ?? 0;
  }

  #recall(key: 'imagesPass' | 'imagesSince' | 'imagesFullPass'): number | undefined {
    return this.#options.delivery.remembered((database) => recall(database, key));
  }

  #alone<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(action);
    this.#turn = result.catch(() => undefined); // its own caller is told
    return result;
  }
}
