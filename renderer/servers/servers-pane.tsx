import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useCallback, useRef, useState } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useEndpoints, useFramePart, useLink } from '../client/use-console.ts';
import { ActionProblem } from '../frame/action-problem.tsx';
import type { MenuAnchor } from '../frame/context-menu.tsx';
import { listPane } from '../frame/pane-styles.ts';
import { useGridState, useShell } from '../frame/shell.tsx';
import { canAdd } from '../masters/capabilities.ts';
import { MasterRemedy } from '../masters/master-remedy.tsx';
import { useCapabilities, useScope } from '../masters/masters-context.ts';
import { isAdded } from '../masters/use-master-actions.ts';
import { texts } from '../texts.ts';
import { isFiltering, noFilter } from './filter.ts';
import { ListFilterChoice } from './list-filter-choice.tsx';
import { EmptyView, FailedView, NoMatchView, PracticeEmptyView, StartingView } from './list-views.tsx';
import { PaneWarnings } from './pane-warnings.tsx';
import { ServerDetails } from './server-details.tsx';
import { ServerGrid } from './server-grid.tsx';
import { ServerMenu } from './server-menu.tsx';
import { useShownColumns } from './shown-columns.ts';
import { StateAnnouncer } from './state-announcer.tsx';
import { useEntries } from './use-entries.ts';
import { type ServerActions, useSelectedEndpoints, useServerActions } from './use-server-actions.ts';
import { useShownEndpoints } from './use-shown-endpoints.ts';

const headingId = 'servers-heading';

/** P-2: the pane "WebSocket Server(s)". Starting, failed, empty and filled are four different views (P-10). */
export function ServersPane() {
  const { problem, setPane } = useShell();
  const service = useFramePart((frame) => frame.service);
  const isPractice = useFramePart((frame) => frame.practice !== null) ?? false;
  const master = useFramePart((frame) => frame.master);
  const isElsewhere = isAdded({ id: useScope() });
  const endpoints = useEndpoints();
  const can = useCapabilities();
  const link = useLink();
  const actions = useServerActions();
  const shown = useShownEndpoints();
  const starting = service === undefined || service.state === 'starting';
  const empty = service?.state === 'ready' && endpoints.length === 0;
  return (
    <Box component="section" aria-labelledby={headingId} sx={listPane}>
      <PaneHeading endpoints={endpoints} shown={shown.length} />
      {problem && (
        <Box sx={{ px: 1.5, pb: 1, maxHeight: '45%', overflow: 'auto', flexShrink: 0 }}>
          <ActionProblem />
        </Box>
      )}
      {starting && <StartingView connected={link !== 'down'} isElsewhere={isElsewhere} />}
      {service?.state === 'failed' && (
        <FailedView
          error={service.error}
          remedy={
            isElsewhere && master ? (
              <MasterRemedy master={master} />
            ) : (
              <Button variant="contained" onClick={actions.retry}>
                {texts.servers.retry}
              </Button>
            )
          }
        />
      )}
      {empty && !isPractice && (
        <EmptyView
          onNew={canAdd(can) ? actions.newServer : undefined}
          onPractice={can.practice ? actions.startPractice : undefined}
        />
      )}
      {empty && isPractice && (
        <PracticeEmptyView
          onConnect={actions.connectPractice}
          onNew={actions.newServer}
          onShow={() => setPane('practice')}
        />
      )}
      {service?.state === 'ready' && endpoints.length > 0 && (
        <ServerList endpoints={endpoints} shown={shown} actions={actions} />
      )}
    </Box>
  );
}

function PaneHeading({ endpoints, shown }: { endpoints: readonly EndpointStatus[]; shown: number }) {
  const { filter } = useShell();
  const { selected } = useGridState();
  const all = endpoints.length;
  const counted = isFiltering(filter) ? texts.servers.countShown(shown, all) : texts.servers.count(all);
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5, rowGap: 0.75, px: 1.5, py: 0.75 }}
    >
      <Box sx={{ flex: 1, display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5 }}>
        <Typography id={headingId} variant="h1" sx={{ whiteSpace: 'nowrap' }}>
          {texts.servers.heading}
        </Typography>
        {all > 0 && (
          <Typography variant="caption" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
            {counted}
            {selected.size > 0 && ` · ${texts.servers.selected(selected.size)}`}
          </Typography>
        )}
      </Box>
      {all > 0 && <ListFilterChoice endpoints={endpoints} />}
    </Box>
  );
}

interface ServerListProps {
  endpoints: readonly EndpointStatus[];
  /** Those that match the filter. */
  shown: readonly EndpointStatus[];
  actions: ServerActions;
}

function ServerList({ endpoints, shown, actions }: ServerListProps) {
  const { setFilter, setGrid } = useShell();
  const columns = useShownColumns();
  const entries = useEntries(shown, columns);
  const [menuAt, setMenuAt] = useState<MenuAnchor>();
  const details = useRef<HTMLElement>(null);
  const selected = useSelectedEndpoints();

  // Opened within the event itself, the menu would leave the focus behind and Escape would not reach it.
  const openMenu = useCallback((at: MenuAnchor) => void setTimeout(() => setMenuAt(at), 0), []);
  const goToDetails = useCallback(() => void setTimeout(() => details.current?.focus(), 0), []);
  const clearSelection = () => setGrid((state) => ({ ...state, selected: new Set() }));

  return (
    <>
      <PaneWarnings endpoints={endpoints} />
      <ServerGrid
        endpoints={entries}
        columns={columns}
        onOpen={goToDetails}
        onDelete={actions.askDelete}
        onMenu={openMenu}
      />
      {shown.length === 0 && <NoMatchView onClear={() => setFilter(noFilter)} />}
      <StateAnnouncer endpoint={selected.length === 1 ? selected[0] : undefined} />
      {selected.length > 0 && <ServerDetails selected={selected} ref={details} onClose={clearSelection} />}
      <ServerMenu anchor={menuAt} actions={actions} onClose={() => setMenuAt(undefined)} />
    </>
  );
}
