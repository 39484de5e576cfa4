import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { isImageThere } from './image-pages.ts';
import { imagesMissedBy, type MissedImage, markSeen, removeImages } from './known-images.ts';
import { imageNotification } from './netbackup-image.ts';
import type { NetBackupReader } from './netbackup-reader.ts';
import type { NotificationDelivery } from './notification-delivery.ts';

/** Images that one step asks for one by one. */
const imagesPerStep = 20;

export interface MissedImagesOptions {
  delivery: Pick<NotificationDelivery, 'append' | 'remembered'>;
  clock: Clock;
  log: Log;
}

/**
 * N-4: asks for each image that a pass over the whole catalogue has not met, one by one. DELETE is told of an image only when NetBackup
 * says that it does not know it. One that NetBackup says nothing about (a damaged entry of its catalogue) holds up no other: it
 * stays known, and is asked for again after the next pass.
 */
export class MissedImages {
  readonly #options: MissedImagesOptions;
  /** The last one that was asked for since the pass. */
  #last: MissedImage | undefined;
  #unanswered = 0;
  #told = 0;

  constructor(options: MissedImagesOptions) {
    this.#options = options;
  }

  /** A pass over the whole catalogue has ended, or everything was forgotten: it begins with the first one. */
  reset(): void {
    this.#last = undefined;
    this.#unanswered = 0;
  }

  /** One step. @param pass the number of the pass @returns whether there is none left @throws SourceFailure */
  async ask(reader: NetBackupReader, pass: number): Promise<boolean> {
    const { delivery, clock } = this.#options;
    const missed = delivery.remembered((database) => imagesMissedBy(database, pass, this.#last, imagesPerStep));
    const gone: MissedImage[] = [];
    const there: MissedImage[] = [];
    try {
      for (const image of missed) {
        const isThere = await isImageThere(reader, image.backupId);
        if (isThere === undefined) this.#unanswered++;
        else (isThere ? there : gone).push(image);
        this.#last = image;
      }
    } finally {
      // Also of a step that fails half way: these answers are good.
      if (gone.length + there.length > 0)
        delivery.append(
          gone.map((image) => imageNotification(image, 'DELETE', clock.now())),
          (database) => {
            removeImages(database, gone);
            markSeen(database, there, pass);
          },
        );
    }
    if (missed.length === imagesPerStep) return false;
    this.#tellUnanswered();
    return true;
  }

  /** Said once for each number of them. */
  #tellUnanswered(): void {
    if (this.#unanswered !== this.#told && this.#unanswered > 0)
      this.#options.log.warn('images not answered for', {
        detail: `NetBackup does not say whether ${this.#unanswered} are there still; they are asked for after each full pass`,
      });
    this.#told = this.#unanswered;
  }
}
