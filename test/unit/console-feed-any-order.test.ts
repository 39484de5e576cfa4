import { describe, expect, it } from 'vitest';
import { change, type FeedBench, feedBench } from '../support/feed-bench.ts';
import { fc } from '../support/seeded-cases.ts';

describe('whatever happens in whatever order', () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('set' as const),
        host: fc.integer({ min: 0, max: 3 }),
        commands: fc.nat(99),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), host: fc.integer({ min: 0, max: 3 }) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('read' as const), console: fc.integer({ min: 0, max: 2 }) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), updates: fc.integer({ min: 1, max: 30 }) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const) }) },
  );

  it('P-2 revisions have no gap, and every console ends with the rows as they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const bench = feedBench();
        const consoles = [bench.open(), bench.open(), bench.open()];
        for (const console of consoles) await console.read();
        for (const next of steps) {
          if (next.do === 'set') {
            bench.source.set(`host${next.host}`, next.commands);
            bench.feed.changed({ hostName: `host${next.host}` });
          } else if (next.do === 'delete') {
            bench.source.delete(`host${next.host}`);
            bench.feed.changed({ hostName: `host${next.host}` });
          } else if (next.do === 'replace') bench.feed.replaced();
          else if (next.do === 'pass') {
            for (let n = 0; n < next.updates; n++) await change(bench, 'always', n);
          } else await readIfAny(consoles[next.console], bench);
        }
        await change(bench, 'last', 1);
        const rows = new Map(bench.source.rows().map((row) => [row.hostName, row]));
        for (const console of consoles) {
          while (!console.state?.endpoints.some(({ hostName }) => hostName === 'last')) await console.read();
          expect(new Map(console.state.endpoints.map((row) => [row.hostName, row]))).toEqual(rows);
        }
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  let last = 1000;

  /** Reads an update; makes one first, so that there is one: a row that stays as it is makes none. */
  async function readIfAny(console: ReturnType<FeedBench['open']> | undefined, bench: FeedBench): Promise<void> {
    await change(bench, 'always', ++last);
    await console?.read();
  }
});
