import type { Clock } from '../clock.ts';
import type { Image, Job, MasterServer } from './master-server.ts';

/** One step of a scenario: milliseconds since its start, and what happens then. */
type Step = readonly [at: number, action: () => void];

const policy = { policyName: 'vmware2', policyType: 'VMWARE', scheduleName: 'Full', scheduleType: 'FULL' };
const clientName = 'DummyTestVM';
/** For so long the copy at the other site of an image lasts that a scenario replicates. */
const replicaMilliseconds = 30 * 24 * 60 * 60 * 1000;

/**
 * What happens on the master server by itself, in time. The steps are so far apart that a poll every 5 s
 * (`notification.scheduledRate`) sees each job of a backup run before it is done: N-17 as the guide prints it.
 */
export class Scenarios {
  readonly #master: MasterServer;
  readonly #clock: Clock;
  readonly #pace: number;
  readonly #timers = new Set<{ cancel(): void }>();

  /** @param pace factor on all waits: 1 is a backup of 10 s */
  constructor(master: MasterServer, clock: Clock, pace: number) {
    this.#master = master;
    this.#clock = clock;
    this.#pace = pace;
  }

  /** Every scenario stops where it is. */
  stop(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  /** Steps run one after another, those at 0 at once; a chain, so that equal times keep their order. */
  #run(steps: readonly Step[], elapsed = 0): void {
    const [step, ...rest] = steps;
    if (!step) return;
    const [at, action] = step;
    const go = () => {
      action();
      this.#run(rest, at);
    };
    if (at === elapsed) {
      go();
      return;
    }
    const timer = this.#clock.setTimeout(
      () => {
        this.#timers.delete(timer);
        go();
      },
      (at - elapsed) * this.#pace,
    );
    this.#timers.add(timer);
  }

  #start(job: Pick<Job, 'jobType' | 'clientName' | 'policyType'> & Partial<Job>): number {
    return this.#master.addJob({ ...job, startTime: this.#clock.now() }).jobId;
  }

  #finish(jobId: number): void {
    this.#master.finishJob(jobId, this.#clock.now());
  }

  #addImage(jobId: number, kbytes: number, client = clientName): Image {
    const { startTime } = this.#master.job(jobId) ?? { startTime: this.#clock.now() };
    const image = this.#master.addImage({
      clientName: client,
      policyType: 'VMware',
      policyName: policy.policyName,
      backupTime: startTime,
      jobId,
      kbytes,
    });
    this.#master.updateJob(jobId, this.#clock.now(), { backupId: image.backupId });
    return image;
  }

  /**
   * N-17: a VMware Intelligent Policy backup: parent, snapshot child, backup child, images, then done in reverse order.
   * @returns the parent's job id; `parentJobId` leads to the others
   */
  startBackup(): number {
    const parent = this.#start({ ...policy, jobType: 'BACKUP', clientName: this.#master.name });
    let snapshot = 0;
    let backup = 0;
    let snapshotImage = '';
    this.#run([
      [
        1000,
        () => {
          snapshot = this.#start({ ...policy, jobType: 'SNAPSHOT', clientName, parentJobId: parent });
        },
      ],
      [
        2000,
        () => {
          snapshotImage = this.#addImage(snapshot, 1024).backupId;
          backup = this.#start({ ...policy, jobType: 'BACKUP', clientName, parentJobId: snapshot });
        },
      ],
      [
        8000,
        () => {
          this.#addImage(backup, 4_194_304);
          this.#master.updateImage(snapshotImage, { kbytes: 2048 });
          this.#finish(backup);
        },
      ],
      [9000, () => this.#finish(snapshot)],
      [10_000, () => this.#finish(parent)],
    ]);
    return parent;
  }

  /**
   * N-18: a restore.
   * @returns its job id
   */
  startRestore(): number {
    const restore = this.#start({ jobType: 'RESTORE', policyType: 'STANDARD', clientName: this.#master.name });
    this.#run([[6000, () => this.#finish(restore)]]);
    return restore;
  }

  /**
   * N-19: an image expires. The guide's client `localhost` comes first, then the oldest image there is.
   * @returns the id of the job that deletes it
   */
  startExpiry(): number {
    const images = this.#oldestFirst((image) => image.remoteExpirationDate === 0);
    const image = images.find((candidate) => candidate.clientName === 'localhost') ?? images[0];
    return this.#deletion(() => {
      if (image) this.#master.removeImage(image.backupId);
    });
  }

  /**
   * N-20: the local copy of a replicated image expires; the image stays, with no copy that can be restored here. When no
   * replicated one has a copy left, the oldest other one is replicated first.
   * @returns the id of the job that deletes the copy
   */
  startExpiryOfReplicated(): number {
    const now = this.#clock.now();
    const local = this.#oldestFirst(({ numCopies }) => numCopies > 0);
    const image = local.find(({ remoteExpirationDate }) => remoteExpirationDate > now) ?? local[0];
    if (image && image.remoteExpirationDate <= now) {
      this.#master.updateImage(image.backupId, { remoteExpirationDate: now + replicaMilliseconds });
    }
    return this.#deletion(() => {
      if (image) this.#master.updateImage(image.backupId, { numCopies: 0, fragments: [] });
    });
  }

  /**
   * So many backup jobs, each of a client of its own, that start at once and end together with an image each.
   * @returns their job ids
   */
  startBurst(jobs: number): number[] {
    const burst = Array.from({ length: jobs }, (_, index) => {
      const client = `burst-client-${index + 1}`;
      return { client, jobId: this.#start({ ...policy, jobType: 'BACKUP', clientName: client }) };
    });
    const finish = () => {
      for (const { client, jobId } of burst) {
        this.#addImage(jobId, 1024, client);
        this.#finish(jobId);
      }
    };
    this.#run([[6000, finish]]);
    return burst.map(({ jobId }) => jobId);
  }

  #oldestFirst(condition: (image: Image) => boolean): Image[] {
    return this.#master.images.filter(condition).sort((a, b) => a.backupTime - b.backupTime);
  }

  #deletion(remove: () => void): number {
    const job = this.#start({ jobType: 'IMAGEDELETE', policyType: 'STANDARD', clientName: this.#master.name });
    this.#run([
      [
        2000,
        () => {
          remove();
          this.#finish(job);
        },
      ],
    ]);
    return job;
  }
}
