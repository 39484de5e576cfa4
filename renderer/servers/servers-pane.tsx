import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useEndpoints, useFrame, useLink } from '../client/use-console.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { matches } from './columns.ts';
import { type MenuAnchor, ServerContextMenu } from './context-menu.tsx';
import { EmptyView, FailedView, NoMatchView, StartingView } from './list-views.tsx';
import { PaneWarnings } from './pane-warnings.tsx';
import { ServerDetails } from './server-details.tsx';
import { ServerGrid } from './server-grid.tsx';
import { type ServerActions, useServerActions } from './use-server-actions.ts';

const headingId = 'servers-heading';

/** P-2: the pane "WebSocket Server(s)". Starting, failed, empty and filled are four different views (P-10). */
export function ServersPane() {
  const { problem, dismissProblem } = useShell();
  const service = useFrame()?.service;
  const endpoints = useEndpoints();
  const link = useLink();
  const actions = useServerActions();
  const starting = service === undefined || service.state === 'starting';
  return (
    <Box
      component="section"
      aria-labelledby={headingId}
      sx={{ display: 'flex', flexDirection: 'column', minHeight: 0, flex: 1, opacity: link === 'down' ? 0.55 : 1 }}
    >
      <PaneHeading endpoints={endpoints} />
      {problem && (
        <Box sx={{ px: 1.5, pb: 1, maxHeight: '45%', overflow: 'auto', flexShrink: 0 }}>
          <ProblemAlert problem={problem} onClose={dismissProblem} />
        </Box>
      )}
      {starting && <StartingView connected={link !== 'down'} />}
      {service?.state === 'failed' && <FailedView error={service.error} onRetry={actions.refresh} />}
      {service?.state === 'ready' && endpoints.length === 0 && (
        <EmptyView onNew={actions.newServer} onPractice={actions.startPractice} />
      )}
      {service?.state === 'ready' && endpoints.length > 0 && <ServerList endpoints={endpoints} actions={actions} />}
    </Box>
  );
}

function PaneHeading({ endpoints }: { endpoints: readonly EndpointStatus[] }) {
  const { filter, grid } = useShell();
  const all = endpoints.length;
  const shown = useMemo(() => endpoints.filter((endpoint) => matches(endpoint, filter)).length, [endpoints, filter]);
  const counted = filter.trim() === '' ? texts.servers.count(all) : texts.servers.countShown(shown, all);
  return (
    <Box sx={{ display: 'flex', alignItems: 'baseline', gap: 1.5, px: 1.5, pt: 1.25, pb: 1 }}>
      <Typography id={headingId} variant="h1">
        {texts.servers.heading}
      </Typography>
      {all > 0 && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {counted}
          {grid.selected.size > 0 && ` · ${texts.servers.selected(grid.selected.size)}`}
        </Typography>
      )}
    </Box>
  );
}

function ServerList({ endpoints, actions }: { endpoints: readonly EndpointStatus[]; actions: ServerActions }) {
  const { filter, setFilter, grid, setGrid } = useShell();
  const usedFilter = useDeferredValue(filter);
  const shown = useMemo(() => endpoints.filter((endpoint) => matches(endpoint, usedFilter)), [endpoints, usedFilter]);
  const [menuAt, setMenuAt] = useState<MenuAnchor>();
  const details = useRef<HTMLElement>(null);
  const selected = useMemo(() => endpoints.filter((endpoint) => grid.selected.has(endpoint.hostName)), [endpoints, grid.selected]);

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
