import { closeTimeLimit } from '../../electron/service/connection/connection.ts';
import type { ConnectionEnd } from '../../electron/service/connection/connection-failure.ts';
import type { Properties } from '../../shared/properties.ts';
import type { SavedEndpoint } from '../../shared/saved-endpoint.ts';
import { GroupHistory } from './group-history.ts';
import type { SimulatedConnection, SimulationObserver } from './simulated-connections.ts';
import { type World, WorldView } from './simulated-world.ts';

const steadyAfter = 30_000;
const lossDelay = { least: 500, most: 1500 };
const never = Number.NEGATIVE_INFINITY;

/**
 * Watches the connection process from outside and judges each thing that it does by C-1 to C-11 and decisions 2, 3, 5 to 9
 * and 12. It knows nothing of how the process works; {@link violations} says in words what was broken, and when.
 */
export class ConnectionRules implements SimulationObserver {
  readonly violations: string[] = [];
  readonly counts = { attempts: 0, connections: 0, losses: 0, rejections: 0, closedByUs: 0, mostAttemptsAtOnce: 0 };
  isStopped = false;
  /** The group that is being reconnected by priority, while that call lasts. */
  reconnecting: string | undefined;
  readonly #world: World;
  readonly #view: WorldView;
  readonly #groups = new Map<string, GroupHistory>();
  /** Connections whose socket is not gone, with what was saved when they began and the groups that may wait for them. */
  readonly #present = new Map<SimulatedConnection, { endpoint: SavedEndpoint; waitedForIn: Set<string> }>();
  /** Hosts whose token was rejected and neither accepted nor renewed since. */
  readonly #rejected = new Set<string>();
  /** Since the last look some attempt may have had to wait for its turn (decision 12). */
  #wasFull = false;
  #nextRegular = Number.POSITIVE_INFINITY;

  constructor(world: World) {
    this.#world = world;
    this.#view = new WorldView(world);
  }

  get present(): number {
    return this.#present.size;
  }

  /** The connections of a group that are there. */
  connectionsOf(groupId: string): SimulatedConnection[] {
    return [...this.#present].filter(([, { endpoint }]) => endpoint.groupId === groupId).map(([sim]) => sim);
  }

  get #now(): number {
    return this.#world.clock.monotonic();
  }

  #group(groupId: string): GroupHistory {
    const group = this.#groups.get(groupId) ?? new GroupHistory();
    this.#groups.set(groupId, group);
    return group;
  }

  #broken(rule: string, what: string): void {
    this.violations.push(`${rule}: ${what} at ${this.#now} ms`);
  }

  // What happens to the connection process

  /** A regular run of all groups: the start, a click, a wake. */
  regularRun(): void {
    for (const { groupId } of this.#world.saved) this.#group(groupId);
    const attempted = this.#attempted;
    for (const [groupId, group] of this.#groups) group.run('regular', attempted.has(groupId));
  }

  /** Groups with an attempt under way. */
  get #attempted(): ReadonlySet<string> {
    const groups = new Set<string>();
    for (const [{ isAttempt }, { endpoint }] of this.#present) if (isAttempt) groups.add(endpoint.groupId);
    return groups;
  }

  propertiesChanged(former: Properties): void {
    this.#catchUp(former['connectionInfo.period'] * 1000);
    const { properties } = this.#world;
    if (properties['connectionInfo.period'] !== former['connectionInfo.period']) this.planned();
    if (properties['connectionInfo.earlyRun']) return;
    for (const group of this.#groups.values()) group.due = undefined;
  }

  /** The next regular run is one period from now. */
  planned(): void {
    this.#nextRegular = this.#now + this.#view.period;
    for (const group of this.#groups.values()) group.calmSince = this.#now;
  }

  reconnect(groupId: string): void {
    this.#group(groupId).reconnect();
  }

  /** An endpoint has been added, renewed, activated, deactivated or deleted. */
  changed(hostName: string, groupId: string, formerGroupId: string): void {
    const saved = this.#world.saved.find((endpoint) => endpoint.hostName === hostName);
    if (saved?.state !== 'ACTIVATED' || saved.renewedAt !== undefined) this.#rejected.delete(hostName);
    for (const { endpoint, waitedForIn } of this.#present.values())
      if (endpoint.hostName === hostName) waitedForIn.add(groupId);
    const attempted = this.#attempted;
    for (const id of new Set([groupId, formerGroupId])) {
      const group = this.#group(id);
      group.calmSince = this.#now;
      if (!this.#world.properties['connectionInfo.earlyRun']) continue;
      group.run('early', attempted.has(id), id === groupId ? hostName : undefined);
      const isToBeTried = id === groupId && saved?.state === 'ACTIVATED' && !this.#rejected.has(hostName);
      // Otherwise a walk that is about to end may have tried all others.
      const wasAtRest = group.served !== undefined && group.attempts === group.attemptsAtLastLook;
      if (this.#isServed(id)) continue; // C-8
      const due = { at: this.#now, attempts: group.attempts };
      if (isToBeTried) group.due = { ...due, host: hostName };
      else if (wasAtRest) group.due = due;
    }
  }

  #isServed(groupId: string): boolean {
    return [...this.#present].some(
      ([{ isConnected }, { endpoint }]) => isConnected && endpoint.groupId === groupId && this.#view.isWanted(endpoint),
    );
  }

  serverChanged(hostName: string): void {
    for (const { hostName: other, groupId } of this.#world.saved)
      if (other === hostName) this.#group(groupId).calmSince = this.#now;
  }

  /** Regular runs by the timer. */
  #catchUp(period = this.#view.period): void {
    for (; this.#nextRegular <= this.#now; this.#nextRegular += period) {
      for (const { groupId } of this.#world.saved) this.#group(groupId);
      for (const group of this.#groups.values()) group.regularRunDue();
    }
  }

  // What the connection process does

  /** It asks for the token of an endpoint: an attempt begins. */
  attempting(hostName: string): void {
    this.#catchUp();
    const saved = this.#world.saved.find((endpoint) => endpoint.hostName === hostName);
    if (this.isStopped) this.#broken('stop', `${hostName} is tried after the end`);
    if (!saved) this.#broken('C-17', `${hostName} is tried, and is not saved`);
    else this.#judgeAttempt(saved);
  }

  #judgeAttempt({ hostName, groupId, state }: SavedEndpoint): void {
    if (state !== 'ACTIVATED') this.#broken('C-15', `${hostName} is tried, and is DEACTIVATED`);
    this.counts.attempts++;
    const group = this.#group(groupId);
    const candidates = this.#view.candidates(groupId).map((candidate) => ({
      hostName: candidate.hostName,
      isRejected: this.#rejected.has(candidate.hostName),
    }));
    const { told } = group;
    if (!group.attempt(hostName, candidates, this.#now))
      this.#broken('C-1, C-2, decisions 3, 5 to 7', `${hostName} is tried out of turn; walks under way: ${told}`);
  }

  /** A connection begins. */
  opened(connection: SimulatedConnection): void {
    const { url, token } = connection.target;
    const endpoint = this.#world.saved.find((saved) => saved.url === url);
    if (!endpoint) {
      this.#broken('C-17', `${url} is connected, and is not what is saved`);
      return;
    }
    const { hostName, groupId } = endpoint;
    if (token !== this.#world.token(hostName)) this.#broken('C-17', `${hostName} gets a token that is not saved`);
    for (const { endpoint: other } of this.#present.values()) {
      if (other.hostName === hostName) this.#broken('C-3', `${hostName} gets a second connection`);
      else if (other.groupId === groupId) this.#broken('C-4, C-5', `${hostName} beside ${other.hostName}`);
    }
    this.#present.set(connection, { endpoint, waitedForIn: new Set([groupId]) });
    connection.gone.then(() => this.#present.delete(connection));
    const underWay = this.#attempted.size;
    this.#wasFull ||= underWay >= this.#view.capacity;
    this.counts.mostAttemptsAtOnce = Math.max(this.counts.mostAttemptsAtOnce, underWay);
    if (underWay > this.#view.capacity) this.#broken('C-16', `${underWay} attempts at once`);
  }

  accepted(connection: SimulatedConnection): void {
    const { endpoint } = this.#present.get(connection) ?? {};
    this.counts.connections++;
    if (!endpoint) return;
    if (this.#view.isSaved(endpoint)) this.#rejected.delete(endpoint.hostName);
    this.#group(endpoint.groupId).due = undefined; // it may be lost before the next look
  }

  closing(connection: SimulatedConnection, code: number): void {
    const { endpoint } = this.#present.get(connection) ?? {};
    if (!endpoint) return;
    this.counts.closedByUs++;
    if (code !== (this.isStopped ? 1001 : 1000))
      this.#broken('decision 9', `${endpoint.hostName} is closed with ${code}`);
    if (!this.isStopped && this.#view.isWanted(endpoint) && this.reconnecting !== endpoint.groupId)
      this.#broken('C-5, C-9', `${endpoint.hostName} is closed without a reason`);
  }

  ended(connection: SimulatedConnection, end: ConnectionEnd, was: SimulatedConnection['state']): void {
    const { endpoint } = this.#present.get(connection) ?? {};
    if (!endpoint) return;
    this.#catchUp();
    const group = this.#group(endpoint.groupId);
    if (end.cause === 'token-rejected') {
      this.counts.rejections++;
      if (this.#view.isSaved(endpoint)) this.#rejected.add(endpoint.hostName);
    }
    if (was !== 'connected' || end.cause === 'closed-by-us') return;
    this.counts.losses++;
    if ((end.lived ?? 0) < steadyAfter || !this.#world.properties['connectionInfo.earlyRun'] || this.isStopped) return;
    group.afterLoss = { from: this.#now + lossDelay.least, to: this.#now + lossDelay.most };
    group.due = { at: group.afterLoss.to, attempts: group.attempts };
  }

  // What must hold whenever nothing is left to do at this instant

  /** @param servedBy what the connection process says */
  look(servedBy: (groupId: string) => string | undefined): void {
    this.#catchUp();
    const served = new Map<string, string>();
    const busy = new Set<string>();
    for (const [connection, { endpoint, waitedForIn }] of this.#present) {
      const { hostName, groupId } = endpoint;
      if (connection.state === 'ended') {
        for (const id of waitedForIn) busy.add(id);
        if (this.#now - (connection.endedAt ?? never) > closeTimeLimit)
          this.#broken('decision 9', `${hostName} is there over 5 s after its end`);
      } else if (!this.#view.isWanted(endpoint)) this.#broken('C-7, C-15', `${hostName} is connected and not wanted`);
      else if (this.isStopped) this.#broken('stop', `${hostName} is connected after the end`);
      else if (connection.isConnected) served.set(groupId, hostName);
      else busy.add(groupId);
    }
    const attempted = this.#attempted;
    for (const [groupId, group] of this.#groups) {
      group.served = served.get(groupId);
      if (servedBy(groupId) !== group.served)
        this.#broken('decision 1', `${groupId} is said to be served by ${servedBy(groupId)}, not by ${group.served}`);
      group.look(this.#now, busy.has(groupId) || this.#wasFull, attempted.has(groupId));
      this.#lookAtGroup(groupId, group, busy.has(groupId) || this.#wasFull);
    }
    this.#wasFull = this.#attempted.size >= this.#view.capacity;
  }

  #lookAtGroup(groupId: string, group: GroupHistory, isBusy: boolean): void {
    const now = this.#now;
    const isCalm = group.served === undefined && this.#view.isReachable(groupId);
    if (!isCalm || this.isStopped || this.#wasFull) group.calmSince = now;
    const idleSince = Math.max(group.idleSince, group.calmSince);
    if (now > idleSince + this.#view.period) this.#broken('C-6', `${groupId} had no attempt for over one period`);
    if (now > group.calmSince + this.#view.longestWait(groupId))
      this.#broken('C-6, C-8', `${groupId} is not connected in time`);
    this.#judgeEarlyRun(groupId, group, isBusy);
  }

  /** When all groups must be connected that can be, if nothing changes any more. */
  get settledBy(): number {
    return Math.max(
      this.#now,
      ...[...this.#groups].map(([groupId, group]) => group.calmSince + this.#view.longestWait(groupId)),
    );
  }

  /** Groups that are not served though an endpoint of theirs is reachable. */
  get unserved(): string[] {
    return [...this.#groups]
      .filter(([, group]) => group.served === undefined)
      .map(([groupId]) => groupId)
      .filter((groupId) => this.#view.isReachable(groupId));
  }

  #judgeEarlyRun(groupId: string, group: GroupHistory, isBusy: boolean): void {
    const { due } = group;
    if (!due) return;
    const isOpen = this.#view
      .candidates(groupId)
      .some(({ hostName }) => hostName === (due.host ?? hostName) && !this.#rejected.has(hostName));
    if (group.served !== undefined || !isOpen || group.attempts > due.attempts || this.isStopped) group.due = undefined;
    else if (!isBusy && this.#now >= due.at) this.#broken('decision 7', `${groupId} has had no early run`);
  }
}
