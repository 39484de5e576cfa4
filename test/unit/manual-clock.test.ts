import { expect, it } from 'vitest';
import { ManualClock } from '../support/manual-clock.ts';

it('fires timers in order of their time, then of their start, and tells each its own time', async () => {
  const clock = new ManualClock(1000);
  const fired: [string, number][] = [];
  for (const [name, delay] of [
    ['c', 30],
    ['a', 10],
    ['b', 10],
  ] as const) {
    clock.setTimeout(() => fired.push([name, clock.now()]), delay);
  }
  await clock.advance(20);
  expect(fired).toEqual([
    ['a', 1010],
    ['b', 1010],
  ]);
  expect(clock.monotonic()).toBe(20);
  expect([clock.waiting, clock.untilNext]).toEqual([1, 10]);
  await clock.advance(10);
  expect(fired.at(-1)).toEqual(['c', 1030]);
});

it('lets promises run between two timers, and fires what they start', async () => {
  const clock = new ManualClock();
  const order: string[] = [];
  clock.setTimeout(() => {
    void Promise.resolve().then(() => clock.setTimeout(() => order.push('started by a promise'), 5));
  }, 10);
  clock.setTimeout(() => order.push('later'), 20);
  await clock.advance(20);
  expect(order).toEqual(['started by a promise', 'later']);
});

it('a cancelled timer does not fire, also when a timer of the same time cancels it', async () => {
  const clock = new ManualClock();
  let fired = false;
  const timers: { cancel(): void }[] = [];
  clock.setTimeout(() => timers[0]?.cancel(), 10);
  timers.push(
    clock.setTimeout(() => {
      fired = true;
    }, 10),
  );
  await clock.advance(100);
  expect(fired).toBe(false);
});

it('decision 13 the wall clock can be set without the monotonic one noticing', async () => {
  const clock = new ManualClock(5000);
  await clock.advance(100);
  clock.setWallClock(1);
  expect([clock.now(), clock.monotonic()]).toEqual([1, 100]);
});
