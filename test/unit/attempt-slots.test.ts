import { describe, expect, it } from 'vitest';
import { AttemptSlots, type Urgency } from '../../electron/service/connection/attempt-slots.ts';
import { ManualClock } from '../support/manual-clock.ts';

const clock = new ManualClock();

/** Takes slots and notes in which order they are given. */
const queue = (slots: AttemptSlots) => {
  const given: string[] = [];
  const releases = new Map<string, () => void>();
  const take = (name: string, urgency: Urgency = 'regular') => {
    void slots.take(urgency).then((release) => {
      given.push(name);
      releases.set(name, release);
    });
  };
  const release = async (name: string) => {
    releases.get(name)?.();
    await clock.settle();
  };
  return { given, take, release };
};

describe('C-16, decision 12: attempts at the same time', () => {
  it('C-16: no more than the capacity, and the next when one ends', async () => {
    const { given, take, release } = queue(new AttemptSlots(() => 2));
    for (const name of ['a', 'b', 'c', 'd']) take(name);
    await clock.settle();
    expect(given).toEqual(['a', 'b']);
    await release('b');
    expect(given).toEqual(['a', 'b', 'c']);
    await release('a');
    expect(given).toEqual(['a', 'b', 'c', 'd']);
  });

  it('C-16: who was never tried goes first, then early runs, then who waits longest', async () => {
    const { given, take, release } = queue(new AttemptSlots(() => 1));
    take('running');
    take('regular 1');
    take('early 1', 'early');
    take('regular 2');
    take('new 1', 'never tried');
    take('new 2', 'never tried');
    take('early 2', 'early');
    await clock.settle();
    const order = ['running', 'new 1', 'new 2', 'early 1', 'early 2', 'regular 1', 'regular 2'];
    for (const name of order) await release(name);
    expect(given).toEqual(order);
  });

  it('C-16: a raised capacity counts from the next end on, a lowered one too', async () => {
    let capacity = 1;
    const { given, take, release } = queue(new AttemptSlots(() => capacity));
    for (const name of ['a', 'b', 'c', 'd', 'e']) take(name);
    await clock.settle();
    capacity = 3;
    await release('a');
    expect(given).toEqual(['a', 'b', 'c', 'd']);
    capacity = 1;
    await release('b');
    await release('c');
    expect(given).toEqual(['a', 'b', 'c', 'd']);
    await release('d');
    expect(given).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('C-16, R-5: when the capacity is raised, those who wait go at once as far as it reaches', async () => {
    let capacity = 1;
    const slots = new AttemptSlots(() => capacity);
    const { given, take } = queue(slots);
    for (const name of ['a', 'b', 'c', 'd']) take(name);
    await clock.settle();
    capacity = 3;
    slots.capacityChanged();
    await clock.settle();
    expect(given).toEqual(['a', 'b', 'c']);
  });

  it('C-16: a slot is given back once, however often', async () => {
    const { given, take, release } = queue(new AttemptSlots(() => 1));
    for (const name of ['a', 'b', 'c']) take(name);
    await clock.settle();
    await release('a');
    await release('a');
    expect(given).toEqual(['a', 'b']);
  });
});
