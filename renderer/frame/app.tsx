import Box from '@mui/material/Box';
import { type ReactNode, useEffect } from 'react';
import { ActivityPane } from '../activity/activity-pane.tsx';
import { LiveStoreProvider } from '../activity/use-live-store.tsx';
import { useFramePart, useLink } from '../client/use-console.ts';
import { DropTarget } from '../endpoint-import/drop-target.tsx';
import { EndpointImportProvider } from '../endpoint-import/endpoint-import.tsx';
import { Notice } from '../feedback/notice.tsx';
import { LogsPane } from '../logs/logs-pane.tsx';
import { NetBackupPane } from '../netbackup/netbackup-pane.tsx';
import { NotificationsPane } from '../notifications/notifications-pane.tsx';
import { PracticePane } from '../practice/practice-pane.tsx';
import { PropertiesPane } from '../properties/properties-pane.tsx';
import { ServersPane } from '../servers/servers-pane.tsx';
import {
  SelectedEndpointsContext,
  ServerActionsContext,
  useMakeServerActions,
  useServerActions,
} from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { useCrashNotice, useOpenedFiles } from './desktop-requests.ts';
import { Dialogs } from './dialogs.tsx';
import { MenuBar } from './menu-bar.tsx';
import { menuContainerId } from './menu-container.ts';
import { Navigation } from './navigation.tsx';
import { PracticeBanner } from './practice-banner.tsx';
import { QuitDialog } from './quit-dialog.tsx';
import { ShellProvider, useShell } from './shell.tsx';
import { useShowGroup } from './show-group.ts';
import { StatusBar } from './status-bar.tsx';
import { TokenNeeded } from './token-needed.tsx';
import { filterFieldId, ToolBar } from './tool-bar.tsx';
import { UndoOffer } from './undo-offer.tsx';
import { useNotices } from './use-notices.ts';

export function App() {
  if (useLink() === 'token-needed') return <TokenNeeded />;
  return (
    <ShellProvider>
      <WithServerActions>
        <LiveStoreProvider>
          <EndpointImportProvider>
            <Frame />
          </EndpointImportProvider>
        </LiveStoreProvider>
      </WithServerActions>
    </ShellProvider>
  );
}

function WithServerActions({ children }: { children: ReactNode }) {
  const { selected, actions } = useMakeServerActions();
  return (
    <ServerActionsContext value={actions}>
      <SelectedEndpointsContext value={selected}>{children}</SelectedEndpointsContext>
    </ServerActionsContext>
  );
}

/** Without colour, but as readable as ever. */
const staleLook = { filter: 'grayscale(1)', opacity: 0.92 };

/** The frame around the panes: menu bar and toolbar above, navigation at the left, status area below. */
function Frame() {
  const stale = useLink() === 'down';
  return (
    <Box sx={{ height: '100vh', display: 'flex', flexDirection: 'column', bgcolor: 'frame' }}>
      <FrameKeys />
      <Box component="header">
        <MenuBar />
        <ToolBar />
      </Box>
      <PracticeBanner />
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex', borderTop: 1, borderColor: 'divider' }}>
        <Box
          component="nav"
          aria-label={texts.navigation.label}
          sx={{
            width: 'clamp(150px, 27vw, 300px)',
            flexShrink: 0,
            overflow: 'auto',
            p: 0.75,
            borderRight: 1,
            borderColor: 'divider',
          }}
        >
          <Navigation />
        </Box>
        <Box
          component="main"
          sx={{
            flex: 1,
            minWidth: 0,
            display: 'flex',
            flexDirection: 'column',
            bgcolor: 'background.default',
            position: 'relative',
            '& > section': stale ? staleLook : {},
          }}
        >
          <StaleNotice />
          <CurrentPane />
          <UndoOffer />
          <DropTarget />
          <div id={menuContainerId} />
        </Box>
      </Box>
      <StatusBar />
      <Dialogs />
      <QuitDialog />
    </Box>
  );
}

/** The last state stays in sight while there is no connection to the service, marked as what it is. */
function StaleNotice() {
  if (useLink() !== 'down') return null;
  return (
    <Box sx={{ px: 1.5, pt: 1 }}>
      <Notice severity="warning">{texts.link.stale}</Notice>
    </Box>
  );
}

function CurrentPane() {
  const { pane } = useShell();
  const practice = useFramePart((frame) => frame.practice);
  if (pane === 'activity') return <ActivityPane />;
  if (pane === 'notifications') return <NotificationsPane />;
  if (pane === 'properties') return <PropertiesPane />;
  if (pane === 'netbackup') return <NetBackupPane />;
  if (pane === 'logs') return <LogsPane />;
  if (pane === 'practice' && practice) return <PracticePane practice={practice} />;
  return <ServersPane />;
}

/** In a field the keys are the field's. */
const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && target.matches('input, textarea, select');

/** Keys that work anywhere in the frame, and what the service or the desktop app asks of it. Draws nothing. */
function FrameKeys() {
  useNotices();
  useShowGroup();
  useCrashNotice();
  useOpenedFiles();
  const { refresh } = useServerActions();
  const { pane, setPane, undo } = useShell();
  const practice = useFramePart((frame) => frame.practice !== null) ?? false;
  useEffect(() => {
    if (pane === 'practice' && !practice) setPane('servers');
  }, [pane, practice, setPane]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F5' && !event.ctrlKey && !event.shiftKey) {
        event.preventDefault();
        void refresh();
      }
      if (event.key === 'F10' && !event.shiftKey) {
        event.preventDefault();
        document.querySelector<HTMLElement>('[role="menubar"] [role="menuitem"]')?.focus();
      }
      const control = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (control && event.key === 'f') {
        event.preventDefault();
        document.getElementById(filterFieldId)?.focus();
      }
      if (control && event.key === 'z' && undo && !isTyping(event)) {
        event.preventDefault();
        undo.run();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [refresh, undo]);
  return null;
}
