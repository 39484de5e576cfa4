import type { Image, Job } from '../../electron/practice/netbackup/master-server.ts';
import type { ReceivedRequest } from '../../electron/practice/netbackup/router.ts';
import type { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { ImageChange, NetBackupChange, Poll } from './campaign-record.ts';

/** As many as NetBackup gives on one page: a longer list can be read while images move from page to page. */
const imagesOnPage = 100;
const copiesOf = (image: Image) => (image.fragments.length === 0 ? 0 : image.numCopies);

/** Writes down what the practice NetBackup really did, and when it was polled. */
export class NetBackupRecord {
  readonly changes: NetBackupChange[] = [];
  readonly jobPolls: Poll[] = [];
  readonly imagePasses: Poll[] = [];
  readonly #netBackup: PracticeNetBackup;
  readonly #jobs = new Map<number, Job>();
  readonly #images = new Map<string, Image>();
  #firstImages: ReadonlySet<string> = new Set();
  #disturbances = 0;
  #changesToldOf = 0;
  #hasNews = false;

  constructor(netBackup: PracticeNetBackup) {
    this.#netBackup = netBackup;
  }

  get firstImages(): ReadonlySet<string> {
    return this.#firstImages;
  }

  /** From now on; what is there already is what the service has seen silently. */
  begin(): void {
    const { master } = this.#netBackup;
    for (const job of master.jobs) this.#jobs.set(job.jobId, job);
    for (const image of master.images) this.#images.set(image.backupId, image);
    this.#firstImages = new Set(this.#images.keys());
    master.changes.onChange(() => this.#look());
  }

  /** Something begins or ends that may spoil a poll: of NetBackup, of the service's process, of its disk. */
  disturb(): void {
    this.#disturbances++;
  }

  /** Whether there was something new in an answer since this was asked last. */
  takeNews(): boolean {
    const had = this.#hasNews;
    this.#hasNews = false;
    return had;
  }

  /** A request has come, and is answered now. */
  asked({ target }: ReceivedRequest): void {
    if (!target.endsWith('/ping') && this.changes.length > this.#changesToldOf) this.#hasNews = true;
    if (!target.endsWith('/ping')) this.#changesToldOf = this.changes.length;
    const [path, query] = target.split('?');
    const filter = new URLSearchParams(query).get('filter') ?? '';
    const offset = new URLSearchParams(query).get('page[offset]') ?? '0';
    const poll = () => ({ time: Date.now(), disturbances: this.#disturbances });
    if (path === '/netbackup/admin/jobs' && /^lastUpdateTime ge [^ ]+$/.test(filter)) this.jobPolls.push(poll());
    if (path === '/netbackup/catalog/images' && /^backupTime ge 1970-/.test(filter) && offset === '0') {
      if (this.#netBackup.master.images.length > imagesOnPage) this.disturb();
      this.imagePasses.push(poll());
    }
  }

  #look(): void {
    const { master } = this.#netBackup;
    const time = Date.now();
    for (const job of master.jobs) {
      const known = this.#jobs.get(job.jobId);
      if (known === job) continue;
      this.#jobs.set(job.jobId, job);
      if (known?.state !== job.state) this.changes.push({ kind: 'job', time, jobId: job.jobId, state: job.state });
    }
    const images = new Map(master.images.map((image) => [image.backupId, image]));
    const note = (backupId: string, change: ImageChange['change']) =>
      this.changes.push({ kind: 'image', time, backupId, change });
    for (const [backupId, image] of images) {
      const known = this.#images.get(backupId);
      if (known === image) continue;
      this.#images.set(backupId, image);
      if (!known) note(backupId, 'made');
      else note(backupId, copiesOf(known) > 0 && copiesOf(image) === 0 ? 'lost its local copies' : 'changed');
    }
    for (const backupId of this.#images.keys()) {
      if (images.has(backupId)) continue;
      this.#images.delete(backupId);
      note(backupId, 'removed');
    }
  }
}
