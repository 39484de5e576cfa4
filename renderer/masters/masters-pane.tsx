import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useMemo, useRef, useState } from 'react';
import type { MasterStatus } from '../../shared/masters.ts';
import { Waiting } from '../feedback/waiting.tsx';
import { ActionProblem } from '../frame/action-problem.tsx';
import type { MenuAnchor } from '../frame/context-menu.tsx';
import { listPane } from '../frame/pane-styles.ts';
import { useGridState, useShell } from '../frame/shell.tsx';
import { leastGridHeight, RecordGrid } from '../records/record-grid.tsx';
import { useWidth } from '../records/use-width.ts';
import { selectOnly } from '../servers/grid-keyboard.ts';
import { texts } from '../texts.ts';
import { MasterDetails } from './master-details.tsx';
import { MasterMenu } from './master-menu.tsx';
import { problemsFirst } from './master-order.ts';
import { useMasterList, useMasters } from './masters-context.ts';
import { overviewColumns } from './overview-columns.tsx';
import { useMasterActions } from './use-master-actions.ts';

const headingId = 'masters-heading';
const label = texts.masters;
const idOf = ({ id }: MasterStatus) => id;

/** The overview: how each master server stands, problems first. */
export function MastersPane() {
  const list = useMasterList((masters) => masters);
  const { problem } = useShell();
  const failing = list.filter(({ state }) => state === 'failing').length;
  return (
    <Box component="section" aria-labelledby={headingId} sx={listPane}>
      <Box sx={{ display: 'flex', alignItems: 'baseline', columnGap: 1.5, px: 1.5, py: 0.75 }}>
        <Typography id={headingId} variant="h1">
          {label.heading}
        </Typography>
        {list.length > 0 && (
          <Typography variant="caption" sx={{ color: 'text.secondary' }}>
            {label.count(list.length)}
            {failing > 0 && ` · ${label.failing(failing)}`}
          </Typography>
        )}
      </Box>
      {problem && (
        <Box sx={{ px: 1.5, pb: 1, maxHeight: '45%', overflow: 'auto', flexShrink: 0 }}>
          <ActionProblem />
        </Box>
      )}
      {list.length === 0 ? <Waiting title={label.loading} isBusy /> : <Overview list={list} />}
    </Box>
  );
}

function Overview({ list }: { list: readonly MasterStatus[] }) {
  const { visit } = useMasters();
  const { setGrid } = useShell();
  const { selected } = useGridState();
  const actions = useMasterActions();
  const [menuAt, setMenuAt] = useState<MenuAnchor>();
  const rows = useMemo(() => problemsFirst(list), [list]);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const columns = useMemo(() => overviewColumns(width), [width]);
  const chosen = rows.find(({ id }) => selected.has(id));
  const select = (id: string | undefined) =>
    setGrid((grid) => (id === undefined ? { ...grid, selected: new Set() } : selectOnly(grid, id)));
  const open = (id: string) => void visit({ master: id, pane: 'servers' });
  const change = actions.possible;
  const onKey = (key: string) => {
    if (!change) return false;
    if (key === 'Delete') actions.askRemove();
    else if (key === 'F2') actions.rename();
    else return false;
    return true;
  };
  return (
    <>
      <Box ref={frame} sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: leastGridHeight }}>
        <RecordGrid
          label={label.grid}
          columns={columns}
          minWidth={640}
          records={rows}
          idOf={idOf}
          selected={chosen?.id}
          onSelect={select}
          onOpen={() => chosen && open(chosen.id)}
          onDoubleClick={open}
          // Opened within the event itself, the menu would leave the focus behind.
          onMenu={(at) => void setTimeout(() => setMenuAt(at), 0)}
          onKey={onKey}
        />
      </Box>
      {chosen && <MasterDetails master={chosen} onOpen={() => open(chosen.id)} onClose={() => select(undefined)} />}
      <MasterMenu
        anchor={menuAt}
        onClose={() => setMenuAt(undefined)}
        open={chosen && (() => open(chosen.id))}
        askNow={change && actions.askNow}
        edit={change && actions.edit}
        rename={change && actions.rename}
        remove={change && actions.askRemove}
      />
    </>
  );
}
