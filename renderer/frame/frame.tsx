import Box from '@mui/material/Box';
import { useEffect } from 'react';
import { problemOf } from '../client/problem.ts';
import { useFramePart, useLink } from '../client/use-console.ts';
import { DropTarget } from '../endpoint-import/drop-target.tsx';
import { Notice } from '../feedback/notice.tsx';
import { focusPaneFilter } from '../feedback/pane-filter.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { MasterBar, useIsOld } from '../masters/master-bar.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import type { Pane } from '../masters/place.ts';
import { ServersPane } from '../servers/servers-pane.tsx';
import { texts } from '../texts.ts';
import { useFocusOnward } from './focus-onward.ts';
import { MenuBar } from './menu-bar.tsx';
import { menuContainerId } from './menu-container.ts';
import { PracticeBanner } from './practice-banner.tsx';
import { useShell } from './shell.tsx';
import { InSlot } from './slots.tsx';
import { StatusBar } from './status-bar.tsx';
import { ToolBar } from './tool-bar.tsx';
import { UndoOffer } from './undo-offer.tsx';
import { useLaterParts } from './use-later-parts.ts';
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
      <LaterDialogs />
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
  const later = useLaterParts();
  const isThere: Record<Pane, boolean> = {
    servers: true,
    masters: true,
    activity: can.activity,
    notifications: can.notifications !== 'none',
    properties: can.properties,
    netbackup: can.netBackup,
    logs: can.logs,
    practice: Boolean(practice),
  };
  if (pane === 'servers' || !isThere[pane]) return <ServersPane />;
  if (later.kind === 'loading') return null;
  if (later.kind === 'failed') return <ProblemAlert problem={problemOf(later.error)} />;
  const { parts } = later;
  if (pane === 'masters') return <parts.MastersPane />;
  if (pane === 'activity') return <parts.ActivityPane />;
  if (pane === 'notifications') return <parts.NotificationsPane />;
  if (pane === 'properties') return <parts.PropertiesPane />;
  if (pane === 'netbackup') return <parts.NetBackupPane />;
  if (pane === 'logs') return <parts.LogsPane />;
  return practice ? <parts.PracticePane practice={practice} /> : null;
}

function LaterDialogs() {
  const later = useLaterParts();
  return later.kind === 'loaded' ? <later.parts.Dialogs /> : null;
}

/** In a field the keys are the field's. */
const isTyping = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && target.matches('input, textarea, select');

/** Keys that work anywhere in the frame. Draws nothing. */
function FrameKeys() {
  const refresh = useRefresh();
  const { pane, setPane, undo } = useShell();
  const practice = useFramePart((frame) => frame.practice !== null) ?? false;
  const isLeft = pane === 'practice' && !practice;
  useEffect(() => {
    if (isLeft) setPane('servers');
  }, [isLeft, setPane]);
  useFocusOnward(isLeft, !isLeft);
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
      if (control && event.key === 'f' && focusPaneFilter()) event.preventDefault();
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
