import { closeTimeLimit, connectResponseTimeLimit } from '../../electron/service/connection/connection.ts';
import { connectTimeLimit } from '../../electron/service/tls/open-tls.ts';
import type { Properties } from '../../shared/properties.ts';
import type { SavedEndpoint } from '../../shared/saved-endpoint.ts';
import type { ManualClock } from './manual-clock.ts';
import { attemptLimit, isReachable, type SimulatedServer } from './simulated-connections.ts';

/** The longest that any attempt may take until its socket is gone, in milliseconds (decisions 2 and 9). */
const longestAttempt = connectTimeLimit + connectResponseTimeLimit + closeTimeLimit;

/** What is true outside the connection process. A saved endpoint has another URL after each renewal. */
export interface World {
  readonly clock: ManualClock;
  readonly saved: readonly SavedEndpoint[];
  readonly properties: Properties;
  server(hostName: string): SimulatedServer;
  /** `undefined` when it cannot be read. */
  token(hostName: string): string | undefined;
}

/** What follows from how the world is now. */
export class WorldView {
  readonly #world: World;
  #ordered: { saved?: readonly SavedEndpoint[]; groups: ReadonlyMap<string, readonly SavedEndpoint[]> } = {
    groups: new Map(),
  };

  constructor(world: World) {
    this.#world = world;
  }

  /** Decision 5: the ACTIVATED endpoints of a group in the order of a walk. The order of adding is that of the list. */
  candidates(groupId: string): readonly SavedEndpoint[] {
    const { saved } = this.#world;
    if (this.#ordered.saved !== saved) {
      const activated = saved.filter(({ state }) => state === 'ACTIVATED').sort((a, b) => a.priority - b.priority);
      this.#ordered = { saved, groups: Map.groupBy(activated, (endpoint) => endpoint.groupId) };
    }
    return this.#ordered.groups.get(groupId) ?? [];
  }

  /** Whether these credentials are saved and ACTIVATED. */
  isWanted({ groupId, url }: SavedEndpoint): boolean {
    return this.candidates(groupId).some((endpoint) => endpoint.url === url);
  }

  /** Whether these credentials are saved. */
  isSaved({ url }: SavedEndpoint): boolean {
    return this.#world.saved.some((endpoint) => endpoint.url === url);
  }

  /** Whether some endpoint of a group would be connected, were it tried. */
  isReachable(groupId: string): boolean {
    return this.candidates(groupId).some(({ hostName }) => {
      const token = this.#world.token(hostName);
      return token !== undefined && isReachable(this.#world.server(hostName), token);
    });
  }

  /** `connectionInfo.period` in milliseconds. */
  get period(): number {
    return this.#world.properties['connectionInfo.period'] * 1000;
  }

  /** Decision 12: how many attempts may be under way at once. */
  get capacity(): number {
    return 256 * this.#world.properties['scheduledExecutor.threadPoolSize'];
  }

  /**
   * How long it takes at the most until a group with a reachable endpoint is connected, when neither it nor its servers
   * change: a walk that was under way (an attempt at a server as it was before, then each endpoint once), one period, a close
   * of up to 5 s that is waited for, and one walk.
   */
  longestWait(groupId: string): number {
    const walk = this.candidates(groupId)
      .map(({ hostName }) => attemptLimit(this.#world.server(hostName)))
      .reduce((sum, limit) => sum + limit, 0);
    return longestAttempt + walk + this.period + closeTimeLimit + walk;
  }
}
