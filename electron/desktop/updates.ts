import { NbwssError } from '../../shared/error-catalogue.ts';
import { updateUrlProblem } from '../../shared/update-address.ts';
import type { UpdateSettings, UpdateStatus } from '../../shared/updates.ts';
import type { Clock, Timer } from '../service/clock.ts';
import type { HostSettings } from '../service/host-settings.ts';
import type { Log } from '../service/log.ts';

/** How often the server is asked, in milliseconds, and how long after the start for the first time. */
const every = 24 * 60 * 60 * 1000;
const afterStart = 60_000;

/** Asks a server for a later version than this one. */
export interface UpdateSource {
  /** @returns the later version, or null. Rejects with what went wrong. */
  laterVersion(url: string): Promise<string | null>;
}

export interface UpdatesOptions {
  clock: Clock;
  log: Pick<Log, 'info' | 'warn'>;
  settings: () => HostSettings;
  source: UpdateSource;
  changed: () => void;
}

/**
 * Looks for later versions of the app: off until it is switched on, and then once a day. It tells, and installs nothing: on a backup
 * server that is the administrator's doing. What goes wrong is a state in the settings, never a dialog.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  #state: UpdateStatus['state'] = { kind: 'not asked' };
  #timer: Timer | undefined;
  #applied: UpdateSettings | undefined;
  #isStopped = false;
  /** Of the newest question; the answer to an older one counts no more. */
  #question = 0;

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  get status(): UpdateStatus {
    return { ...this.#options.settings().updates, state: this.#state };
  }

  /** A sentence for the list of warnings. */
  get warnings(): string[] {
    return this.#state.kind === 'available'
      ? [`Version ${this.#state.version} of NBWSS Console is available at ${this.#options.settings().updates.url}.`]
      : [];
  }

  /** Other settings may hold: after the start, or because another data folder is used. */
  apply(): void {
    const { isOn, url } = this.#options.settings().updates;
    if (this.#applied?.isOn === isOn && this.#applied.url === url) return;
    this.#applied = { isOn, url };
    this.#timer?.cancel();
    this.#question++;
    this.#become({ kind: 'not asked' });
    if (isOn) this.#askIn(afterStart);
  }

  /** @throws NbwssError `notPossible` for an address that is not safe, `storeNotWritten` (T-10); nothing has changed then */
  configure(given: UpdateSettings): void {
    const updates = { ...given, url: given.url.trim() };
    const problem = updates.url === '' && !updates.isOn ? undefined : updateUrlProblem(updates.url);
    if (problem !== undefined)
      throw new NbwssError('notPossible', { causes: [`The address of the update server ${problem}.`] });
    const { settings, log } = this.#options;
    settings().saveUpdates(updates);
    log.info('update setting changed', { detail: updates.isOn ? `on, ${updates.url}` : 'off' });
    this.apply();
  }

  /** Asks now, whether it is switched on or not. @throws NbwssError `notPossible` without an address */
  async check(): Promise<void> {
    const { url } = this.#options.settings().updates;
    const problem = updateUrlProblem(url);
    if (problem !== undefined)
      throw new NbwssError('notPossible', { causes: [`The address of the update server ${problem}.`] });
    await this.#ask(url);
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #askIn(milliseconds: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimeout(
      () => void this.#ask(this.#options.settings().updates.url),
      milliseconds,
    );
  }

  async #ask(url: string): Promise<void> {
    const { source, clock, log } = this.#options;
    const question = ++this.#question;
    this.#become({ kind: 'asking' });
    let state: UpdateStatus['state'];
    try {
      const version = await source.laterVersion(url);
      const at = clock.now();
      state = version === null ? { kind: 'up to date', at } : { kind: 'available', version, at };
      log.info('asked for updates', { detail: version ?? 'there is none' });
    } catch (error) {
      const reason = `The update server could not be asked: ${(error as Error).message.split('\n')[0]?.slice(0, 300)}`;
      log.warn('asking for updates failed', { detail: reason });
      state = { kind: 'failed', reason, at: clock.now() };
    }
    if (question !== this.#question || this.#isStopped) return;
    this.#become(state);
    if (this.#options.settings().updates.isOn) this.#askIn(every);
  }

  #become(state: UpdateStatus['state']): void {
    this.#state = state;
    this.#options.changed();
  }
}
