import { useMemo } from 'react';
import { RememberedChoice, useRememberedChoice } from '../feedback/remembered.ts';
import { useCapabilities } from '../masters/masters-context.ts';
import { type ColumnId, guideColumns, type OptionalColumn, optionalColumns } from './columns.ts';

/** Only known names are taken, in the order in which columns stand. */
const optionalOf = (stored: unknown): readonly OptionalColumn[] =>
  optionalColumns.filter((id) => Array.isArray(stored) && stored.includes(id));

const choice = new RememberedChoice('nbwss.optional-columns', optionalOf);

/** The optional columns that were chosen. */
export const useOptionalColumns = (): readonly OptionalColumn[] => useRememberedChoice(choice);

/** The columns of the grid: those of the guide (P-3), then the optional ones that were chosen. */
export function useShownColumns(): readonly ColumnId[] {
  const optional = useOptionalColumns();
  const possible = usePossibleColumns();
  return useMemo(() => [...guideColumns, ...optional.filter((id) => possible.includes(id))], [optional, possible]);
}

/** The optional columns that the master server has something for. */
export function usePossibleColumns(): readonly OptionalColumn[] {
  const { notifications, timeline } = useCapabilities();
  const hasUndelivered = notifications !== 'none';
  return useMemo(
    () =>
      optionalColumns.filter((id) => (id === 'undelivered' ? hasUndelivered : id === 'roundTrip' ? timeline : true)),
    [hasUndelivered, timeline],
  );
}

export const chooseColumns = (optional: readonly OptionalColumn[]): void => choice.choose(optionalOf(optional));
