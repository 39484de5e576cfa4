import type { Image } from '../../electron/practice/netbackup/master-server.ts';
import type { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { Random } from '../fuzz/random.ts';

/** So few images are let be, and with so many nothing more is backed up: all of them fit on one page of a list. */
const fewImages = 25;
const manyImages = 85;
const clients: [string, ...string[]] = ['alpha.example', 'beta.example', 'gamma.example', 'DummyTestVM'];

/**
 * What NetBackup does all the time: backups, some of which fail or wait, restores, jobs so short that no poll sees them run,
 * updates and expiries of images, and Auto Image Replication. Steady on the whole, with a burst now and then.
 */
export class Production {
  readonly #netBackup: PracticeNetBackup;
  readonly #random: Random;
  readonly #timers = new Set<NodeJS.Timeout>();
  #isStopping = false;

  constructor(netBackup: PracticeNetBackup, random: Random) {
    this.#netBackup = netBackup;
    this.#random = random;
  }

  start(): void {
    const random = this.#random;
    const count = random.isOneIn(60) ? 15 : 1;
    for (let index = 0; index < count; index++) this.#begin();
    this.#later(150 + random.below(1200), () => {
      if (!this.#isStopping) this.start();
    });
  }

  /** Nothing more begins; what runs goes on to its end. */
  stop(): void {
    this.#isStopping = true;
  }

  /** Whether all that began has come to its end. */
  get isOver(): boolean {
    return this.#isStopping && this.#timers.size === 0;
  }

  /** Everything stops where it is. */
  abandon(): void {
    this.#isStopping = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #begin(): void {
    const random = this.#random;
    const count = this.#netBackup.master.images.length;
    const kind = random.below(10);
    if (count > fewImages && random.isOneIn(count > manyImages - 30 ? 2 : 4)) this.#expire();
    else if (kind < 2) this.#update();
    else if (kind < 4 || count >= manyImages - 30) this.#restore();
    else this.#backup();
  }

  #later(milliseconds: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
      this.#netBackup.changes.announce();
    }, milliseconds);
    this.#timers.add(timer);
  }

  /** N-17 in little: a parent and a child with an image, or a job that waits first, fails, or is too short to be seen. */
  #backup(): void {
    const { master } = this.#netBackup;
    const random = this.#random;
    const clientName = random.of(clients);
    const work = { policyName: 'files', policyType: 'STANDARD', clientName, jobType: 'BACKUP' };
    const parent = random.isOneIn(2)
      ? master.addJob({ ...work, clientName: master.name, startTime: Date.now() }).jobId
      : 0;
    const waits = random.isOneIn(3);
    const { jobId } = master.addJob({
      ...work,
      parentJobId: parent,
      state: waits ? 'QUEUED' : 'ACTIVE',
      startTime: Date.now(),
    });
    let at = random.isOneIn(6) ? random.below(150) : 300 + random.below(5000);
    if (waits) {
      this.#later(at, () => master.updateJob(jobId, Date.now(), { state: 'ACTIVE' }));
      at += random.below(3000);
    }
    if (random.isOneIn(8)) {
      const [suspended, resumed] = [at + random.below(500), at + 500 + random.below(2500)];
      this.#later(suspended, () => master.updateJob(jobId, Date.now(), { state: 'SUSPENDED' }));
      this.#later(resumed, () => master.updateJob(jobId, Date.now(), { state: 'ACTIVE' }));
      at = resumed + 1;
    }
    const fails = random.isOneIn(6);
    const isReplicated = random.isOneIn(3);
    const madeBefore = random.of([0, 50, 1500]);
    if (!fails) this.#later(at, () => this.#addImage(jobId, clientName, isReplicated));
    at += madeBefore;
    this.#later(at + 1, () => master.finishJob(jobId, Date.now(), fails ? 13 : 0));
    if (parent !== 0) this.#later(at + 2 + random.below(1500), () => master.finishJob(parent, Date.now()));
  }

  #addImage(jobId: number, clientName: string, isReplicated: boolean): void {
    const { master } = this.#netBackup;
    const { backupId } = master.addImage({
      clientName,
      policyType: clientName === 'DummyTestVM' ? 'VMware' : 'Standard',
      policyName: 'files',
      backupTime: Date.now(),
      jobId,
      ...(isReplicated ? { remoteExpirationDate: Date.now() + 90 * 86_400_000 } : {}),
    });
    master.updateJob(jobId, Date.now(), { backupId });
  }

  /** N-18 */
  #restore(): void {
    const { master } = this.#netBackup;
    const { jobId } = master.addJob({
      jobType: 'RESTORE',
      policyType: 'STANDARD',
      clientName: master.name,
      startTime: Date.now(),
    });
    this.#later(this.#random.below(4000), () => master.finishJob(jobId, Date.now()));
  }

  #update(): void {
    const image = this.#anyImage();
    if (image) this.#netBackup.master.updateImage(image.backupId, { kbytes: image.kbytes + 1 });
  }

  /** N-19, or N-20 for an image with a copy at another site: that one goes later. */
  #expire(): void {
    const { master } = this.#netBackup;
    const { jobId } = master.addJob({
      jobType: 'IMAGEDELETE',
      policyType: 'STANDARD',
      clientName: master.name,
      startTime: Date.now(),
    });
    this.#later(this.#random.below(1500), () => {
      const image = this.#anyImage();
      if (image && image.remoteExpirationDate > 0 && image.fragments.length > 0)
        master.updateImage(image.backupId, { numCopies: 0, fragments: [] });
      else if (image) master.removeImage(image.backupId);
      master.finishJob(jobId, Date.now());
    });
  }

  #anyImage(): Image | undefined {
    const { images } = this.#netBackup.master;
    return images[this.#random.below(Math.max(1, images.length))];
  }
}
