import { describe, expect, it } from 'vitest';
import { AnswerRoom } from '../../electron/service/command/answer-room.ts';

describe('decision 17: large answers of one endpoint', () => {
  const never = new AbortController().signal;

  it('decision 17: are read two at a time, in the order in which they came', async () => {
    const room = new AnswerRoom();
    const entered: number[] = [];
    const leave: (() => void)[] = [];
    const all = [0, 1, 2, 3].map(async (number) => {
      leave[number] = await room.enter(never);
      entered.push(number);
    });
    await Promise.all(all.slice(0, 2));
    expect(entered).toEqual([0, 1]);
    leave[1]?.();
    leave[1]?.(); // a second time gives no place
    await all[2];
    expect(entered).toEqual([0, 1, 2]);
    leave[0]?.();
    await all[3];
    expect(entered).toEqual([0, 1, 2, 3]);
  });

  it('decision 17: one whose time is over leaves the queue, and takes no place later', async () => {
    const room = new AnswerRoom();
    const leave = [await room.enter(never), await room.enter(never)];
    const late = new AbortController();
    const given = room.enter(late.signal);
    const behind = room.enter(never);
    late.abort(new Error('too late'));
    await expect(given).rejects.toThrow('too late');
    for (const go of leave) go();
    (await behind)();
    await room.enter(never);
    await room.enter(never);
  });
});
