import { describe, expect, it } from 'vitest';
import { guideColumns } from '../../renderer/servers/columns.ts';
import { sortEndpoints } from '../../renderer/servers/sorted-endpoints.ts';
import { steadyIds } from '../../renderer/servers/steady-ids.ts';
import { endpointStatus } from '../support/endpoint-status.ts';
import { fc } from '../support/seeded-cases.ts';

const row = (hostName: string, priority: number) => endpointStatus({ hostName, priority, groupId: `sg${priority}` });
const names = (rows: readonly { hostName: string }[]) => rows.map(({ hostName }) => hostName);

describe('P-3 the order of the rows', () => {
  const rows = [row('host10', 2), row('Host2', 1), row('host1', 2), row('a', 1)];

  it('P-3 without a sorting it is the order in which they were added, the very same list', () => {
    expect(sortEndpoints(rows, [])).toBe(rows);
  });

  it('P-3 goes up or down by a column, and what is equal stays in the order in which it was added', () => {
    const by = (id: string, desc: boolean) => names(sortEndpoints(rows, [{ id, desc }]));
    expect(by('hostName', false)).toEqual(['a', 'host1', 'Host2', 'host10']);
    expect(by('hostName', true)).toEqual(['host10', 'Host2', 'host1', 'a']);
    expect(by('priority', false)).toEqual(['Host2', 'a', 'host10', 'host1']);
    expect(by('priority', true)).toEqual(['host10', 'host1', 'Host2', 'a']);
    expect(by('state', true)).toEqual(names(rows));
  });

  const rowNumber = fc.integer({ min: 0, max: 12 });
  const change = fc.oneof(
    fc.record({ do: fc.constant('set' as const), host: rowNumber, priority: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ do: fc.constant('remove' as const), host: rowNumber }),
  );

  it('P-3 rows that change, come and go one after the other end in the same order as when all are sorted at once', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 40 }),
        fc.constantFrom(...guideColumns),
        fc.boolean(),
        (changes, id, desc) => {
          let list = rows;
          let sorted = sortEndpoints(list, [{ id, desc }]);
          for (const next of changes) {
            const hostName = `host${next.host}`;
            const rest = list.filter((each) => each.hostName !== hostName);
            if (next.do === 'remove') list = rest;
            else if (rest.length === list.length) list = [...list, row(hostName, next.priority)];
            else list = list.map((each) => (each.hostName === hostName ? row(hostName, next.priority) : each));
            sorted = sortEndpoints(list, [{ id, desc }], sorted);
            expect(names(sorted)).toEqual(names(sortEndpoints(list, [{ id, desc }])));
          }
        },
      ),
    );
  });

  it('P-3 ids in their order are the very same list until one comes, goes or moves', () => {
    const ids = steadyIds([], rows);
    expect(ids).toEqual(['host10', 'Host2', 'host1', 'a']);
    expect(
      steadyIds(
        ids,
        rows.map((each) => ({ ...each, commands: 5 })),
      ),
    ).toBe(ids);
    expect(steadyIds(ids, rows.toReversed())).toEqual(names(rows.toReversed()));
    expect(steadyIds(ids, rows.slice(1))).toEqual(names(rows.slice(1)));
    expect(steadyIds(ids, [...rows, row('b', 1)])).toHaveLength(5);
  });
});
