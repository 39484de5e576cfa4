import { ConnectionProcess } from '../../electron/service/connection/connection-process.ts';
import type { LogFields } from '../../electron/service/log.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { defaultProperties, type Properties } from '../../shared/properties.ts';
import type { SavedEndpoint } from '../../shared/saved-endpoint.ts';
import { ConnectionRules } from './connection-rules.ts';
import { acceptance } from './endpoint-samples.ts';
import { ManualClock } from './manual-clock.ts';
import { silentLog } from './silent-log.ts';
import { SimulatedConnection, type SimulatedServer } from './simulated-connections.ts';
import type { World } from './simulated-world.ts';

/** One thing that happens. `turns` microtask turns later the next one does; without it, when all has run that can. */
export type ModelStep = { turns?: number | undefined } & (
  | { do: 'pass'; milliseconds: number }
  /** Adds, or where the host is saved, renews. */
  | { do: 'save'; host: string; group: string; priority: number; rightToken: boolean }
  | { do: 'delete'; host: string }
  | { do: 'activate'; host: string }
  | { do: 'deactivate'; host: string }
  | { do: 'server'; host: string; server: Omit<SimulatedServer, 'accepts'> }
  /** The provider accepts the saved token, or no longer. */
  | { do: 'token'; host: string; isAccepted: boolean }
  | { do: 'readable'; host: string; isReadable: boolean }
  /** The connections and attempts of a group are lost. */
  | { do: 'lose'; group: string; closes: boolean }
  | { do: 'run' }
  | { do: 'wake'; slept: number }
  | { do: 'reconnect'; group: string }
  | { do: 'properties'; change: Partial<Properties> }
);

const newServer: SimulatedServer = { mode: 'up', upgradeAfter: 20, answerAfter: 20, closeAfter: 20, accepts: '' };

/** The real connection process in a simulated world: saved endpoints, servers, a clock that goes when told to. */
export class ConnectionModel implements World {
  readonly clock = new ManualClock();
  readonly rules: ConnectionRules;
  properties: Properties = { ...defaultProperties };
  readonly process: ConnectionProcess;
  saved: readonly SavedEndpoint[] = [];
  readonly #servers = new Map<string, SimulatedServer>();
  readonly #tokens = new Map<string, string>();
  readonly #unreadable = new Set<string>();
  readonly #failures: unknown[] = [];
  #stamp = 0;

  /** @param jitter from 0 to 1 */
  constructor(jitter: () => number) {
    this.rules = new ConnectionRules(this);
    const error = (event: string, { detail = '' }: LogFields = {}) => {
      this.rules.violations.push(`logged as an error: ${event}: ${detail}`);
    };
    const silent = () => undefined;
    this.process = new ConnectionProcess({
      credentials: {
        list: () => this.saved,
        token: (hostName) => this.#read(hostName),
        anchor: (hostName) => hostName,
        clientCertificate: silent,
      },
      open: (target, options) => {
        const server = { ...this.server(new URL(target.url).hostname) };
        const connection = new SimulatedConnection(target, options, server, this.rules);
        this.rules.opened(connection);
        return connection;
      },
      clock: this.clock,
      log: { ...silentLog, error },
      jitter,
      newId: () => 'ID',
      properties: () => this.properties,
      received: silent,
      served: () => undefined,
      changed: silent,
    });
  }

  server(hostName: string): SimulatedServer {
    return this.#servers.get(hostName) ?? newServer;
  }

  token(hostName: string): string | undefined {
    return this.#unreadable.has(hostName) ? undefined : this.#tokens.get(hostName);
  }

  #read(hostName: string): string {
    this.rules.attempting(hostName);
    const token = this.token(hostName);
    if (token === undefined) throw new NbwssError('credentialsNotRead', { causes: ['simulated'] });
    return token;
  }

  start(): void {
    this.rules.planned();
    this.rules.regularRun();
    this.process.start();
  }

  /** Does one step, and fails when it breaks a rule. */
  async step(step: ModelStep): Promise<void> {
    if (step.do === 'pass') return this.pass(step.milliseconds);
    this.#do(step);
    if (step.turns === undefined) await this.settle();
    else for (let turn = 0; turn < step.turns; turn++) await undefined;
  }

  #do(step: Exclude<ModelStep, { do: 'pass' }>): void {
    if (step.do === 'save') this.#save(step);
    else if (step.do === 'delete') this.#delete(step.host);
    else if (step.do === 'activate') this.#setState(step.host, 'ACTIVATED');
    else if (step.do === 'deactivate') this.#setState(step.host, 'DEACTIVATED');
    else if (step.do === 'server') this.#setServer(step.host, step.server);
    else if (step.do === 'token')
      this.#setServer(step.host, { accepts: step.isAccepted ? (this.#tokens.get(step.host) ?? '') : 'another' });
    else if (step.do === 'readable') this.#setReadable(step.host, step.isReadable);
    else if (step.do === 'lose')
      for (const connection of this.rules.connectionsOf(step.group)) connection.lose(step.closes);
    else if (step.do === 'run') this.#runNow();
    else if (step.do === 'wake') {
      this.clock.setWallClock(this.clock.now() + step.slept);
      this.#runNow();
    } else if (step.do === 'reconnect') this.#reconnect(step.group);
    else this.#setProperties(step.change);
  }

  /** Nothing that is asked of the process may fail. */
  #await(promise: Promise<void>): void {
    promise.catch((error: unknown) => this.#failures.push(error));
  }

  #save({ host, group, priority, rightToken }: Extract<ModelStep, { do: 'save' }>): void {
    const former = this.saved.find(({ hostName }) => hostName === host);
    const stamp = ++this.#stamp;
    const now = this.clock.now() * 1000 + stamp; // no two are the same, as the store sees to
    const given = { hostName: host, groupId: group, url: `wss://${host}/${stamp}`, priority, acceptance };
    const endpoint: SavedEndpoint = former
      ? { ...former, ...given, renewedAt: now }
      : { ...given, state: 'ACTIVATED', addedAt: now };
    this.saved = former ? this.saved.map((saved) => (saved === former ? endpoint : saved)) : [...this.saved, endpoint];
    this.#tokens.set(host, `token ${stamp}`);
    if (rightToken) this.#setServer(host, { accepts: `token ${stamp}` });
    this.#changed(host, group, former?.groupId);
  }

  #delete(host: string): void {
    const former = this.saved.find(({ hostName }) => hostName === host);
    if (!former) return;
    this.saved = this.saved.filter((saved) => saved !== former);
    this.#tokens.delete(host);
    this.#changed(host, former.groupId);
  }

  #setState(host: string, state: SavedEndpoint['state']): void {
    const former = this.saved.find(({ hostName }) => hostName === host);
    if (!former || former.state === state) return;
    this.saved = this.saved.map((saved) => (saved === former ? { ...former, state } : saved));
    this.#changed(host, former.groupId);
  }

  #changed(host: string, group: string, formerGroup = group): void {
    this.rules.changed(host, group, formerGroup);
    this.#await(this.process.endpointChanged(host, group, formerGroup));
  }

  #setServer(host: string, change: Partial<SimulatedServer>): void {
    this.#servers.set(host, { ...this.server(host), ...change });
    this.rules.serverChanged(host);
  }

  #setReadable(host: string, isReadable: boolean): void {
    if (isReadable) this.#unreadable.delete(host);
    else this.#unreadable.add(host);
    this.rules.serverChanged(host);
  }

  #setProperties(change: Partial<Properties>): void {
    const former = this.properties;
    this.properties = { ...former, ...change };
    this.rules.propertiesChanged(former);
    this.process.propertiesChanged(former);
  }

  #runNow(): void {
    this.rules.regularRun();
    this.#await(this.process.runNow());
  }

  #reconnect(group: string): void {
    this.rules.reconnect(group);
    this.rules.reconnecting = group;
    this.#await(this.process.reconnect(group));
    this.rules.reconnecting = undefined;
  }

  /** Lets time pass, and looks at each instant at which something happens. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.clock.monotonic() + milliseconds;
    await this.settle();
    for (let left = milliseconds; left > 0; left = end - this.clock.monotonic()) {
      await this.clock.advance(Math.min(left, this.clock.untilNext ?? left));
      this.look();
    }
  }

  async settle(): Promise<void> {
    await this.clock.settle();
    this.look();
  }

  look(): void {
    this.rules.look((groupId) => this.process.servedBy(groupId));
    if (this.#failures.length > 0) throw this.#failures[0];
    if (this.rules.violations.length > 0) throw new Error(this.rules.violations.join('\n'));
  }

  /** Time goes on until every group that can be connected is. */
  async calmDown(): Promise<void> {
    await this.pass(this.rules.settledBy - this.clock.monotonic());
    if (this.rules.unserved.length > 0) throw new Error(`not connected at the end: ${this.rules.unserved.join()}`);
  }

  /** The process is stopped, and nothing of it may be left. */
  async stop(): Promise<void> {
    this.rules.isStopped = true;
    let hasStopped = false;
    const stop = async () => {
      await this.process.stop();
      hasStopped = true;
    };
    this.#await(stop());
    await this.settle();
    if (this.clock.waiting > this.rules.present)
      throw new Error(`${this.clock.waiting} timers after the end, and ${this.rules.present} sockets that close`);
    await this.pass(5000);
    const { present } = this.rules;
    if (!hasStopped || present > 0 || this.clock.waiting > 0)
      throw new Error(
        `left after the end: ${present} connections, ${this.clock.waiting} timers, stopped ${hasStopped}`,
      );
  }
}
