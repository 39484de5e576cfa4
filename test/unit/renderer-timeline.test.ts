import { describe, expect, it } from 'vitest';
import { wholeTimeline } from '../../renderer/servers/use-timeline.ts';
import type { Transition } from '../../shared/connection-status.ts';

const at = (time: number, to: Transition['to'] = 'connecting'): Transition => ({ time, to, code: 'x', reason: '' });

describe('T-24 the timeline of the details: what the service told, and the latest of the row', () => {
  const all = [at(1), at(2), at(3), at(4), at(5), at(6)];

  it('T-24 each transition once, in its order', () => {
    expect(wholeTimeline(all, all.slice(2))).toEqual(all);
    expect(wholeTimeline(all, [...all.slice(3), at(7)])).toEqual([...all, at(7)]);
    expect(wholeTimeline([], all.slice(2))).toEqual(all.slice(2));
    expect(wholeTimeline(all, [])).toEqual(all);
  });

  it('T-24 what happened within one millisecond is told as often as it happened', () => {
    const quick = [at(1), at(2), at(2, 'disconnected'), at(2), at(2, 'disconnected')];
    expect(wholeTimeline(quick, quick.slice(1))).toEqual(quick);
    expect(wholeTimeline(quick, quick.slice(3))).toEqual(quick);
  });

  it('T-24 what came in between and was not told leaves a gap, and nothing is out of order', () => {
    expect(wholeTimeline([at(1), at(2)], [at(8), at(9)])).toEqual([at(1), at(2), at(8), at(9)]);
    expect(wholeTimeline([at(1), at(9)], [at(8), at(9)])).toEqual([at(1), at(8), at(9)]);
  });
});
