import { type LogLevel, logLevels } from '../../shared/log-level.ts';
import { wordsOf } from '../feedback/words.ts';
import type { LogEntry } from './log-store.ts';

/** What is shown of the log. */
export interface LogFilter {
  /** The least level; `debug` lets all through. */
  readonly level: LogLevel;
  /** All of its words have to stand somewhere in the line. */
  readonly text: string;
}

export const noLogFilter: LogFilter = { level: 'debug', text: '' };

export const isLogFiltered = ({ level, text }: LogFilter): boolean => level !== 'debug' || text.trim() !== '';

/**
 * The entries that a filter lets through; without one the very same list. A line without a level has any, and where lines were
 * left out there may have been any.
 */
export function filterLog(entries: readonly LogEntry[], filter: LogFilter): readonly LogEntry[] {
  if (!isLogFiltered(filter)) return entries;
  const levels: readonly LogLevel[] = logLevels.slice(0, logLevels.indexOf(filter.level) + 1);
  const words = wordsOf(filter.text);
  return entries.filter((entry) => {
    if (entry.kind === 'gap') return true;
    const { level } = entry.line;
    return (level === null || levels.includes(level)) && words.every((word) => holds(entry, word));
  });
}

/** What is searched of a line, made once: there may be thousands of them, and updates ten times a second. */
const searched = new WeakMap<LogEntry, string>();

function holds(entry: LogEntry & { kind: 'line' }, word: string): boolean {
  let text = searched.get(entry);
  if (text === undefined) {
    const { event, endpoint, group, detail, text: whole } = entry.line;
    text = [event, endpoint, group, detail, whole].join('\n').toLowerCase();
    searched.set(entry, text);
  }
  return text.includes(word);
}
