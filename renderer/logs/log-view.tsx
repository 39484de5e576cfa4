import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { logLevels } from '../../shared/log-level.ts';
import { Choice } from '../feedback/choice.tsx';
import { paneFilter } from '../feedback/pane-filter.ts';
import { SteadyButton } from '../feedback/steady-button.tsx';
import { Waiting } from '../feedback/waiting.tsx';
import type { RecordGridHandle } from '../records/record-grid.tsx';
import { texts } from '../texts.ts';
import { LogDetails } from './log-details.tsx';
import { filterLog, isLogFiltered, type LogFilter, noLogFilter } from './log-filter.ts';
import { LogList } from './log-list.tsx';
import type { LogStore, LogView as View } from './log-store.ts';
import { useLogExport } from './use-log-export.ts';

const label = texts.logs;

/** The lines of the log with their filter, and what can be done with them. */
export function LogView({ store, view }: { store: LogStore; view: View }) {
  const [filter, setFilter] = useState(noLogFilter);
  const [selected, setSelected] = useState<string>();
  const [isAtTop, setAtTop] = useState(true);
  const details = useRef<HTMLElement>(null);
  const grid = useRef<RecordGridHandle>(null);
  const usedFilter = useDeferredValue(filter);
  const shown = useMemo(() => filterLog(view.entries, usedFilter), [view.entries, usedFilter]);
  const entry = useMemo(() => view.entries.find(({ id }) => id === selected), [view.entries, selected]);
  const goToDetails = useCallback(() => void setTimeout(() => details.current?.focus(), 0), []);
  const goToNewest = () => {
    setSelected(undefined);
    grid.current?.showFirst();
  };
  const hasEntries = view.entries.length > 0;
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, rowGap: 1.25, px: 1.5, pt: 1, pb: 0.5 }}>
        <FilterFields filter={filter} onFilter={setFilter} />
        <Buttons store={store} view={view} />
      </Box>
      <Box
        sx={{ display: 'flex', alignItems: 'center', gap: 1, px: 1.5, color: 'text.secondary', fontSize: '0.75rem' }}
      >
        <Box sx={{ flex: 1, minWidth: 0 }}>
          {isLogFiltered(usedFilter)
            ? label.countShown(shown.length, view.entries.length)
            : label.count(view.entries.length, view.isFull)}
          {view.isPaused && ` · ${label.paused(view.waiting)}`}
          {view.status && ` · ${label.inForce(view.status.level)}`}
        </Box>
        <SteadyButton idle={!hasEntries || (isAtTop && entry === undefined)} onClick={goToNewest}>
          {label.newest}
        </SteadyButton>
      </Box>
      {hasEntries ? (
        <LogList
          entries={shown}
          selected={entry?.id}
          onSelect={setSelected}
          onOpen={goToDetails}
          onAtTop={setAtTop}
          ref={grid}
        />
      ) : (
        <Waiting title={label.empty} hint={label.emptyHint} />
      )}
      {hasEntries && shown.length === 0 && <Waiting title={label.noMatch} onClear={() => setFilter(noLogFilter)} />}
      {entry?.kind === 'line' && <LogDetails line={entry.line} ref={details} onClose={() => setSelected(undefined)} />}
    </>
  );
}

function FilterFields({ filter, onFilter }: { filter: LogFilter; onFilter(filter: LogFilter): void }) {
  const levels = [...logLevels].reverse();
  return (
    <>
      <Choice
        label={label.columns.level}
        value={filter.level}
        options={levels.map((level) => [level, label.levels[level]] as const)}
        onChange={(value) => onFilter({ ...filter, level: levels.find((level) => level === value) ?? 'debug' })}
        width={156}
      />
      <TextField
        label={label.text}
        value={filter.text}
        onChange={(event) => onFilter({ ...filter, text: event.target.value })}
        slotProps={{ htmlInput: { ...paneFilter, spellCheck: false, maxLength: 500 } }}
        sx={{ width: 180 }}
      />
    </>
  );
}

function Buttons({ store, view }: { store: LogStore; view: View }) {
  const { percent, start, stop } = useLogExport();
  const isExporting = percent !== undefined;
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5, '& .MuiButton-root': { minWidth: 0 } }}>
      <Button onClick={view.isPaused ? store.resume : store.pause}>{view.isPaused ? label.resume : label.pause}</Button>
      <Button onClick={isExporting ? stop : start}>{isExporting ? label.stopExport : label.export}</Button>
      {isExporting && (
        <Box sx={{ color: 'text.secondary', fontSize: '0.75rem', whiteSpace: 'nowrap' }}>
          {label.exporting(percent)}
        </Box>
      )}
    </Box>
  );
}
