import Box from '@mui/material/Box';
import { useEffect } from 'react';
import { ActivityPane } from '../activity/activity-pane.tsx';
import { useFramePart, useLink } from '../client/use-console.ts';
import { DropTarget } from '../endpoint-import/drop-target.tsx';
import { Notice } from '../feedback/notice.tsx';
import { LogsPane } from '../logs/logs-pane.tsx';
import { MasterBar, useIsOld } from '../masters/master-bar.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import { MastersPane } from '../masters/masters-pane.tsx';
import { NetBackupPane } from '../netbackup/netbackup-pane.tsx';
import { NotificationsPane } from '../notifications/notifications-pane.tsx';
import { PracticePane } from '../practice/practice-pane.tsx';
import { PropertiesPane } from '../properties/properties-pane.tsx';
import { ServersPane } from '../servers/servers-pane.tsx';
import { texts } from '../texts.ts';
import { Dialogs } from './dialogs.tsx';
import { MenuBar } from './menu-bar.tsx';
import { menuContainerId } from './menu-container.ts';
import { PracticeBanner } from './practice-banner.tsx';
import { useShell } from './shell.tsx';
import { InSlot } from './slots.tsx';
import { StatusBar } from './status-bar.tsx';
import { filterFieldId, ToolBar } from './tool-bar.tsx';
import { UndoOffer } from './undo-offer.tsx';
import { useRefresh } from './use-refresh.ts';

/** Without colour, but as readable as ever. */
const staleLook = { filter: 'grayscale(1)', opacity: 0.92 };

/** The parts of the frame that are about the master server that is shown. */
export function Frame() {
  const isDown = useLink() === 'down';
  const isOld = useIsOld();
  return (
    <>
      <FrameKeys />
      <InSlot slot="header">
        <MenuBar />
        <ToolBar />
      </InSlot>
      <InSlot slot="banner">
        <PracticeBanner />
      </InSlot>
      <InSlot slot="main">
        <StaleNotice />
        <MasterBar />
        <Box
          sx={{
            flex: 1,
            minHeight: 0,
            display: 'flex',
            flexDirection: 'column',
            '& > section': isDown || isOld ? staleLook : {},
          }}
        >
          <CurrentPane />
        </Box>
        <UndoOffer />
        <DropTarget />
        <div id={menuContainerId} />
      </InSlot>
      <InSlot slot="footer">
        <StatusBar />
      </InSlot>
      <Dialogs />
    </>
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

/** The pane that was chosen; one that this master server does not have leads to its WebSocket servers. */
function CurrentPane() {
  const { pane } = useShell();
  const can = useCapabilities();
  const practice = useFramePart((frame) => frame.practice);
  if (pane === 'masters') return <MastersPane />;
  if (pane === 'activity' && can.activity) return <ActivityPane />;
  if (pane === 'notifications' && can.notifications !== 'none') return <NotificationsPane />;
  if (pane === 'properties' && can.properties) return <PropertiesPane />;
  if (pane === 'netbackup' && can.netBackup) return <NetBackupPane />;
  if (pane === 'logs' && can.logs) return <LogsPane />;
  if (pane === 'practice' && practice) return <PracticePane practice={practice} />;
  return <ServersPane />;
}

/** In a field the keys are the field's. */
const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && target.matches('input, textarea, select');

/** Keys that work anywhere in the frame. Draws nothing. */
function FrameKeys() {
  const refresh = useRefresh();
  const { pane, setPane, undo } = useShell();
  const practice = useFramePart((frame) => frame.practice !== null) ?? false;
  useEffect(() => {
    if (pane === 'practice' && !practice) setPane('servers');
  }, [pane, practice, setPane]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'F5' && !event.ctrlKey && !event.shiftKey) {
        event.preventDefault();
        refresh();
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
