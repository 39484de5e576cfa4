import { NbwssError } from '../shared/error-catalogue.ts';
import type { Practice } from './practice/practice.ts';
import { connectPracticeApplication } from './practice-endpoint.ts';
import { type PracticeMode, practiceMode, startPracticeServers } from './practice-mode.ts';
import type { RunningService, ServicePlace } from './running-service.ts';
import type { NbwssService } from './service/nbwss-service.ts';

export interface ShownServiceOptions {
  /** Where the real service is at work. */
  place: ServicePlace;
  /** Starts a service. @throws DataFolderError when the folder cannot be used */
  run: (place: ServicePlace) => RunningService;
  /** Another service is shown now. */
  replaced: () => void;
  /** The practice servers have changed. */
  practiceChanged: () => void;
}

/**
 * The real service, practice mode beside it, and which of the two is shown. The real service goes on while practice mode is shown,
 * since delivery must not stop.
 */
export class ShownService {
  readonly #options: ShownServiceOptions;
  #real: RunningService | undefined;
  #practice: PracticeMode | undefined;
  /** Aborted when another service is shown. */
  #shownEnds = new AbortController();
  /** Changes of practice mode come one after the other. */
  #switching: Promise<unknown> = Promise.resolve();

  constructor(options: ShownServiceOptions) {
    this.#options = options;
  }

  /**
   * Starts the real service, or with `practice` practice mode alone: the data folder is then left alone until practice is left.
   * @throws DataFolderError when the folder cannot be used
   */
  async start(practice: boolean): Promise<void> {
    if (practice) await this.#startPractice('at work');
    else this.#real = this.#options.run(this.#options.place);
  }

  /** @throws NbwssError `notPossible` while none runs */
  get shown(): RunningService {
    const shown = this.#practice ?? this.#real;
    if (!shown) throw new NbwssError('notPossible', { causes: ['The service is not running.'] });
    return shown;
  }

  /** The real service, also while practice mode is shown; that of practice mode while it runs alone. */
  get own(): RunningService {
    return this.#real ?? this.shown;
  }

  /** All that run. */
  get running(): RunningService[] {
    return [this.#real, this.#practice].filter((running) => running !== undefined);
  }

  isShown(service: NbwssService): boolean {
    return (this.#practice ?? this.#real)?.service === service;
  }

  /** Whether a service is that of practice mode. */
  isOfPractice(service: NbwssService): boolean {
    return this.#practice?.service === service;
  }

  /** The practice servers; `undefined` while practice mode is off. */
  get practice(): Practice | undefined {
    return this.#practice?.practice;
  }

  /** @throws NbwssError `notPossible` while practice mode is off */
  get practiceServers(): Practice {
    if (!this.#practice) throw new NbwssError('notPossible', { causes: ['Practice mode is off.'] });
    return this.#practice.practice;
  }

  /** Aborted with the signal, and when another service is shown. */
  whileShown(signal: AbortSignal | undefined): AbortSignal {
    const { signal: replaced } = this.#shownEnds;
    return signal ? AbortSignal.any([signal, replaced]) : replaced;
  }

  /** Shows practice mode; does nothing when it is shown. @throws NbwssError `practiceFailed`; what was shown stays so */
  startPractice(): Promise<void> {
    return this.#switch(async () => {
      if (!this.#practice) await this.#startPractice('empty');
    });
  }

  /** Shows the real service again, and removes what is left of practice mode. @throws NbwssError `practiceFailed` */
  leavePractice(): Promise<void> {
    return this.#switch(async () => {
      const left = this.#practice;
      if (!left) return;
      this.#real ??= this.#options.run(this.#options.place);
      this.#practice = undefined;
      this.#replaced();
      await left.end();
    });
  }

  /** See {@link connectPracticeApplication}. */
  connectPractice(): Promise<string> {
    return this.#switch(async () => connectPracticeApplication(this.shown.service, this.practiceServers));
  }

  /** Closes every connection with 1001, flushes and lets go of the folders. */
  async stop(): Promise<void> {
    await this.#switching.catch(() => undefined);
    await this.#practice?.end();
    await this.#real?.end();
    this.#practice = undefined;
    this.#real = undefined;
  }

  #switch<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#switching
      .catch(() => undefined)
      .then(change)
      .catch((error: unknown) => {
        if (error instanceof NbwssError) throw error;
        throw new NbwssError(
          'practiceFailed',
          { causes: [error instanceof Error ? error.message : String(error)] },
          { cause: error },
        );
      });
    this.#switching = done;
    return done;
  }

  /** @param scene `at work`: one endpoint added and connected, and a small backup now and then (decision 47) */
  async #startPractice(scene: 'empty' | 'at work'): Promise<void> {
    const servers = await startPracticeServers();
    try {
      // At once: what the start of the service has set going finds it shown.
      const mode = practiceMode(servers, this.#options.run(servers.place));
      this.#practice = mode;
      servers.practice.onChange(this.#options.practiceChanged);
      this.#replaced();
      if (scene === 'at work') await connectPracticeApplication(mode.service, servers.practice);
    } catch (error) {
      await (this.#practice?.end() ?? servers.close());
      this.#practice = undefined;
      throw error;
    }
  }

  #replaced(): void {
    this.#options.replaced();
    this.#shownEnds.abort();
    this.#shownEnds = new AbortController();
  }
}
