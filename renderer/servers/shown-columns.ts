import { useMemo } from 'react';
import { RememberedChoice, useRememberedChoice } from '../feedback/remembered.ts';
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
  return useMemo(() => [...guideColumns, ...optional], [optional]);
}

export const chooseColumns = (optional: readonly OptionalColumn[]): void => choice.choose(optionalOf(optional));
