import { describe, expect, test } from 'vitest';
import { ApiError } from '../../electron/practice/netbackup/api-error.ts';
import type { Attributes } from '../../electron/practice/netbackup/attributes.ts';
import { parseFilter } from '../../electron/practice/netbackup/filter.ts';
import { checkContentType, negotiate } from '../../electron/practice/netbackup/media-types.ts';
import { parseOrder } from '../../electron/practice/netbackup/order.ts';
import { cursorPage, offsetPage } from '../../electron/practice/netbackup/paging.ts';

interface Item {
  id: number;
  name: string;
  time: number;
}
const attributes: Attributes<Item> = {
  id: { kind: 'number', of: ({ id }) => id },
  name: { kind: 'text', of: ({ name }) => name },
  time: { kind: 'date', of: ({ time }) => time },
};
const item: Item = { id: 7, name: "vm's", time: Date.UTC(2026, 0, 1) };
const statusOf = (action: () => unknown) => {
  try {
    action();
    return 'accepted';
  } catch (error) {
    return error instanceof ApiError ? error.status : error;
  }
};

describe('filter', () => {
  test.each([
    ['id eq 7', true],
    ['id ne 7', false],
    ['id gt 6 and id lt 8', true],
    ['id ge 7 and id le 6', false],
    ["name eq 'vm''s'", true],
    ["name eq 'VM''S'", false],
    ['time ge 2026-01-01T00:00:00Z', true],
    ['time gt 2026-01-01T00:00:00.000Z', false],
    ['time lt 2026-01-01T00:00:01+00:00', true],
    ["id eq 1 or (id eq 7 and name ne 'x')", true],
    ["(id eq 1 or id eq 7) and name eq 'x'", false],
    ["startswith(name,'vm') and endswith(name,'s') and contains( name , 'm')", true],
  ])('%s', (text, expected) => {
    expect(parseFilter(text, attributes).matches(item)).toBe(expected);
  });

  test.each([
    '',
    'id',
    'id eq',
    "id eq '7'",
    'name eq vm',
    "time ge '2026-01-01T00:00:00Z'",
    'time ge 2026',
    'other eq 1',
    'constructor eq 1',
    'id eq 7 id eq 7',
    '(id eq 7',
    'id eq 7)',
    "name eq 'x",
    "contains(id,'7')",
    `${'('.repeat(30)}id eq 7${')'.repeat(30)}`,
    `id eq 7${' or id eq 7'.repeat(1000)}`,
  ])('refuses %j with 400', (text) => {
    expect(statusOf(() => parseFilter(text, attributes))).toBe(400);
  });
});

describe('paging', () => {
  const items = [5, 4, 3, 2, 1].map((id) => ({ id, name: 'n', time: 0 }));
  const order = parseOrder(null, '-id', attributes);
  const query = (entries: Record<string, string | number>) =>
    new URLSearchParams(
      Object.entries(entries).map(([name, value]): [string, string] => [`page[${name}]`, String(value)]),
    );
  const ids = (page: { items: readonly Item[] }) => page.items.map(({ id }) => id);

  test('offsets until API 8.0', () => {
    const first = offsetPage(items, query({ limit: 2 }));
    expect(ids(first)).toEqual([5, 4]);
    expect(first.pagination).toMatchObject({ count: 5, offset: 0, next: 2, last: 4, pages: 3 });
    const last = offsetPage(items, query({ limit: 2, offset: 4 }));
    expect(ids(last)).toEqual([1]);
    expect(last.pagination).not.toHaveProperty('next');
  });

  test('cursors since API 9.0 hold a place that new items do not move', () => {
    const first = cursorPage(items, query({ limit: 2 }), order);
    expect(ids(first)).toEqual([5, 4]);
    const grown = [{ id: 6, name: 'n', time: 0 }, ...items];
    const second = cursorPage(grown, query({ limit: 2, after: String(first.pagination['next']) }), order);
    expect(ids(second)).toEqual([3, 2]);
    const third = cursorPage(grown, query({ limit: 2, after: String(second.pagination['next']) }), order);
    expect(ids(third)).toEqual([1]);
    expect(third.pagination).toMatchObject({ hasNext: false });
    const back = cursorPage(grown, query({ limit: 2, before: String(third.pagination['prev']) }), order);
    expect(ids(back)).toEqual([3, 2]);
  });

  test.each([
    ['limit 0', () => offsetPage(items, query({ limit: 0 }))],
    ['limit 101', () => cursorPage(items, query({ limit: 101 }), order)],
    ['limit x', () => offsetPage(items, query({ limit: 'x' }))],
    ['offset -1', () => offsetPage(items, query({ offset: -1 }))],
    ['a cursor where offsets are due', () => offsetPage(items, query({ after: 'x' }))],
    ['an offset where cursors are due', () => cursorPage(items, query({ offset: 1 }), order)],
    ['a made-up cursor', () => cursorPage(items, query({ after: 'x' }), order)],
    ['both cursors', () => cursorPage(items, query({ after: 'WzFd', before: 'WzFd' }), order)],
    ['an unknown sort attribute', () => parseOrder('-size', '-id', attributes)],
  ])('refuses %s with 400', (_name, action) => {
    expect(statusOf(action)).toBe(400);
  });

  test('sort: several attributes, both directions', () => {
    const byName = parseOrder('name,-time', '-id', attributes);
    const list = [
      { id: 1, name: 'b', time: 1 },
      { id: 2, name: 'a', time: 1 },
      { id: 3, name: 'a', time: 2 },
    ];
    expect(list.sort((a, b) => byName.compare(byName.keys(a), byName.keys(b))).map(({ id }) => id)).toEqual([3, 2, 1]);
  });
});

describe('media types', () => {
  test.each([
    [undefined, 12],
    ['', 12],
    ['*/*', 12],
    ['application/json', 12],
    ['application/vnd.netbackup+json;version=12.0', 12],
    ['application/vnd.netbackup+json; version=1.0', 1],
    ['text/html, application/vnd.netbackup+json;version=8.0;q=0.9', 8],
  ])('Accept %s', (accept, version) => {
    expect(negotiate(accept, 12).version).toBe(version);
  });

  test.each([
    'text/html',
    'application/vnd.netbackup+json',
    'application/vnd.netbackup+json;version=13.0',
    'application/vnd.netbackup+json;version=0.0',
  ])('Accept %s gives 406', (accept) => {
    expect(statusOf(() => negotiate(accept, 12))).toBe(406);
  });

  test.each(['application/json', 'application/json; charset=UTF-8', 'application/vnd.netbackup+json;version=3.0'])(
    'Content-Type %s',
    (type) => {
      expect(statusOf(() => checkContentType(type, 12))).toBe('accepted');
    },
  );

  test.each([undefined, 'text/plain', 'application/vnd.netbackup+json;version=13.0'])(
    'Content-Type %s gives 415',
    (type) => {
      expect(statusOf(() => checkContentType(type, 12))).toBe(415);
    },
  );
});
