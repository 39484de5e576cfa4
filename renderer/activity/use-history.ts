import { useCallback, useEffect, useRef, useState } from 'react';
import type {
  ExportFormat,
  HistoryCursor,
  HistoryQuery,
  HistoryRow,
  HistorySummary,
} from '../../shared/command-history.ts';
import { type Problem, problemOf } from '../client/problem.ts';
import { useConsoleStore, useFrame } from '../client/use-console.ts';
import { fileNameOf, saveFile } from '../feedback/save-file.ts';

export interface HistoryState {
  readonly query: HistoryQuery;
  readonly rows: readonly HistoryRow[];
  readonly next: HistoryCursor | null;
  readonly summary: HistorySummary | undefined;
  readonly isLoading: boolean;
  readonly problem: Problem | undefined;
}

const nothing: HistoryState = {
  query: {},
  rows: [],
  next: null,
  summary: undefined,
  isLoading: true,
  problem: undefined,
};

/** The history as it was searched last, page after page. A search under way is given up when another one is asked for. */
export function useHistory() {
  const console = useConsoleStore();
  const folder = useFrame()?.dataFolder;
  const [state, setState] = useState(nothing);
  const underWay = useRef<AbortController>(undefined);

  const load = useCallback(
    async (query: HistoryQuery, after: HistoryCursor | undefined, known: readonly HistoryRow[]) => {
      underWay.current?.abort();
      const abort = new AbortController();
      underWay.current = abort;
      setState((now) => ({ ...now, query, isLoading: true, problem: undefined }));
      try {
        const { signal } = abort;
        const page = await console.call((client) => client.history.search({ query, after }, { signal }));
        if (signal.aborted) return;
        setState({ ...page, query, rows: [...known, ...page.rows], isLoading: false, problem: undefined });
      } catch (error) {
        if (abort.signal.aborted) return;
        setState((now) => ({ ...now, query, isLoading: false, problem: problemOf(error) }));
      }
    },
    [console],
  );

  // Another service has another history.
  useEffect(() => {
    if (folder === undefined) return;
    setState(nothing);
    void load({}, undefined, []);
    return () => underWay.current?.abort();
  }, [folder, load]);

  const search = useCallback((query: HistoryQuery) => load(query, undefined, []), [load]);
  const showOlder = () => (state.next ? load(state.query, state.next, state.rows) : Promise.resolve());

  /** Saves all that the last search matches as a file. @returns its name */
  const save = async (format: ExportFormat): Promise<string> => {
    const parts: string[] = [];
    let after: HistoryCursor | undefined;
    do {
      const { query } = state;
      const { text, next } = await console.call((client) => client.history.export({ query, format, after }));
      parts.push(text);
      after = next ?? undefined;
    } while (after);
    const name = fileNameOf('commands', format, new Date());
    saveFile(name, format === 'csv' ? 'text/csv' : 'application/json', parts);
    return name;
  };

  return { state, search, showOlder, save };
}
