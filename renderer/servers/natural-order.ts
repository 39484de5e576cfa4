/**
 * The order of names for people: without regard to case, and with numbers as numbers, so that `host2` stands before
 * `host10`. A key is made once per name; comparing keys is far cheaper than a collator when 10,000 rows are sorted anew
 * with every change.
 */

const keys = new Map<string, string>();
/** More names than this are not remembered at a time. */
const most = 50_000;

function keyOf(name: string): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  if (keys.size >= most) keys.clear();
  const key = name.toLowerCase().replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(20, '0'));
  keys.set(name, key);
  return key;
}

/** Negative when `a` stands before `b`, as for `Array.prototype.sort`. */
export function naturalOrder(a: string, b: string): number {
  if (a === b) return 0;
  const keyA = keyOf(a);
  const keyB = keyOf(b);
  return keyA < keyB ? -1 : keyA > keyB ? 1 : a < b ? -1 : 1;
}
