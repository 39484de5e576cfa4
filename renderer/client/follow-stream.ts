import type { ConsoleClient } from './console-client.ts';
import type { ConsoleStore } from './console-store.ts';
import { type Problem, problemOf } from './problem.ts';

/** Between a stream's end and the next try, in milliseconds. */
const retryAfter = 500;

/** What is done with a stream of the service. */
export interface StreamUse<T> {
  watch(client: ConsoleClient, signal: AbortSignal): Promise<AsyncIterable<T>>;
  /** Before each try, while the link may be down. */
  waiting?(): void;
  /** Before the first update of each stream. */
  opened?(): void;
  take(update: T): void;
  /** The stream could not be had, or has failed, while the link is up. A link that is down is what the frame says. */
  failed?(problem: Problem): void;
}

/**
 * Follows a stream of the service until `signal` is aborted: it is asked for as soon as the link is up, and again after it has
 * ended or failed. Nothing is told once it is aborted. Never rejects.
 */
export async function followStream<T>(console: ConsoleStore, signal: AbortSignal, use: StreamUse<T>): Promise<void> {
  while (!signal.aborted) {
    use.waiting?.();
    await console.until(({ link }) => link === 'up');
    if (signal.aborted) return;
    try {
      const updates = await console.call((client) => use.watch(client, signal));
      use.opened?.();
      for await (const update of updates) if (!signal.aborted) use.take(update);
    } catch (error) {
      if (!signal.aborted && console.view.link === 'up') use.failed?.(problemOf(error));
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, retryAfter));
  }
}
