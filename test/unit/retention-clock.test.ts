import { describe, expect, it } from 'vitest';
import { jumpCountsAfter, RetentionClock, settlingTime } from '../../electron/service/retention-clock.ts';
import { ManualClock } from '../support/manual-clock.ts';

const minute = 60_000;
const hour = 60 * minute;
const year = 365 * 24 * hour;

/** A retention clock that is asked each minute while time passes. */
function retentionOf() {
  const clock = new ManualClock();
  const retention = new RetentionClock(clock);
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += minute) {
      await clock.advance(minute);
      retention.now();
    }
  };
  return { clock, retention, pass, jump: (by: number) => clock.setWallClock(clock.now() + by) };
}

describe('decision 20: the time by which things are removed for their age', () => {
  it('is unknown for an hour, and then the wall clock’s', async () => {
    const { clock, retention, pass } = retentionOf();
    await pass(settlingTime - minute);
    expect(retention.now()).toBeUndefined();
    await pass(minute);
    expect(retention.now()).toBe(clock.now());
  });

  it.each([
    ['in the first hour, as after a start with a dead battery', 0],
    ['later, as after sleep', settlingTime],
  ])('goes on evenly while the wall clock is ahead, until that has stayed for 7 days: %s', async (_when, before) => {
    const { clock, retention, pass, jump } = retentionOf();
    await pass(before);
    jump(year);
    await pass(settlingTime);
    expect(retention.now()).toBe(clock.now() - year);
    await clock.advance(jumpCountsAfter - settlingTime - minute);
    expect(retention.now()).toBe(clock.now() - year);
    await clock.advance(2 * minute);
    expect(retention.now()).toBe(clock.now());
  });

  it('is never later than the wall clock, and an error forward that is put right leaves nothing behind', async () => {
    const { clock, retention, pass, jump } = retentionOf();
    jump(-year); // ahead at the start
    await pass(settlingTime);
    expect(retention.now()).toBe(clock.now());
    jump(2 * year);
    expect(retention.now()).toBe(clock.now() - 2 * year);
    jump(-2 * year);
    expect(retention.now()).toBe(clock.now());
  });

  it('follows a clock that a time server sets by little', async () => {
    const { clock, retention, pass, jump } = retentionOf();
    await pass(settlingTime);
    for (let day = 0; day < 30; day++) {
      jump(30_000);
      await pass(2 * minute);
    }
    expect(retention.now()).toBe(clock.now());
  });
});
