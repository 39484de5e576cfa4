import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConsoleRouter } from '../../electron/bridge/console-router.ts';
import { MasterServers } from '../../electron/masters/master-servers.ts';
import { countsOf, thisComputerCapabilities, thisComputerHeader } from '../../electron/masters/this-computer.ts';
import { ConfigFile } from '../../electron/service/credentials/config-file.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { TokenVault } from '../../electron/service/credentials/token-vault.ts';
import type { Log, LogFields } from '../../electron/service/log.ts';
import { MasterSettings } from '../../electron/service/master-settings.ts';
import { direct, type Route } from '../../electron/service/tls/proxy.ts';
import type { GivenMaster, MasterList, MasterStatus } from '../../shared/masters.ts';
import { openConf } from './config-store.ts';
import { ConsoleChannel } from './console-channel.ts';
import { ManualClock } from './manual-clock.ts';

/** Real milliseconds after which something that does not happen fails a test. */
const patience = 20_000;

/** The master servers of a console with a folder of its own, on a clock that stands still, for tests with real sockets. */
export class MasterBench {
  readonly clock = new ManualClock(Date.now()); // certificates made now are valid now
  readonly masters: MasterServers;
  settings: MasterSettings;
  readonly logged: { level: string; event: string; fields: LogFields; error: unknown }[] = [];
  readonly folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
  readonly #end = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #channels: ConsoleChannel[] = [];
  #list: MasterList = { masters: [] };
  #watching: Promise<void> | undefined;
  #id = 0;

  /** @param route default: no proxy */
  constructor(route: Route = direct) {
    this.settings = this.openSettings();
    this.masters = new MasterServers({
      clock: this.clock,
      log: this.#log(),
      newId: () => `id-${++this.#id}`,
      settings: () => this.settings,
      route,
      thisComputer: () => ({
        ...thisComputerHeader({ service: { state: 'ready' } }, '0'),
        capabilities: thisComputerCapabilities({ practice: true, desktop: false }),
        counts: countsOf([], 0, 0),
      }),
    });
  }

  /** What is on the disk, read anew. */
  openSettings(): MasterSettings {
    const file = new ConfigFile(openConf, this.folder);
    const vault = new TokenVault([new KeyFileSealer(join(this.folder, 'vault.key'))]);
    vault.start(file.config.vault);
    const settings = new MasterSettings(vault);
    settings.start(file);
    return settings;
  }

  #log(): Log {
    const take =
      (level: string) =>
      (event: string, fields: LogFields = {}, error?: unknown) => {
        this.logged.push({ level, event, fields, error });
      };
    const [debug, info, warn, error] = ['debug', 'info', 'warn', 'error'].map(take) as [
      Log['debug'],
      Log['info'],
      Log['warn'],
      Log['error'],
    ];
    return { debug, info, warn, error, close: () => Promise.resolve() };
  }

  add(given: GivenMaster): string {
    return this.masters.add(given);
  }

  /** Follows the overview from now on. */
  watch(): void {
    this.#watching ??= this.#follow();
  }

  async #follow(): Promise<void> {
    for await (const list of this.masters.watch(this.#end.signal)) {
      this.#list = list;
      for (const listener of this.#listeners) listener();
    }
  }

  status(id: string): MasterStatus {
    const found = this.#list.masters.find((master) => master.id === id);
    if (!found) throw new Error(`the overview has no ${id}`);
    return found;
  }

  /** The overview as it was told last. */
  get all(): readonly MasterStatus[] {
    return this.#list.masters;
  }

  channel(id: string): ConsoleChannel {
    const backend = this.masters.backend(id);
    if (!backend) throw new Error(`there is no ${id}`);
    const channel = new ConsoleChannel(createConsoleRouter(backend, this.#log()), () => this.clock.advance(10));
    this.#channels.push(channel);
    return channel;
  }

  /**
   * Resolves when the overview is as wanted. Time goes on by what the overview may keep to itself, again and again, and by nothing
   * else.
   */
  async until(what: string, condition: () => boolean): Promise<void> {
    this.watch();
    const late = AbortSignal.timeout(patience);
    while (!condition()) {
      if (late.aborted) throw new Error(`Did not happen: ${what}; ${JSON.stringify(this.#list, undefined, 1)}`);
      await new Promise<void>((resolve) => {
        const stop = () => {
          this.#listeners.delete(stop);
          clearTimeout(timer);
          resolve();
        };
        this.#listeners.add(stop);
        // Sockets take real time; the overview tells what came once its 250 ms have passed.
        const timer = setTimeout(() => void this.clock.advance(10).then(stop), 5);
      });
    }
  }

  hasStates(states: Readonly<Record<string, MasterStatus['state']>>): boolean {
    return Object.entries(states).every(
      ([id, state]) => this.#list.masters.find((master) => master.id === id)?.state === state,
    );
  }

  async close(): Promise<void> {
    for (const channel of this.#channels) await channel.close();
    await this.masters.stop();
    this.#end.abort();
    await this.#watching;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
