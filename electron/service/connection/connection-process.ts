import type { OwnEndpointStatus, Transition } from '../../../shared/connection-status.ts';
import type { Properties } from '../../../shared/properties.ts';
import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import type { WrittenMessage } from '../written-message.ts';
import { AttemptSlots, attemptsPerUnit } from './attempt-slots.ts';
import { connectEndpoint } from './connect-endpoint.ts';
import type { Connection } from './connection.ts';
import { type ConnectionEnd, endOf, isConnectionEnd } from './connection-failure.ts';
import type { ConnectionProcessOptions } from './connection-process-options.ts';
import type { EndpointRecord } from './endpoint-record.ts';
import { endpointStatus } from './endpoint-status.ts';
import type { GroupLoan, Reached } from './group-loan.ts';
import { KnownEndpoints } from './known-endpoints.ts';
import { PresentConnections } from './present-connections.ts';
import { RunSchedule } from './run-schedule.ts';
import { type RunKind, ServerGroup } from './server-group.ts';

/** A connection that lived shorter, in milliseconds, earns no early run (decision 7). */
const steadyAfter = 30_000;
/** After a loss the early run comes 0.5 to 1.5 s later, in milliseconds. */
const lossDelay = { least: 500, span: 1000 };

/**
 * C-6, C-7: the connection process. It runs once at start, then every `connectionInfo.period`, for each group on its own, so
 * that a slow group delays no other; and early for the group of an endpoint that changed (decision 7). It alone decides what
 * is tried next.
 */
export class ConnectionProcess {
  readonly #options: ConnectionProcessOptions;
  readonly #groups = new Map<string, ServerGroup>();
  readonly #endpoints: KnownEndpoints;
  readonly #present = new PresentConnections();
  readonly #schedule: RunSchedule;
  readonly #slots: AttemptSlots;
  #stopped = true;

  constructor(options: ConnectionProcessOptions) {
    this.#options = options;
    this.#endpoints = new KnownEndpoints(
      () => options.credentials.list(),
      () => options.clock.now(),
    );
    this.#schedule = new RunSchedule(options.clock);
    this.#slots = new AttemptSlots(() => options.properties()['scheduledExecutor.threadPoolSize'] * attemptsPerUnit);
  }

  /** When the next regular run is due, epoch milliseconds. */
  get nextRunAt(): number | null {
    return this.#schedule.regularAt;
  }

  start(): void {
    this.#stopped = false;
    this.#regularRun();
  }

  /** Closes every connection with 1001. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#schedule.cancel();
    await Promise.all([...this.#groups.values()].map((group) => group.stop()));
  }

  /** A run for every group now, as a regular one. Resolves when all groups have been walked. */
  async runNow(): Promise<void> {
    const groupIds = new Set([...this.#endpoints.saved.groups.keys(), ...this.#groups.keys()]);
    await Promise.all([...groupIds].map((groupId) => this.#run(groupId, 'regular')));
  }

  /**
   * Tells that an endpoint was added, activated, deactivated, deleted or renewed: what is no longer wanted is closed at once,
   * and an early run of its group starts, unless `connectionInfo.earlyRun` is off.
   * @param formerGroupId its group before, if that is another
   * @returns resolves when that run has ended; at once when there is none
   */
  async endpointChanged(hostName: string, groupId: string, formerGroupId = groupId): Promise<void> {
    const endpoint = this.#endpoints.saved.byHost.get(hostName);
    const reason =
      endpoint === undefined
        ? 'the endpoint was deleted'
        : endpoint.state === 'DEACTIVATED'
          ? 'the endpoint was deactivated'
          : 'the endpoint was renewed';
    for (const id of new Set([formerGroupId, groupId])) this.#groups.get(id)?.enforce(reason);
    if (!endpoint) this.#endpoints.drop(hostName);
    else if (endpoint.state === 'DEACTIVATED' || endpoint.renewedAt !== undefined)
      this.#endpoints.record(hostName).forget();
    for (const id of new Set([formerGroupId, groupId])) this.#groupChanged(id);
    if (this.#stopped || !this.#options.properties()['connectionInfo.earlyRun']) return;
    const runs = [this.#run(groupId, 'early', hostName)];
    if (formerGroupId !== groupId) runs.push(this.#run(formerGroupId, 'early'));
    await Promise.all(runs);
  }

  /** Decision 8: closes the group's connection (1000) and walks the group from the highest priority. Resolves after the walk. */
  async reconnect(groupId: string): Promise<void> {
    if (this.#stopped) return;
    this.#schedule.cancelEarly(groupId);
    await this.#group(groupId).reconnect();
    this.#tidy(groupId);
  }

  /**
   * R-5, decision 45: the properties have changed. No connection is dropped: the next regular run follows the new period, counted
   * from now, and the next pings the new rate, counted from the last; early runs that are switched off do not come.
   */
  propertiesChanged(former: Properties): void {
    const now = this.#options.properties();
    if (this.#stopped) return;
    this.#slots.capacityChanged();
    if (now['keepAlive.scheduledRate'] !== former['keepAlive.scheduledRate'])
      for (const connection of this.#present) connection.pingRateChanged();
    if (!now['connectionInfo.earlyRun']) for (const groupId of this.#schedule.earlyGroups) this.#dropEarlyRun(groupId);
    if (now['connectionInfo.period'] !== former['connectionInfo.period']) this.#planRegularRun();
  }

  #dropEarlyRun(groupId: string): void {
    this.#schedule.cancelEarly(groupId);
    this.#groupChanged(groupId);
  }

  countCommand(hostName: string): void {
    this.#endpoints.record(hostName).commands++;
    this.#options.changed(hostName);
  }

  /** Sends on the accepted connection of a group; see {@link Reply}. */
  sendToGroup(groupId: string, message: WrittenMessage, written: () => void): boolean {
    return this.#groups.get(groupId)?.connection?.send(message, written) ?? false;
  }

  /**
   * Decision 41: lends the place of a group's one connection to a diagnosis of an endpoint; see {@link ServerGroup.lend}. When its
   * cloud application has accepted the token, an early run follows.
   */
  async lend(endpoint: SavedEndpoint, signal: AbortSignal): Promise<GroupLoan | undefined> {
    const { hostName, groupId } = endpoint;
    if (this.#stopped) return undefined;
    const loan = await this.#group(groupId).lend(endpoint, (reached) => this.#connect(endpoint, reached), signal);
    loan?.over.then(() => {
      if (loan.wasAccepted && this.#endpoints.isSaved(endpoint)) this.#endpoints.record(hostName).forget();
      if (loan.wasAccepted && this.#options.properties()['connectionInfo.earlyRun']) this.#runEarly(groupId);
      else this.#tidy(groupId);
    });
    if (!loan) this.#tidy(groupId);
    return loan;
  }

  /** Decision 41: pings the live connection of an endpoint; see {@link EndpointConnection.ping}. */
  async ping({ hostName, groupId }: SavedEndpoint): Promise<number | undefined> {
    return this.servedBy(groupId) === hostName ? this.#groups.get(groupId)?.connection?.ping() : undefined;
  }

  /** The endpoint of a group that is being tried. */
  attempted(groupId: string): string | undefined {
    return this.#groups.get(groupId)?.attempted?.hostName;
  }

  /** Which endpoint serves a group; `undefined` when none does. */
  servedBy(groupId: string): string | undefined {
    return this.#groups.get(groupId)?.served?.hostName;
  }

  /** Whether a group has an ACTIVATED endpoint, so that it should have a connection. */
  isAwaited(groupId: string): boolean {
    return this.#endpoints.candidates(groupId).length > 0;
  }

  /** What is known of an endpoint beyond what is saved; the certificate is for the caller to add. */
  status(endpoint: SavedEndpoint): Omit<OwnEndpointStatus, 'certificate'> {
    const { hostName, groupId } = endpoint;
    const record = this.#endpoints.record(hostName);
    const group = this.#groups.get(groupId);
    const servedBy = this.servedBy(groupId);
    return endpointStatus(endpoint, record, {
      servedBy,
      isAttempted: group?.attempted?.hostName === hostName,
      connection: servedBy === hostName ? group?.connection : undefined,
      nextRunAt: this.#nextRunAt(groupId, record),
    });
  }

  /** An early run does not try again what was rejected (C-15). */
  #nextRunAt(groupId: string, record: EndpointRecord): number | null {
    const early = record.isTokenRejected ? undefined : this.#schedule.earlyAt(groupId);
    return early ?? this.#schedule.regularAt;
  }

  #regularRun(): void {
    this.#planRegularRun();
    this.runNow().catch((error: unknown) => this.#options.log.error('connection process failed', {}, error));
  }

  #planRegularRun(): void {
    const { properties, changed } = this.#options;
    this.#schedule.planRegular(properties()['connectionInfo.period'] * 1000, () => this.#regularRun());
    for (const { hostName } of this.#endpoints.saved.list) changed(hostName);
    changed(undefined);
  }

  async #run(groupId: string, kind: RunKind, changedHost?: string): Promise<void> {
    if (this.#stopped) return;
    this.#schedule.cancelEarly(groupId);
    this.#options.log.debug('run', { group: groupId, detail: kind });
    await this.#group(groupId).run(kind, changedHost);
    this.#tidy(groupId);
  }

  /** A group without endpoints and connection is gone. */
  #tidy(groupId: string): void {
    if (this.#groups.get(groupId)?.isIdle && this.#endpoints.candidates(groupId).length === 0)
      this.#groups.delete(groupId);
  }

  #group(groupId: string): ServerGroup {
    const existing = this.#groups.get(groupId);
    if (existing) return existing;
    const group = new ServerGroup({
      candidates: () => this.#endpoints.candidates(groupId),
      isTokenRejected: (hostName) => this.#endpoints.record(hostName).isTokenRejected,
      vacant: (endpoint) => this.#vacant(endpoint),
      slot: (urgency) => this.#slots.take(urgency),
      connect: (endpoint) => this.#connect(endpoint),
      attemptEnded: (endpoint, end) => this.#attemptEnded(endpoint, end),
      connected: (endpoint) => this.#connected(endpoint),
      lost: (endpoint, end) => this.#lost(endpoint, end),
      changed: () => this.#groupChanged(groupId),
    });
    this.#groups.set(groupId, group);
    return group;
  }

  /** C-3, C-4: a peer has up to 5 s to answer a close, and until then its connection is there (decision 9). */
  async #vacant(endpoint: SavedEndpoint): Promise<void> {
    await Promise.all(this.#present.leaving(endpoint).map(({ gone }) => gone));
  }

  #connect(endpoint: SavedEndpoint, reached?: Reached): Connection {
    const connection = connectEndpoint(
      endpoint,
      this.#options,
      (transition) => this.#noted(endpoint, transition),
      reached,
    );
    this.#present.add(endpoint, connection);
    return connection;
  }

  #noted(endpoint: SavedEndpoint, transition: Transition): void {
    if (!this.#endpoints.isSaved(endpoint)) return; // deleted meanwhile: there is no row to tell it in
    this.#endpoints.record(endpoint.hostName).note(transition);
    this.#options.changed(endpoint.hostName);
  }

  #attemptEnded(endpoint: SavedEndpoint, problem: ConnectionEnd | unknown): void {
    const end = isConnectionEnd(problem) ? problem : endOf(problem);
    if (this.#endpoints.isSaved(endpoint))
      this.#endpoints.record(endpoint.hostName).ended(end, false, this.#options.clock.now());
    if (!isConnectionEnd(problem)) {
      this.#options.ended?.(end);
      this.#options.log[end.cause === 'internal' ? 'error' : 'warn']('attempt not possible', {
        endpoint: endpoint.hostName,
        group: endpoint.groupId,
        detail: end.reason,
      });
    }
    this.#groupChanged(endpoint.groupId);
  }

  #connected(endpoint: SavedEndpoint): void {
    this.#endpoints.record(endpoint.hostName).connected(this.#options.clock.now());
    this.#groupChanged(endpoint.groupId);
    this.#options.served(endpoint.groupId, endpoint.hostName, undefined);
  }

  #lost(endpoint: SavedEndpoint, end: ConnectionEnd): void {
    const { clock, properties, jitter } = this.#options;
    const { hostName, groupId } = endpoint;
    if (this.#endpoints.isSaved(endpoint)) this.#endpoints.record(hostName).ended(end, true, clock.now());
    else if (!this.#endpoints.saved.byHost.has(hostName)) this.#endpoints.drop(hostName);
    const isLoss = end.cause !== 'closed-by-us';
    if (!this.#stopped && isLoss && (end.lived ?? 0) >= steadyAfter && properties()['connectionInfo.earlyRun']) {
      this.#schedule.planEarly(groupId, lossDelay.least + jitter() * lossDelay.span, () => this.#runEarly(groupId));
    }
    this.#groupChanged(groupId);
    this.#options.served(groupId, hostName, end);
  }

  #runEarly(groupId: string): void {
    this.#run(groupId, 'early').catch((error: unknown) =>
      this.#options.log.error('early run failed', { group: groupId }, error),
    );
  }

  #groupChanged(groupId: string): void {
    for (const { hostName } of this.#endpoints.saved.groups.get(groupId)?.all ?? []) this.#options.changed(hostName);
    this.#options.changed(undefined);
  }
}
