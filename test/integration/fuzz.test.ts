import { describe, expect, it } from 'vitest';
import { type FuzzOutcome, fuzz } from '../fuzz/fuzz-session.ts';

/** Another seed can be asked for by hand; `npm run fuzz` runs longer. */
const seed = Number(process.env['NBWSS_FUZZ_SEED'] ?? 20_160_115);
/** The heap holds 16 MiB of V8's own ups and downs; a leak of 200 bytes for each of the messages would be over it. */
const heapBound = 16 * 1024 * 1024;

function expectFlat({ heap, timers }: FuzzOutcome): void {
  expect(heap[1] - heap[0]).toBeLessThan(heapBound);
  expect(timers[1]).toBeLessThanOrEqual(timers[0]);
}

describe('a cloud application that sends anything', () => {
  it('C-14, M-1 to M-10, X-8: 100,000 mutated messages end no connection when decoder exceptions are ignored, and nothing piles up', async () => {
    const outcome = await fuzz({ kind: 'messages', count: 100_000, seed });
    expect(outcome).toMatchObject({ count: 100_000, connections: 1, ends: {} });
    expect(outcome.commandsAnswered).toBeGreaterThan(90);
    expectFlat(outcome);
  }, 180_000);

  it('C-14, decision 9: after each of 5,000 mutated frames the endpoint connects again, and the other one notices nothing', async () => {
    const outcome = await fuzz({ kind: 'frames', count: 5000, seed });
    expect(outcome.connections).toBeGreaterThan(1000);
    for (const how of ['PROTOCOL_ERROR', 'NOT_CONSISTENT', 'CANNOT_ACCEPT', 'TOO_BIG', 'CLOSED_ABNORMALLY'])
      expect(outcome.ends[how], how).toBeGreaterThan(0);
    expectFlat(outcome);
  }, 180_000);
});
