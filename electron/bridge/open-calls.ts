import { NbwssError } from '../../shared/error-catalogue.ts';

/** So many calls and streams of one console may be open at a time; a window has under 20. */
const most = 128;

/** The calls that one console waits for, streams included. */
export class OpenCalls {
  #open = 0;

  /** @returns to be called when the call is over; more than once does no harm. @throws NbwssError `notPossible` when there are too many */
  enter(): () => void {
    if (this.#open >= most)
      throw new NbwssError('notPossible', { causes: [`This console has ${most} calls open already.`] });
    this.#open++;
    let isOver = false;
    return () => {
      if (!isOver) this.#open--;
      isOver = true;
    };
  }
}

/** Has a call counted until it is answered, or until its stream has ended or was given up. */
export async function counted<T extends { output: unknown }>(
  calls: OpenCalls | undefined,
  signal: AbortSignal | undefined,
  next: () => T | PromiseLike<T>,
): Promise<T> {
  const over = calls?.enter();
  if (!over) return next();
  let result: T;
  try {
    result = await next();
  } catch (error) {
    over();
    throw error;
  }
  if (!isStream(result.output) || signal?.aborted) {
    over();
    return result;
  }
  signal?.addEventListener('abort', over, { once: true }); // also of a stream that nobody begins to read
  return { ...result, output: untilItsEnd(result.output, over) };
}

const isStream = (output: unknown): output is AsyncIterable<unknown> =>
  typeof output === 'object' && output !== null && Symbol.asyncIterator in output;

async function* untilItsEnd(stream: AsyncIterable<unknown>, over: () => void): AsyncGenerator<unknown, void, void> {
  try {
    yield* stream;
  } finally {
    over();
  }
}
