import type { SavedEndpoint } from '../../../shared/saved-endpoint.ts';
import { EndpointIndex } from './endpoint-index.ts';
import { EndpointRecord } from './endpoint-record.ts';

/** The endpoints as they are saved now, and what the connection process has learned of each since the service started. */
export class KnownEndpoints {
  readonly #list: () => readonly SavedEndpoint[];
  readonly #now: () => number;
  readonly #records = new Map<string, EndpointRecord>();
  #index: EndpointIndex | undefined;

  /** @param list the saved endpoints; another array after each change. @param now epoch milliseconds */
  constructor(list: () => readonly SavedEndpoint[], now: () => number) {
    this.#list = list;
    this.#now = now;
  }

  get saved(): EndpointIndex {
    const list = this.#list();
    if (this.#index?.list !== list) this.#index = new EndpointIndex(list);
    return this.#index;
  }

  /** Those of a group that may be tried, in the order of decision 5. */
  candidates(groupId: string): readonly SavedEndpoint[] {
    return this.saved.groups.get(groupId)?.candidates ?? [];
  }

  /** Whether it is still there: one that was deleted and added again is another. */
  isSaved({ hostName, addedAt }: SavedEndpoint): boolean {
    return this.saved.byHost.get(hostName)?.addedAt === addedAt;
  }

  record(hostName: string): EndpointRecord {
    let record = this.#records.get(hostName);
    if (!record) {
      record = new EndpointRecord(this.#now());
      this.#records.set(hostName, record);
    }
    return record;
  }

  /** Drops the record of a host that is no longer saved. */
  drop(hostName: string): void {
    this.#records.delete(hostName);
  }
}
