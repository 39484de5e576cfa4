import type { ActivityEntry } from '../../shared/activity.ts';
import { wordsOf } from '../feedback/words.ts';

/** What is shown of the live list; an empty text asks for nothing. */
export interface LiveFilter {
  readonly endpoint: string;
  readonly type: string;
  /** Hundreds such as `4xx`. */
  readonly status: string;
  /** All of its words have to stand somewhere in the entry. */
  readonly text: string;
}

export const noFilter: LiveFilter = { endpoint: '', type: '', status: '', text: '' };

export const isFiltered = (filter: LiveFilter): boolean => Object.values(filter).some((part) => part.trim() !== '');

/** The entries that a filter lets through; without one the very same list. */
export function filterEntries(entries: readonly ActivityEntry[], filter: LiveFilter): readonly ActivityEntry[] {
  if (!isFiltered(filter)) return entries;
  const words = wordsOf(filter.text);
  return entries.filter(
    (entry) =>
      (filter.endpoint === '' || entry.endpoint === filter.endpoint) &&
      (filter.type === '' || entry.type === filter.type) &&
      (filter.status === '' || (entry.status !== null && String(entry.status)[0] === filter.status[0])) &&
      words.every((word) => holds(entry, word)),
  );
}

/** What is searched of an entry, made once: there may be thousands of them, and updates ten times a second. */
const searched = new WeakMap<ActivityEntry, string>();

function holds(entry: ActivityEntry, word: string): boolean {
  let text = searched.get(entry);
  if (text === undefined) {
    const { endpoint, group, type, summary, id, detail } = entry;
    text = [endpoint, group, type, summary, id ?? '', detail].join('\n').toLowerCase();
    searched.set(entry, text);
  }
  return text.includes(word);
}

/** Each value once, sorted; the chosen one too, so that it does not vanish from its list. */
export const choicesOf = (values: readonly string[], chosen: string): string[] =>
  [...new Set(chosen === '' ? values : [...values, chosen])].sort();

/** An export: a JSON text a line, newest first, as shown. */
export const jsonLines = (entries: readonly ActivityEntry[]): string =>
  entries
    .map(({ number, time, detail, isCut, ...entry }) =>
      JSON.stringify({ time: new Date(time).toISOString(), ...entry, detail, ...(isCut ? { isCut } : {}) }),
    )
    .map((line) => `${line}\n`)
    .join('');
