import { ConnectionProcess } from '../../electron/service/connection/connection-process.ts';
import { tryConnection } from '../../electron/service/diagnosis/trial.ts';
import type { LogFields } from '../../electron/service/log.ts';
import { defaultProperties } from '../../shared/properties.ts';
import type { SavedEndpoint } from '../../shared/saved-endpoint.ts';
import { acceptance } from './endpoint-samples.ts';
import { ManualClock } from './manual-clock.ts';
import { silentLog } from './silent-log.ts';
import { SimulatedConnection, type SimulatedServer } from './simulated-connections.ts';

export type DiagnosisModelStep =
  | { do: 'pass'; milliseconds: number }
  | ({ turns?: number | undefined } & (
      | { do: 'diagnose' | 'stop' | 'toggle' | 'lose' | 'reconnect'; host: string }
      | { do: 'server'; host: string; server: Omit<SimulatedServer, 'accepts'> }
      | { do: 'run' }
    ));

const token = 'token';
const up: SimulatedServer = { mode: 'up', upgradeAfter: 20, answerAfter: 20, closeAfter: 20, accepts: token };

/** Four endpoints of two groups, the real connection process and real diagnoses in a simulated world that counts connections. */
export class DiagnosisModel {
  readonly counts = { lent: 0, refused: 0, accepted: 0, waited: 0 };
  readonly #clock = new ManualClock();
  readonly #process: ConnectionProcess;
  readonly #servers = new Map<string, SimulatedServer>();
  readonly #present = new Set<SimulatedConnection>();
  readonly #diagnoses = new Map<string, { stop: AbortController; over: Promise<void> }>();
  readonly #broken: string[] = [];
  #saved: readonly SavedEndpoint[] = ['h1', 'h2', 'h3', 'h4'].map((hostName, index) => ({
    hostName,
    groupId: index < 3 ? 'a' : 'b',
    url: `wss://${hostName}/x`,
    priority: index,
    state: 'ACTIVATED',
    acceptance,
    addedAt: index + 1,
  }));

  /** @param earlyRun `connectionInfo.earlyRun` */
  constructor(earlyRun: boolean) {
    for (const { hostName } of this.#saved) this.#servers.set(hostName, { ...up, mode: 'down' });
    const silent = () => undefined;
    this.#process = new ConnectionProcess({
      credentials: { list: () => this.#saved, token: () => token, anchor: String, clientCertificate: silent },
      open: (target, options) => {
        const hostName = new URL(target.url).hostname;
        const connection = new SimulatedConnection(target, options, this.#servers.get(hostName) ?? up, {
          accepted: silent,
          closing: silent,
          ended: silent,
        });
        this.#opened(hostName, connection);
        return connection;
      },
      clock: this.#clock,
      log: {
        ...silentLog,
        error: (event: string, _fields?: LogFields) => void this.#broken.push(`logged as an error: ${event}`),
      },
      jitter: () => 0.5,
      newId: () => 'ID',
      properties: () => ({ ...defaultProperties, 'connectionInfo.earlyRun': earlyRun }),
      received: silent,
      served: silent,
      changed: silent,
    });
    this.#process.start();
  }

  #endpoint(host: string): SavedEndpoint {
    return this.#saved.find(({ hostName }) => hostName === host) as SavedEndpoint;
  }

  #opened(hostName: string, connection: SimulatedConnection): void {
    const { groupId, state } = this.#endpoint(hostName);
    if (state !== 'ACTIVATED') this.#broken.push(`C-15: ${hostName} is connected, and is DEACTIVATED`);
    for (const { target } of this.#present) {
      const other = this.#endpoint(new URL(target.url).hostname);
      if (other.groupId === groupId) this.#broken.push(`C-3, C-4: ${hostName} beside ${other.hostName}`);
    }
    this.#present.add(connection);
    connection.gone.then(() => this.#present.delete(connection));
  }

  async step(step: DiagnosisModelStep): Promise<void> {
    if (step.do === 'pass') await this.#pass(step.milliseconds);
    else {
      this.#do(step);
      if (step.turns === undefined) await this.#clock.settle();
      else for (let turn = 0; turn < step.turns; turn++) await undefined;
    }
    this.#look();
  }

  #do(step: Exclude<DiagnosisModelStep, { do: 'pass' }>): void {
    if (step.do === 'diagnose') this.#diagnose(step.host);
    else if (step.do === 'stop') this.#diagnoses.get(step.host)?.stop.abort(new Error('stopped'));
    else if (step.do === 'toggle') this.#toggle(step.host);
    else if (step.do === 'lose') {
      for (const connection of this.#present) if (connection.target.url.includes(step.host)) connection.lose(true);
    } else if (step.do === 'server') this.#servers.set(step.host, { ...step.server, accepts: token });
    else if (step.do === 'run') this.#await(this.#process.runNow());
    else this.#await(this.#process.reconnect(this.#endpoint(step.host).groupId));
  }

  #await(work: Promise<void>): void {
    work.catch((error: unknown) => this.#broken.push(String(error)));
  }

  #toggle(host: string): void {
    const state = this.#endpoint(host).state === 'ACTIVATED' ? 'DEACTIVATED' : 'ACTIVATED';
    this.#saved = this.#saved.map((each) => (each.hostName === host ? { ...each, state } : each));
    this.#await(this.#process.endpointChanged(host, this.#endpoint(host).groupId));
  }

  /** One at a time for each endpoint, as the service sees to; the one before is stopped. */
  #diagnose(host: string): void {
    this.#diagnoses.get(host)?.stop.abort(new Error('another one'));
    const stop = new AbortController();
    const over = this.#run(host, stop.signal).catch((error: unknown) => {
      if (!stop.signal.aborted) this.#broken.push(`the diagnosis failed: ${String(error)}`);
    });
    this.#diagnoses.set(host, { stop, over });
  }

  async #run(host: string, signal: AbortSignal): Promise<void> {
    const endpoint = this.#endpoint(host);
    const isFree = this.#present.size === 0;
    for await (const { step, verdict } of tryConnection(endpoint, {
      process: this.#process,
      clock: this.#clock,
      signal,
    })) {
      if (step === 'upgrade' && verdict === 'not tried') this.counts.refused++;
      else if (step === 'upgrade') this.counts.lent++;
      if (step === 'upgrade' && !isFree && verdict === 'passed') this.counts.waited++;
      if (step === 'connect' && verdict === 'passed') this.counts.accepted++;
    }
  }

  async #pass(milliseconds: number): Promise<void> {
    await this.#clock.advance(milliseconds);
  }

  #look(): void {
    if (this.#broken.length > 0) throw new Error(this.#broken.join('\n'));
  }

  /** Every server is up again and every endpoint activated: four minutes later each group has its connection. */
  async calmDown(): Promise<void> {
    for (const { hostName, state } of this.#saved) {
      this.#servers.set(hostName, up);
      if (state === 'DEACTIVATED') this.#toggle(hostName);
    }
    await this.#pass(240_000);
    await Promise.all([...this.#diagnoses.values()].map(({ over }) => over));
    this.#look();
    for (const group of ['a', 'b'])
      if (this.#process.servedBy(group) === undefined) throw new Error(`${group} is not connected`);
    if (this.#present.size !== 2) throw new Error(`${this.#present.size} connections at the end`);
  }

  /** Diagnoses that are under way do not keep the process from stopping. */
  async end(): Promise<void> {
    this.#servers.set('h4', { ...up, mode: 'mute' });
    for (const connection of this.#present) if (connection.target.url.includes('h4')) connection.lose(false);
    await this.#clock.settle();
    const { lent } = this.counts;
    this.#diagnose('h4');
    await this.#pass(100);
    if (this.counts.lent !== lent + 1) throw new Error('h4 is not being diagnosed');
    this.#await(this.#process.stop());
    await this.#pass(5000);
    this.#look();
    if (this.#present.size > 0 || this.#clock.waiting > 0)
      throw new Error(`left after the end: ${this.#present.size} connections, ${this.#clock.waiting} timers`);
  }
}
