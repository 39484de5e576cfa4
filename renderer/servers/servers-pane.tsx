import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useEndpoints, useFramePart, useLink } from '../client/use-console.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { useGridState, useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { filterEndpoints } from './columns.ts';
import { type MenuAnchor, ServerContextMenu } from './context-menu.tsx';
import { EmptyView, FailedView, NoMatchView, StartingView } from './list-views.tsx';
import { PaneWarnings } from './pane-warnings.tsx';
import { ServerDetails } from './server-details.tsx';
import { ServerGrid } from './server-grid.tsx';
import { type ServerActions, useSelectedEndpoints, useServerActions } from './use-server-actions.ts';

const headingId = 'servers-heading';

/** P-2: the pane "WebSocket Server(s)". Starting, failed, empty and filled are four different views (P-10). */
export function ServersPane() {
  const { problem, dismissProblem, filter, setPane } = useShell();
  const service = useFramePart((frame) => frame.service);
  const isPractice = useFramePart((frame) => frame.practice !== null) ?? false;
  const endpoints = useEndpoints();
  const link = useLink();
  const actions = useServerActions();
  const usedFilter = useDeferredValue(filter);
  const shown = useMemo(() => filterEndpoints(endpoints, usedFilter), [endpoints, usedFilter]);
  const starting = service === undefined || service.state === 'starting';
  return (
    <Box
      component="section"
      aria-labelledby={headingId}
      sx={{ display: 'flex', flexDirection: 'column', minHeight: 0, flex: 1 }}
    >
      <PaneHeading all={endpoints.length} shown={shown.length} />
      {problem && (
        <Box sx={{ px: 1.5, pb: 1, maxHeight: '45%', overflow: 'auto', flexShrink: 0 }}>
          <ProblemAlert problem={problem} onClose={dismissProblem} />
        </Box>
      )}
      {starting && <StartingView connected={link !== 'down'} />}
      {service?.state === 'failed' && <FailedView error={service.error} onRetry={actions.retry} />}
      {service?.state === 'ready' && endpoints.length === 0 && (
        <EmptyView
          onNew={actions.newServer}
          onPractice={isPractice ? () => setPane('practice') : actions.startPractice}
          isPractice={isPractice}
        />
      )}
      {service?.state === 'ready' && endpoints.length > 0 && (
        <ServerList endpoints={endpoints} shown={shown} actions={actions} />
      )}
    </Box>
  );
}

function PaneHeading({ all, shown }: { all: number; shown: number }) {
  const { filter } = useShell();
  const { selected } = useGridState();
  const counted = filter.trim() === '' ? texts.servers.count(all) : texts.servers.countShown(shown, all);
  return (
    <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1.5, px: 1.5, pt: 1.25, pb: 1 }}>
      <Typography id={headingId} variant="h1">
        {texts.servers.heading}
      </Typography>
      {all > 0 && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {counted}
          {selected.size > 0 && ` · ${texts.servers.selected(selected.size)}`}
        </Typography>
      )}
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
      <ServerGrid endpoints={shown} onOpen={goToDetails} onDelete={actions.askDelete} onMenu={openMenu} />
      {shown.length === 0 && <NoMatchView onClear={() => setFilter('')} />}
      {selected.length > 0 && <ServerDetails selected={selected} ref={details} onClose={clearSelection} />}
      <ServerContextMenu anchor={menuAt} actions={actions} onClose={() => setMenuAt(undefined)} />
    </>
  );
}
