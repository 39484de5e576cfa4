import Box from '@mui/material/Box';
import { type ReactNode, useEffect } from 'react';
import { ActivityPane } from '../activity/activity-pane.tsx';
import { LiveStoreProvider } from '../activity/use-live-store.tsx';
import { useFrame, useLink } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { NetBackupPane } from '../netbackup/netbackup-pane.tsx';
import { NotificationsPane } from '../notifications/notifications-pane.tsx';
import { PracticePane } from '../practice/practice-pane.tsx';
import { PropertiesPane } from '../properties/properties-pane.tsx';
import { ServersPane } from '../servers/servers-pane.tsx';
import { ServerActionsContext, useMakeServerActions, useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
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
import { ToolBar } from './tool-bar.tsx';
import { useNotices } from './use-notices.ts';

export function App() {
  if (useLink() === 'token-needed') return <TokenNeeded />;
  return (
    <ShellProvider>
      <WithServerActions>
        <LiveStoreProvider>
          <Frame />
        </LiveStoreProvider>
      </WithServerActions>
    </ShellProvider>
  );
}

function WithServerActions({ children }: { children: ReactNode }) {
  return <ServerActionsContext value={useMakeServerActions()}>{children}</ServerActionsContext>;
}

/** Without colour, but as readable as ever. */
const staleLook = { filter: 'grayscale(1)', opacity: 0.92 };

/** The frame around the panes: menu bar and toolbar above, navigation at the left, status area below. */
function Frame() {
  useFrameKeys();
  useNotices();
  useShowGroup();
  const stale = useLink() === 'down';
  return (
    <Box sx={{ height: '100vh', display: 'flex', flexDirection: 'column', bgcolor: 'frame' }}>
      <Box component="header">
        <MenuBar />
        <ToolBar />
      </Box>
      <PracticeBanner />
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex', borderTop: 1, borderColor: 'divider' }}>
        <Box
          component="nav"
          aria-label={texts.navigation.label}
          sx={{ width: 300, flexShrink: 0, overflow: 'auto', p: 0.75, borderRight: 1, borderColor: 'divider' }}
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
  const practice = useFrame()?.practice ?? null;
  if (pane === 'activity') return <ActivityPane />;
  if (pane === 'notifications') return <NotificationsPane />;
  if (pane === 'properties') return <PropertiesPane />;
  if (pane === 'netbackup') return <NetBackupPane />;
  if (pane === 'practice' && practice) return <PracticePane practice={practice} />;
  return <ServersPane />;
}

/** Keys that work anywhere in the frame, and a file dropped beside a dialog that must not replace the page. */
function useFrameKeys() {
  const { refresh } = useServerActions();
  const { pane, setPane } = useShell();
  const practice = useFrame()?.practice != null;
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
    };
    const refuse = (event: DragEvent) => event.preventDefault();
    window.addEventListener('keydown', onKey);
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', refuse);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('dragover', refuse);
      window.removeEventListener('drop', refuse);
    };
  }, [refresh]);
}
