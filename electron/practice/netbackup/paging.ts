import { ApiError } from './api-error.ts';
import type { Value } from './attributes.ts';
import type { Order } from './order.ts';

/** One page of a list, and what its `meta.pagination` says. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly pagination: Readonly<Record<string, unknown>>;
}

const defaultLimit = 10;
const maxLimit = 100;
const refused = (parameter: string, reason: string) =>
  new ApiError(400, 'The page parameter is not valid.', { [parameter]: reason });

function wholeNumber(query: URLSearchParams, name: string, fallback: number, least: number, most: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) throw refused(name, `must be a whole number from ${least} to ${most}`);
  return value;
}

/** `page[offset]`: the only way before API 9.0, and still the way of the image catalogue. */
export function offsetPage<T>(items: readonly T[], query: URLSearchParams): Page<T> {
  for (const name of ['page[after]', 'page[before]']) {
    if (query.has(name)) throw refused(name, 'is not supported by this API version; use page[offset]');
  }
  const limit = wholeNumber(query, 'page[limit]', defaultLimit, 1, maxLimit);
  const offset = wholeNumber(query, 'page[offset]', 0, 0, 999_999_999);
  const count = items.length;
  const last = count === 0 ? 0 : Math.floor((count - 1) / limit) * limit;
  return {
    items: items.slice(offset, offset + limit),
    pagination: {
      count,
      limit,
      offset,
      first: 0,
      last,
      page: Math.floor(offset / limit),
      pages: Math.ceil(count / limit),
      ...(offset + limit < count ? { next: offset + limit } : {}),
      ...(offset > 0 ? { prev: Math.max(0, offset - limit) } : {}),
    },
  };
}

const isValue = (value: unknown): value is Value => typeof value === 'number' || typeof value === 'string';
const toCursor = (keys: readonly Value[]) => Buffer.from(JSON.stringify(keys)).toString('base64url');

function fromCursor(name: string, cursor: string): Value[] {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(keys) && keys.length > 0 && keys.every(isValue)) return keys;
  } catch {
    // refused below
  }
  throw refused(name, 'is not a cursor of this list');
}

/**
 * `page[after]` and `page[before]`, since API 9.0. A cursor holds the place of an item, not its number, so that new
 * items move no page.
 */
export function cursorPage<T>(items: readonly T[], query: URLSearchParams, order: Order<T>): Page<T> {
  if (query.has('page[offset]')) throw refused('page[offset]', 'is not supported since API 9.0; use page[after]');
  const limit = wholeNumber(query, 'page[limit]', defaultLimit, 1, maxLimit);
  const after = query.get('page[after]');
  const before = query.get('page[before]');
  if (after !== null && before !== null) throw refused('page[before]', 'cannot be used together with page[after]');
  const comparedWith = (keys: Value[]) => (item: T) => order.compare(order.keys(item), keys);
  let start = 0;
  let end = items.length;
  if (after !== null) {
    const compare = comparedWith(fromCursor('page[after]', after));
    start = items.filter((item) => compare(item) <= 0).length;
  } else if (before !== null) {
    const compare = comparedWith(fromCursor('page[before]', before));
    end = items.filter((item) => compare(item) < 0).length;
    start = Math.max(0, end - limit);
  }
  const page = items.slice(start, Math.min(end, start + limit));
  const first = page[0];
  const last = page.at(-1);
  const hasNext = start + page.length < items.length;
  const hasPrev = start > 0;
  return {
    items: page,
    pagination: {
      limit,
      hasNext,
      hasPrev,
      ...(hasNext && last !== undefined ? { next: toCursor(order.keys(last)) } : {}),
      ...(hasPrev && first !== undefined ? { prev: toCursor(order.keys(first)) } : {}),
    },
  };
}
