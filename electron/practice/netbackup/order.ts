import { ApiError } from './api-error.ts';
import { type Attributes, attributeNamed, type Value } from './attributes.ts';

/** A total order of items, kept as keys so that a cursor can hold a place in it. */
export interface Order<T> {
  keys(item: T): Value[];
  /** Below 0 when `a` comes before `b`. */
  compare(a: readonly Value[], b: readonly Value[]): number;
}

const compareValues = (a: Value | undefined, b: Value | undefined) => {
  if (a === undefined || b === undefined || a === b) return 0;
  return a < b ? -1 : 1;
};

/**
 * Reads `-startTime,clientName`; `unique` (such as `-jobId`) is added so that no two items are equal.
 * @throws ApiError 400 for an attribute that the resource does not have
 */
export function parseOrder<T>(sort: string | null, unique: string, attributes: Attributes<T>): Order<T> {
  const names = [...(sort === null || sort === '' ? [] : sort.split(',')), ...unique.split(',')];
  if (names.length > 10) throw new ApiError(400, 'The sort order is not valid.', { sort: 'too many attributes' });
  const parts = names.map((text) => {
    const name = text.trim();
    const direction = name.startsWith('-') ? -1 : 1;
    return { direction, attribute: attributeNamed(attributes, name.replace(/^[-+]/, '')) };
  });
  return {
    keys: (item) => parts.map(({ attribute }) => attribute.of(item)),
    compare(a, b) {
      for (const [index, { direction }] of parts.entries()) {
        const result = compareValues(a[index], b[index]) * direction;
        if (result !== 0) return result;
      }
      return 0;
    },
  };
}
