import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { largeAnswerBytes } from './answer-room.ts';
import { AnswerRefusal } from './command-request.ts';

/** Decision 17: largest answer, in bytes, before and after decoding. */
export const maxBodyBytes = 16 * 1024 * 1024;

/** Resolves when there is room for a large answer. Rejects when the signal is aborted first. */
export type LargeAnswer = (signal: AbortSignal) => Promise<void>;

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Takes one answer from undici as it comes off the connection, without a stream between: most answers are small, and a stream
 * costs more than they do. Enforced while reading: what is too large is not collected first, and what is large is not read
 * before there is room.
 */
export class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #large: LargeAnswer;
  readonly #whole = Promise.withResolvers<RawAnswer>();
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #controller: Dispatcher.DispatchController | undefined;
  /** Set while a large answer is read, or waits to be. */
  #wait: AbortController | undefined;
  #failure: Error | undefined;

  constructor(large: LargeAnswer) {
    this.#large = large;
  }

  /** The whole answer. Rejects with what undici says, or with the reason given to {@link fail}. */
  get answer(): Promise<RawAnswer> {
    return this.#whole.promise;
  }

  /** Gives the call up; a call that still waits for a connection is not made. Does nothing after the end. */
  fail(reason: Error): void {
    if (this.#failure) return;
    this.#failure = reason;
    this.#whole.reject(reason);
    this.#wait?.abort(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#failure) controller.abort(this.#failure);
    else this.#controller = controller;
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status; // the last one counts: others are below 200
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.byteLength;
    if (this.#length > maxBodyBytes) {
      this.fail(new AnswerRefusal("NetBackup's answer is larger than 16 MiB"));
      return;
    }
    this.#chunks.push(chunk);
    if (this.#length > largeAnswerBytes && !this.#wait) this.#waitForRoom(controller);
  }

  onResponseEnd(): void {
    const [first, ...more] = this.#chunks;
    const body = first && more.length === 0 ? first : Buffer.concat(this.#chunks);
    this.#whole.resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.fail(error);
  }

  #waitForRoom(controller: Dispatcher.DispatchController): void {
    this.#wait = new AbortController();
    controller.pause();
    this.#large(this.#wait.signal).then(
      () => {
        if (!this.#failure) controller.resume();
      },
      (error: unknown) => this.fail(error instanceof Error ? error : new Error(String(error))),
    );
  }
}
