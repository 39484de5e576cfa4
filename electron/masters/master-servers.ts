import { isDeepStrictEqual } from 'node:util';
import { NbwssError } from '../../shared/error-catalogue.ts';
import type {
  GivenMaster,
  GivenMasterTrust,
  MasterList,
  MasterStatus,
  MasterTestStep,
  PresentedByMaster,
  RemoteMasterKind,
} from '../../shared/masters.ts';
import type { SavedMaster } from '../../shared/saved-master.ts';
import type { Clock, Timer } from '../service/clock.ts';
import type { Log } from '../service/log.ts';
import type { MasterSettings } from '../service/master-settings.ts';
import type { Route } from '../service/tls/proxy.ts';
import type { MasterBackend, MastersBackend } from './master-backend.ts';
import { presentedByMaster } from './master-certificate.ts';
import { checkMaster, checkMasterName, type FormContext } from './master-form.ts';
import { MasterListFeed } from './master-list-feed.ts';
import { testMaster } from './master-test.ts';
import { acceptedTrust } from './master-trust.ts';
import { RemoteMaster } from './remote-master.ts';

/** How long the end of the program may wait for logouts, in milliseconds: connections of the service come after it. */
const farewellLimit = 1_000;

export interface MasterServersOptions {
  clock: Clock;
  log: Log;
  newId: () => string;
  /** Where they are saved: another one when another data folder is in use. */
  settings: () => MasterSettings;
  /** Decision 14: the proxy of this computer, as it is set when a connection is made. */
  route: Route;
  /** How this computer stands. */
  thisComputer: () => MasterStatus;
}

/** A master server, and what it was made from. */
interface Made {
  readonly remote: RemoteMaster;
  readonly settings: MasterSettings;
  readonly saved: SavedMaster;
  readonly secret: string | undefined;
}

/** `undefined` when it cannot be read: then it has to be given again. */
function secretOf(settings: MasterSettings, master: SavedMaster): string | undefined {
  try {
    return settings.secret(master);
  } catch (error) {
    if (error instanceof NbwssError) return undefined;
    throw error;
  }
}

/** A name is no reason to begin anew. */
const isSame = ({ saved, secret }: Made, master: SavedMaster, secretNow: string | undefined) =>
  secret === secretNow && isDeepStrictEqual({ ...saved, name: '' }, { ...master, name: '' });

/** The master servers of this console: this computer, and those that were added. */
export class MasterServers implements MastersBackend {
  readonly #options: MasterServersOptions;
  readonly #feed: MasterListFeed;
  /** By id, in the order of adding. */
  #remotes = new Map<string, Made>();
  /** The saved list that they were made from. */
  #followed: readonly SavedMaster[] = [];
  /** Who looks at the overview looks at all of them. */
  #watching = 0;
  #looks: (() => void)[] = [];
  #test: AbortController | undefined;
  #stopped = false;
  readonly #ending = new Set<Promise<void>>();

  constructor(options: MasterServersOptions) {
    this.#options = options;
    const { clock, thisComputer } = options;
    this.#feed = new MasterListFeed(clock, () => ({
      masters: [thisComputer(), ...[...this.#remotes.values()].map(({ remote }) => remote.status)],
    }));
  }

  /** This computer may stand otherwise than before, or another data folder may be in use. */
  changed(): void {
    this.#follow();
    this.#feed.thisComputerChanged();
  }

  /** The channel of a master server elsewhere; `undefined` when there is none of this id. */
  backend(id: string): MasterBackend<never> | undefined {
    this.#follow();
    return this.#remotes.get(id)?.remote;
  }

  async *watch(signal: AbortSignal | undefined): AsyncGenerator<MasterList, void, void> {
    this.#follow();
    this.#watching++;
    if (this.#watching === 1) this.#look();
    try {
      yield* this.#feed.watch(signal);
    } finally {
      this.#watching--;
      if (this.#watching === 0) this.#lookAway();
    }
  }

  add(given: GivenMaster): string {
    const { newId, log } = this.#options;
    const { master, secret } = checkMaster(given, this.#context(newId(), undefined));
    this.#settings.save(master, secret);
    log.info('master server added', { detail: `${master.name}: ${master.kind}, ${master.origin}` });
    this.#follow();
    return master.id;
  }

  edit(id: string, given: GivenMaster): void {
    const { master, secret } = checkMaster(given, this.#context(id, this.#saved(id)));
    this.#settings.save(master, secret);
    this.#options.log.info('master server changed', { detail: `${master.name}: ${master.kind}, ${master.origin}` });
    this.#follow();
  }

  rename(id: string, name: string): void {
    const saved = this.#saved(id);
    const others = this.#settings.list().filter((other) => other !== saved);
    this.#settings.save({ ...saved, name: checkMasterName(name, others) }, undefined);
    this.#follow();
  }

  remove(ids: readonly string[]): void {
    const names = ids.map((id) => this.#saved(id).name);
    this.#settings.remove(ids);
    this.#options.log.info('master server removed', { detail: names.join(', ') });
    this.#follow();
  }

  askNow(ids: readonly string[]): void {
    for (const id of ids) this.#saved(id);
    for (const id of ids) void this.#remotes.get(id)?.remote.askNow();
  }

  fetchCertificate(kind: RemoteMasterKind, origin: string, signal?: AbortSignal): Promise<PresentedByMaster> {
    const { clock, log, route } = this.#options;
    return presentedByMaster(kind, origin, { clock, log, route, signal });
  }

  acceptCertificate(id: string, trust: GivenMasterTrust): void {
    const saved = this.#saved(id);
    const accepted = acceptedTrust(trust, saved.origin, this.#options.clock.now());
    this.#settings.save({ ...saved, trust: accepted }, undefined);
    this.#options.log.info('certificate of a master server accepted', { detail: saved.name });
    this.#follow();
  }

  test(id: string | undefined, given: GivenMaster, signal?: AbortSignal): AsyncGenerator<MasterTestStep, void, void> {
    const { clock, log, newId, route } = this.#options;
    const checked = checkMaster(given, this.#context(id ?? newId(), id === undefined ? undefined : this.#saved(id)));
    this.#test?.abort(new Error('another test was started'));
    const test = new AbortController();
    this.#test = test;
    return testMaster(checked, {
      clock,
      log,
      route,
      signal: signal ? AbortSignal.any([signal, test.signal]) : test.signal,
    });
  }

  /** Ends every channel and every login; one that hangs is not waited for longer than a second. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#feed.close();
    this.#test?.abort(new Error('the service stops'));
    this.#lookAway();
    for (const { remote } of this.#remotes.values()) this.#end(remote);
    this.#remotes.clear();
    const ended = Promise.all(this.#ending);
    let timer: Timer | undefined;
    const late = new Promise<void>((resolve) => {
      timer = this.#options.clock.setTimeout(resolve, farewellLimit);
    });
    await Promise.race([ended, late]);
    timer?.cancel();
  }

  get #settings(): MasterSettings {
    return this.#options.settings();
  }

  /** @throws NbwssError `masterNotFound` */
  #saved(id: string): SavedMaster {
    const saved = this.#settings.list().find((master) => master.id === id);
    if (!saved) throw new NbwssError('masterNotFound');
    return saved;
  }

  #context(id: string, saved: SavedMaster | undefined): FormContext {
    const others = this.#settings.list().filter((master) => master !== saved);
    const former = saved && { master: saved, secret: secretOf(this.#settings, saved) };
    return { id, now: this.#options.clock.now(), former, others };
  }

  /** Makes those that were added or changed, and ends those that were removed or replaced. */
  #follow(): void {
    if (this.#stopped) return;
    const settings = this.#settings;
    const list = settings.list();
    if (list === this.#followed) return;
    this.#followed = list;
    const former = this.#remotes;
    this.#remotes = new Map(
      list.map((master) => {
        const known = former.get(master.id);
        if (!known || known.settings !== settings || !isSame(known, master, secretOf(settings, master)))
          return [master.id, this.#make(master, settings)];
        former.delete(master.id);
        known.remote.rename(master.name);
        return [master.id, known];
      }),
    );
    for (const { remote } of former.values()) this.#end(remote);
    if (this.#watching > 0) this.#look();
    this.#feed.changed();
  }

  #make(master: SavedMaster, settings: MasterSettings): Made {
    const { clock, log, route } = this.#options;
    const secret = () => settings.secret(master);
    const remote = new RemoteMaster({ master, secret, clock, log, route, changed: () => this.#feed.changed() });
    return { remote, settings, saved: master, secret: secretOf(settings, master) };
  }

  #look(): void {
    const looks = [...this.#remotes.values()].map(({ remote }) => remote.look());
    this.#lookAway();
    this.#looks = looks;
  }

  #lookAway(): void {
    for (const leave of this.#looks) leave();
    this.#looks = [];
  }

  #end(remote: RemoteMaster): void {
    const ending = remote.end().finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }
}
