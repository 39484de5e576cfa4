import type { ApiAnswer, ApiRequest } from './api.ts';
import { type Attributes, isoTime } from './attributes.ts';
import { type Filter, parseFilter } from './filter.ts';
import { type Order, parseOrder } from './order.ts';
import type { Page } from './paging.ts';

/** A JSON:API collection: how its items are named, filtered, sorted and written. */
export interface Collection<T> {
  readonly type: string;
  readonly path: string;
  id(item: T): string;
  /** What filters and sort orders may speak of; written as they are. */
  readonly attributes: Attributes<T>;
  /** What is written besides. */
  others(item: T): Readonly<Record<string, unknown>>;
  /** The order without `sort`; unique. */
  readonly defaultOrder: string;
}

function resource<T>(collection: Collection<T>, item: T, origin: string): object {
  const attributes: Record<string, unknown> = {};
  for (const [name, { kind, of }] of Object.entries(collection.attributes)) {
    const value = of(item);
    attributes[name] = kind === 'date' ? isoTime(Number(value)) : value;
  }
  const id = collection.id(item);
  return {
    type: collection.type,
    id,
    attributes: { ...attributes, ...collection.others(item) },
    links: { self: { href: `${origin}${collection.path}/${encodeURIComponent(id)}` } },
  };
}

export const answerWithItem = <T>(collection: Collection<T>, item: T, request: ApiRequest): ApiAnswer => ({
  status: 200,
  body: { data: resource(collection, item, request.origin) },
});

/**
 * Answers a list: filter, then order, then one page.
 * @param cut gives the items that are listed for a filter, or for none
 */
export function answerWithList<T>(
  collection: Collection<T>,
  items: readonly T[],
  request: ApiRequest,
  cut: (items: readonly T[], filter: Filter<T> | undefined) => readonly T[],
  page: (items: readonly T[], query: URLSearchParams, order: Order<T>) => Page<T>,
): ApiAnswer {
  const { query, origin } = request;
  const text = query.get('filter');
  const filter = text === null || text.trim() === '' ? undefined : parseFilter(text, collection.attributes);
  const order = parseOrder(query.get('sort'), collection.defaultOrder, collection.attributes);
  const listed = cut(items, filter)
    .filter((item) => filter?.matches(item) ?? true)
    .map((item) => ({ item, keys: order.keys(item) })) // once for each item, not for each comparison
    .sort((a, b) => order.compare(a.keys, b.keys))
    .map(({ item }) => item);
  const { items: onPage, pagination } = page(listed, query, order);
  return {
    status: 200,
    body: {
      data: onPage.map((item) => resource(collection, item, origin)),
      meta: { pagination },
      links: { self: { href: `${origin}${collection.path}` } },
    },
  };
}
