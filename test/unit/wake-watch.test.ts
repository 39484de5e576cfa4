import { describe, expect, it } from 'vitest';
import { WakeWatch } from '../../electron/service/wake-watch.ts';
import { ManualClock } from '../support/manual-clock.ts';

const hour = 3_600_000;

describe('C-6, decision 6: waking from sleep', () => {
  it('C-6: is told once after a sleep of eight hours, and not while time just passes', async () => {
    const clock = new ManualClock();
    let woken = 0;
    const watch = new WakeWatch(clock, () => {
      woken += 1;
    });
    await clock.advance(hour);
    expect(woken).toBe(0);
    clock.setWallClock(clock.now() + 8 * hour);
    await clock.advance(5000);
    expect(woken).toBe(1);
    await clock.advance(hour);
    expect(woken).toBe(1);
    watch.stop();
    expect(clock.waiting).toBe(0);
  });

  it('C-6: a clock that is set back, or on by some seconds, is no sleep', async () => {
    const clock = new ManualClock();
    let woken = 0;
    const watch = new WakeWatch(clock, () => {
      woken += 1;
    });
    clock.setWallClock(clock.now() - hour);
    await clock.advance(5000);
    clock.setWallClock(clock.now() + 9000);
    await clock.advance(5000);
    expect(woken).toBe(0);
    watch.stop();
  });
});
