import { ApiError } from './api-error.ts';
import { type Attribute, type Attributes, attributeNamed, type Value } from './attributes.ts';

/** A parsed OData filter. */
export interface Filter<T> {
  matches(item: T): boolean;
  /** Attribute names that it speaks of. */
  readonly mentions: ReadonlySet<string>;
}

type Test<T> = (item: T) => boolean;
type Token =
  | { kind: 'symbol'; text: '(' | ')' | ',' }
  | { kind: 'string'; text: string }
  | { kind: 'word'; text: string };

const maxLength = 4096;
const maxDepth = 20;
const tokenPattern = /\s*(?:([(),])|'((?:[^']|'')*)'|([^\s(),']+))/y;
const dateLiteral = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

const comparisons: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};
const functions: Readonly<Record<string, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part),
};

const refused = (reason: string) => new ApiError(400, 'The filter is not valid.', { filter: reason });

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  const end = text.trimEnd().length;
  while (tokenPattern.lastIndex < end) {
    const at = tokenPattern.lastIndex;
    const match = tokenPattern.exec(text);
    if (!match) throw refused(`cannot be read at position ${at}`);
    const [, symbol, string, word] = match;
    if (symbol === '(' || symbol === ')' || symbol === ',') tokens.push({ kind: 'symbol', text: symbol });
    else if (string !== undefined) tokens.push({ kind: 'string', text: string.replaceAll("''", "'") });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
  }
  return tokens;
}

/** Dates stand unquoted, strings in single quotes, as in the vendor's API. */
function literal<T>(attribute: Attribute<T>, name: string, token: Token | undefined): Value {
  if (attribute.kind === 'text' && token?.kind === 'string') return token.text;
  if (token?.kind === 'word') {
    if (attribute.kind === 'number' && /^-?\d{1,15}$/.test(token.text)) return Number(token.text);
    const time = dateLiteral.test(token.text) ? Date.parse(token.text) : Number.NaN;
    if (attribute.kind === 'date' && !Number.isNaN(time)) return time;
  }
  const form = { number: 'a number', text: 'a string in single quotes', date: 'an unquoted ISO 8601 time' }[
    attribute.kind
  ];
  throw refused(`${name} has to be compared with ${form}`);
}

/**
 * Reads `jobId gt 5 and (state eq 'DONE' or startswith(policyName,'vm'))`.
 * @throws ApiError 400
 */
export function parseFilter<T>(text: string, attributes: Attributes<T>): Filter<T> {
  if (text.length > maxLength) throw refused(`is longer than ${maxLength} characters`);
  const tokens = tokenize(text);
  const mentions = new Set<string>();
  let next = 0;
  const take = () => tokens[next++];
  const isWord = (word: string) => tokens[next]?.kind === 'word' && tokens[next]?.text.toLowerCase() === word;
  const expect = (symbol: string) => {
    const token = take();
    if (token?.kind !== 'symbol' || token.text !== symbol) throw refused(`${symbol} is missing`);
  };
  const attributeHere = () => {
    const token = take();
    if (token?.kind !== 'word') throw refused('an attribute name is missing');
    mentions.add(token.text);
    return { name: token.text, attribute: attributeNamed(attributes, token.text) };
  };

  const comparison = (): Test<T> => {
    const call = tokens[next]?.kind === 'word' ? functions[tokens[next]?.text.toLowerCase() ?? ''] : undefined;
    if (call && tokens[next + 1]?.text === '(') {
      next += 2;
      const { name, attribute } = attributeHere();
      if (attribute.kind !== 'text') throw refused(`${name} is not a text`);
      expect(',');
      const part = String(literal(attribute, name, take()));
      expect(')');
      return (item) => call(String(attribute.of(item)), part);
    }
    const { name, attribute } = attributeHere();
    const operator = take();
    const compare = operator?.kind === 'word' ? comparisons[operator.text.toLowerCase()] : undefined;
    if (!compare) throw refused(`an operator is missing after ${name}`);
    const value = literal(attribute, name, take());
    return (item) => compare(attribute.of(item), value);
  };
  const factor = (depth: number): Test<T> => {
    if (depth > maxDepth) throw refused('is nested too deeply');
    if (tokens[next]?.kind !== 'symbol') return comparison();
    expect('(');
    const inner = either(depth + 1);
    expect(')');
    return inner;
  };
  const both = (depth: number): Test<T> => {
    const parts = [factor(depth)];
    while (isWord('and')) {
      next += 1;
      parts.push(factor(depth));
    }
    return (item) => parts.every((part) => part(item));
  };
  const either = (depth: number): Test<T> => {
    const parts = [both(depth)];
    while (isWord('or')) {
      next += 1;
      parts.push(both(depth));
    }
    return (item) => parts.some((part) => part(item));
  };

  const matches = either(0);
  if (next < tokens.length) throw refused('goes on after its end');
  return { matches, mentions };
}
