import { describe, expect, it } from 'vitest';
import { DeliveryHistory, samplePeriod } from '../../electron/service/notification/delivery-history.ts';

const group = (groupId: string, delivered: number, undelivered: number) => ({ groupId, delivered, undelivered });

describe('decision 20: the last hour of each group and of all', () => {
  it('counts what was delivered between two samples, and what waits', () => {
    const history = new DeliveryHistory();
    history.sample(0, [group('a', 100, 5), group('b', 7, 0)]);
    history.sample(samplePeriod, [group('a', 104, 1), group('b', 7, 2)]);
    const samples = (groupId: string | null) => history.samples(groupId, samplePeriod, 1_000_000);
    expect(samples('a')).toEqual([
      { time: 990_000, delivered: 0, undelivered: 5 }, // what was before is not of this hour
      { time: 1_000_000, delivered: 4, undelivered: 1 },
    ]);
    expect(samples(null).map(({ delivered, undelivered }) => [delivered, undelivered])).toEqual([
      [0, 5],
      [4, 3],
    ]);
    expect(samples('unknown').map(({ undelivered }) => undelivered)).toEqual([0, 0]);
  });

  it('a group that is new since the last sample has delivered all it has; one that ends is forgotten', () => {
    const history = new DeliveryHistory();
    history.sample(0, []);
    history.sample(10, [group('a', 3, 1)]);
    expect(history.samples('a', 10, 10).at(-1)).toEqual({ time: 10, delivered: 3, undelivered: 1 });
    history.sample(20, []);
    expect(history.size).toBe(0);
  });

  it('while the log was not open nothing was counted', () => {
    const history = new DeliveryHistory();
    history.sample(0, undefined);
    history.sample(10, [group('a', 5000, 0)]);
    expect(history.samples('a', 10, 10).map(({ delivered }) => delivered)).toEqual([0, 0]);
  });

  it('keeps an hour, for 500 groups too, and lets go of a group that was idle for an hour', () => {
    const history = new DeliveryHistory();
    const groups = (delivered: number) => Array.from({ length: 500 }, (_, index) => group(`g${index}`, delivered, 0));
    for (let sample = 0; sample < 1000; sample++) history.sample(sample * samplePeriod, groups(sample));
    expect(history.size).toBe(500);
    const kept = history.samples('g7', 999 * samplePeriod, 999 * samplePeriod);
    expect(kept).toHaveLength(360);
    expect(kept[0]?.time).toBe(640 * samplePeriod);
    expect(kept.every(({ delivered }) => delivered === 1)).toBe(true);
    for (let sample = 1000; sample < 1360; sample++) history.sample(sample * samplePeriod, groups(999));
    expect(history.size).toBe(0);
  });
});
