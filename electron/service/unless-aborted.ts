/**
 * Waits for something unless it is given up before: what is under way then is left behind, and has nobody to tell how it ended.
 * @throws `signal.reason` when aborted
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined); // told by the race, unless that is over
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const result = await Promise.race([work, aborted.promise]);
    signal.throwIfAborted(); // the same abort may have ended the work, too
    return result;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
