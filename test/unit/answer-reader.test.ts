import { describe, expect, it } from 'vitest';
import { AnswerReader } from '../../electron/service/command/answer-reader.ts';
import { largeAnswerBytes } from '../../electron/service/command/answer-room.ts';

/** What undici hands to a handler, as far as it is used. */
function connection() {
  const done: string[] = [];
  const controller = {
    aborted: false,
    paused: false,
    reason: null,
    abort: (reason: Error) => void done.push(`abort ${reason.message}`),
    pause: () => void done.push('pause'),
    resume: () => void done.push('resume'),
  };
  return { controller, done };
}

const atOnce = () => Promise.resolve();

describe('decision 17: reading one answer', () => {
  it('an answer is whole when it has ended; what is told before it (1xx) does not count', async () => {
    const { controller } = connection();
    const reader = new AnswerReader(atOnce);
    reader.onRequestStart(controller);
    reader.onResponseStart(controller, 103, { link: '</x>' });
    reader.onResponseStart(controller, 200, { 'content-type': 'text/plain' });
    reader.onResponseData(controller, Buffer.from('one '));
    reader.onResponseData(controller, Buffer.from('two'));
    reader.onResponseEnd();
    const answer = await reader.answer;
    expect({ ...answer, body: String(answer.body) }).toEqual({
      status: 200,
      headers: { 'content-type': 'text/plain' },
      body: 'one two',
    });
  });

  it('a call that is given up while it waits for a connection is not made', async () => {
    const { controller, done } = connection();
    const reader = new AnswerReader(atOnce);
    reader.fail(new Error('too late'));
    await expect(reader.answer).rejects.toThrow('too late');
    reader.onRequestStart(controller);
    expect(done).toEqual(['abort too late']);
  });

  it('a large answer is not read on before there is room, and leaves the queue when its call is given up', async () => {
    const { controller, done } = connection();
    const room = Promise.withResolvers<void>();
    let gaveUp: unknown;
    const reader = new AnswerReader((signal) => {
      signal.addEventListener('abort', () => {
        gaveUp = signal.reason;
      });
      return room.promise;
    });
    reader.onRequestStart(controller);
    reader.onResponseStart(controller, 200, {});
    reader.onResponseData(controller, Buffer.alloc(largeAnswerBytes));
    expect(done).toEqual([]);
    reader.onResponseData(controller, Buffer.alloc(1));
    expect(done).toEqual(['pause']);
    room.resolve();
    await room.promise;
    expect(done).toEqual(['pause', 'resume']);
    reader.fail(new Error('too late'));
    expect(gaveUp).toEqual(new Error('too late'));
    await expect(reader.answer).rejects.toThrow('too late');
  });

  it('what is larger than 16 MiB is not collected', async () => {
    const { controller, done } = connection();
    const reader = new AnswerReader(atOnce);
    reader.onRequestStart(controller);
    reader.onResponseStart(controller, 200, {});
    reader.onResponseData(controller, Buffer.alloc(16 * 1024 * 1024));
    reader.onResponseData(controller, Buffer.alloc(1));
    await expect(reader.answer).rejects.toThrow('larger than 16 MiB');
    expect(done.at(-1)).toBe("abort NetBackup's answer is larger than 16 MiB");
  });
});
