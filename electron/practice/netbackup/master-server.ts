import { Changes } from '../changes.ts';

export type JobState = 'QUEUED' | 'ACTIVE' | 'REQUEUED' | 'DONE' | 'SUSPENDED' | 'INCOMPLETE';

/** A job as the master server knows it; times in epoch milliseconds. */
export interface Job {
  readonly jobId: number;
  /** 0 for a job without a parent. */
  readonly parentJobId: number;
  readonly jobType: string;
  readonly jobSubType: string;
  readonly state: JobState;
  readonly status: number;
  readonly policyName: string;
  readonly policyType: string;
  readonly scheduleName: string;
  readonly scheduleType: string;
  readonly clientName: string;
  /** Of the image that the job made; empty for none. */
  readonly backupId: string;
  readonly startTime: number;
  /** 0 while the job runs. */
  readonly endTime: number;
  readonly lastUpdateTime: number;
}

/** A part of an image copy. */
export interface Fragment {
  readonly copyNumber: number;
  readonly fragmentNumber: number;
  readonly kbytes: number;
  /** `CLOUD_SNAPSHOT_REPLICA` cannot be restored here. */
  readonly copyType: string;
}

/** A backup image; times in epoch milliseconds, `backupTime` on a whole second. */
export interface Image {
  /** `<clientName>_<backup time in epoch seconds>` (N-7) */
  readonly backupId: string;
  readonly clientName: string;
  readonly policyType: string;
  readonly policyName: string;
  readonly scheduleName: string;
  readonly scheduleType: string;
  readonly jobId: number;
  readonly backupTime: number;
  readonly kbytes: number;
  readonly numCopies: number;
  readonly primaryCopy: number;
  readonly expiration: number;
  /** When the copy at another site expires (Auto Image Replication); 0 for none. */
  readonly remoteExpirationDate: number;
  readonly fragments: readonly Fragment[];
}

/** What a new job need not say. */
export type NewJob = Pick<Job, 'clientName' | 'jobType' | 'policyType' | 'startTime'> & Partial<Omit<Job, 'jobId'>>;
/** What a new image need not say. */
export type NewImage = Pick<Image, 'clientName' | 'policyType' | 'backupTime' | 'jobId'> &
  Partial<Omit<Image, 'backupId'>>;

/** N-17: the guide's backup has the job numbers 144 to 146, so the history before it ends with 143. */
export const firstHistoryJobId = 131;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** The jobs and the image catalogue of the practice master server. */
export class MasterServer {
  readonly name: string;
  readonly changes = new Changes();
  readonly #limit: number;
  readonly #jobs = new Map<number, Job>();
  readonly #images = new Map<string, Image>();
  #nextJobId = firstHistoryJobId;

  /** @param limit most jobs and most images that are kept; the oldest go first */
  constructor(name: string, limit = 5000) {
    this.name = name;
    this.#limit = limit;
  }

  get jobs(): readonly Job[] {
    return [...this.#jobs.values()];
  }

  get images(): readonly Image[] {
    return [...this.#images.values()];
  }

  get counts(): { jobs: number; images: number } {
    return { jobs: this.#jobs.size, images: this.#images.size };
  }

  job(jobId: number): Job | undefined {
    return this.#jobs.get(jobId);
  }

  image(backupId: string): Image | undefined {
    return this.#images.get(backupId);
  }

  addJob(job: NewJob): Job {
    const added: Job = {
      parentJobId: 0,
      jobSubType: 'IMMEDIATE',
      state: 'ACTIVE',
      status: 0,
      policyName: '',
      scheduleName: '',
      scheduleType: 'FULL',
      backupId: '',
      endTime: 0,
      lastUpdateTime: job.startTime,
      ...job,
      jobId: this.#nextJobId,
    };
    this.#nextJobId += 1;
    this.#keep(this.#jobs, added.jobId, added);
    return added;
  }

  /** Changes a job that may have gone meanwhile: then nothing happens. */
  updateJob(jobId: number, time: number, change: Partial<Omit<Job, 'jobId'>>): void {
    const job = this.#jobs.get(jobId);
    if (!job) return;
    this.#jobs.set(jobId, { ...job, lastUpdateTime: time, ...change });
    this.changes.announce();
  }

  finishJob(jobId: number, time: number, status = 0): void {
    this.updateJob(jobId, time, { state: 'DONE', status, endTime: time });
  }

  /** Adds an image; its backup time moves to the next free second when its client has one of that second. */
  addImage(image: NewImage): Image {
    let seconds = Math.floor(image.backupTime / 1000);
    while (this.#images.has(`${image.clientName}_${seconds}`)) seconds += 1;
    const kbytes = image.kbytes ?? 4_194_304;
    const added: Image = {
      policyName: '',
      scheduleName: 'Full',
      scheduleType: 'FULL',
      kbytes,
      numCopies: 1,
      primaryCopy: 1,
      expiration: (seconds + 14 * 24 * 60 * 60) * 1000,
      remoteExpirationDate: 0,
      fragments: [{ copyNumber: 1, fragmentNumber: 1, kbytes, copyType: 'BACKUP' }],
      ...image,
      backupTime: seconds * 1000,
      backupId: `${image.clientName}_${seconds}`,
    };
    this.#keep(this.#images, added.backupId, added);
    return added;
  }

  updateImage(backupId: string, change: Partial<Omit<Image, 'backupId'>>): void {
    const image = this.#images.get(backupId);
    if (!image) return;
    this.#images.set(backupId, { ...image, ...change });
    this.changes.announce();
  }

  removeImage(backupId: string): void {
    if (this.#images.delete(backupId)) this.changes.announce();
  }

  #keep<K, V>(map: Map<K, V>, key: K, value: V): void {
    map.set(key, value);
    for (const oldest of map.keys()) {
      if (map.size <= this.#limit) break;
      map.delete(oldest);
    }
    this.changes.announce();
  }

  /** A few days of work, so that the lists are not empty on the first look. It ends with job 143. */
  addHistory(now: number): void {
    for (const daysAgo of [4, 3, 2, 1]) this.#addNight(now - daysAgo * dayMilliseconds);
    const old = { policyName: 'vmware2', jobId: 0 };
    // N-19: what "expiry" deletes first. N-20: the copy elsewhere outlives the one here.
    this.addImage({ ...old, clientName: 'localhost', policyType: 'VMware', backupTime: now - 14 * dayMilliseconds });
    this.addImage({
      ...old,
      clientName: 'localhost',
      policyType: 'Standard',
      policyName: 'files',
      backupTime: now - 13 * dayMilliseconds,
      remoteExpirationDate: now + 90 * dayMilliseconds,
    });
    const startTime = now - dayMilliseconds / 2;
    const restore = this.addJob({ clientName: this.name, jobType: 'RESTORE', policyType: 'STANDARD', startTime });
    this.finishJob(restore.jobId, startTime + 180_000);
  }

  #addNight(startTime: number): void {
    const common = { policyName: 'vmware2', policyType: 'VMWARE', scheduleName: 'Full', jobSubType: 'SCHEDULED' };
    const client = { ...common, clientName: 'DummyTestVM' };
    const parent = this.addJob({ ...common, clientName: this.name, jobType: 'BACKUP', startTime });
    const snapshot = this.addJob({
      ...client,
      jobType: 'SNAPSHOT',
      parentJobId: parent.jobId,
      startTime: startTime + 10_000,
    });
    const backup = this.addJob({
      ...client,
      jobType: 'BACKUP',
      parentJobId: snapshot.jobId,
      startTime: startTime + 25_000,
    });
    for (const job of [snapshot, backup]) {
      const image = this.addImage({
        clientName: 'DummyTestVM',
        policyType: 'VMware',
        policyName: 'vmware2',
        backupTime: job.startTime,
        jobId: job.jobId,
      });
      this.updateJob(job.jobId, startTime, { backupId: image.backupId });
    }
    for (const job of [backup, snapshot, parent]) this.finishJob(job.jobId, startTime + 600_000);
  }
}
