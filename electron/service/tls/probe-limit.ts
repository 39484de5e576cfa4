import type { Clock } from '../clock.ts';
import { connectTimeLimit } from './open-tls.ts';
import type { TlsFailure } from './tls-failure.ts';

/**
 * Begins one step of a probe, and gives it up when it takes over 10 s or is aborted.
 * @param late what is thrown then
 * @param begin tells how it went, once; returns what ends it, which is called whatever happened
 * @throws `late`, `signal.reason`, what `failed` was told
 */
export function limited<T>(
  late: TlsFailure,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
  begin: (done: (found: T) => void, failed: (error: unknown) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    let end = () => {};
    const settle = (settled: () => void) => {
      timer.cancel();
      signal.removeEventListener('abort', aborted);
      settled();
      end();
    };
    const aborted = () => settle(() => reject(signal.reason));
    const timer = clock.setTimeout(() => settle(() => reject(late)), connectTimeLimit);
    signal.addEventListener('abort', aborted);
    end = begin(
      (found) => settle(() => resolve(found)),
      (error) => settle(() => reject(error)),
    );
  });
}
