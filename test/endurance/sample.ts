import type { Ready } from '../support/headless-process.ts';

/** What the service's own metrics say at one moment. */
export interface Sample {
  /** Since the load began. */
  readonly seconds: number;
  readonly residentMiB: number;
  readonly heapMiB: number;
  /** Memory outside the heap that objects in it hold: buffers, TLS, prepared statements. */
  readonly externalMiB: number;
  /** Sockets, servers, files and the like that keep Node's event loop alive. */
  readonly handles: number;
  readonly openFiles: number;
  /** Of the last ten seconds or so, in milliseconds. */
  readonly eventLoopDelay: number;
  /** Notifications that were acknowledged since the service started, of all groups together. */
  readonly acknowledged: number;
}

/** A sample, and what the commands of the time since the one before took. */
export interface LoadSample extends Sample {
  /** Commands that NetBackup answered with 200; `refused` otherwise, since it was away or failed; `interrupted` by a cut. */
  readonly answered: number;
  readonly refused: number;
  readonly interrupted: number;
  /** Milliseconds; `undefined` when nothing was answered. */
  readonly latency: { readonly median: number; readonly p99: number } | undefined;
}

/** Reads `GET /metrics`. @throws when the service does not answer, or one of the figures is missing */
export async function takeSample({ api, token }: Pick<Ready, 'api' | 'token'>, seconds: number): Promise<Sample> {
  const answer = await fetch(new URL('/metrics', api), { headers: { Authorization: token } });
  if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
  const text = await answer.text();
  const value = (name: string) => {
    const [, number] = new RegExp(`^${name} (\\S+)$`, 'm').exec(text) ?? [];
    if (number === undefined) throw new Error(`/metrics does not tell ${name}`);
    return Number(number);
  };
  return {
    seconds,
    residentMiB: value('process_resident_memory_bytes') / 2 ** 20,
    heapMiB: value('nodejs_heap_size_used_bytes') / 2 ** 20,
    externalMiB: value('nodejs_external_memory_bytes') / 2 ** 20,
    handles: value('nodejs_active_resources_total'),
    openFiles: value('process_open_fds'),
    eventLoopDelay: value('nodejs_eventloop_lag_p99_seconds') * 1000,
    acknowledged: value('nbwss_notifications_acknowledged_total'),
  };
}

/** Of a list of numbers in any order. @param share from 0 to 1 */
export function quantile(values: readonly number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
