import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import type { Connection } from './connection.ts';

/** Connections whose socket is not closed yet, established or not; by group and by host, since there are thousands of them. */
export class PresentConnections {
  readonly #byGroup = new Map<string, Set<Connection>>();
  readonly #byHost = new Map<string, Set<Connection>>();

  /** Holds a connection until it is gone. */
  add({ groupId, hostName }: SavedEndpoint, connection: Connection): void {
    const places = [
      [this.#byGroup, groupId],
      [this.#byHost, hostName],
    ] as const;
    for (const [connections, key] of places) {
      const beside = connections.get(key) ?? new Set();
      connections.set(key, beside.add(connection));
    }
    connection.gone.then(() => {
      for (const [connections, key] of places) {
        const beside = connections.get(key);
        beside?.delete(connection);
        if (beside?.size === 0) connections.delete(key);
      }
    });
  }

  /** C-3, C-4: those of the endpoint's group or host that are established no more, and are not closed yet. */
  leaving({ groupId, hostName }: SavedEndpoint): Connection[] {
    const near = new Set([...(this.#byGroup.get(groupId) ?? []), ...(this.#byHost.get(hostName) ?? [])]);
    return [...near].filter(({ isConnected }) => !isConnected);
  }

  *[Symbol.iterator](): Iterator<Connection> {
    for (const connections of this.#byHost.values()) yield* connections;
  }
}
