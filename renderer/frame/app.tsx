import { type ReactNode, useSyncExternalStore } from 'react';
import { thisComputerId } from '../../shared/master-terms.ts';
import { LiveStoreProvider } from '../activity/use-live-store.tsx';
import type { ConsoleChannels } from '../client/console-channels.ts';
import { useLink } from '../client/use-console.ts';
import { EndpointImportProvider } from '../endpoint-import/endpoint-import.tsx';
import { MasterAnnouncer } from '../masters/master-announcer.tsx';
import { MastersProvider, Scopes } from '../masters/masters-provider.tsx';
import { SelectedEndpointsContext, ServerActionsContext, useMakeServerActions } from '../servers/use-server-actions.ts';
import { useCrashNotice, useOpenedFiles, useRoomForOpenedFiles } from './desktop-requests.ts';
import { Frame } from './frame.tsx';
import { Navigation } from './navigation.tsx';
import { QuitDialog } from './quit-dialog.tsx';
import { ShellProvider } from './shell.tsx';
import { useShowGroup } from './show-group.ts';
import { FrameLayout } from './slots.tsx';
import { TokenNeeded } from './token-needed.tsx';
import { useNotices } from './use-notices.ts';
import { useWindowTitle } from './window-title.ts';

export function App({ channels }: { channels: ConsoleChannels }) {
  const { own } = channels;
  const link = useSyncExternalStore(own.subscribe, () => own.view.link);
  if (link === 'token-needed' || link === 'token-wrong') return <TokenNeeded link={link} />;
  return (
    <MastersProvider channels={channels}>
      <WindowTitle />
      <MasterAnnouncer />
      <FrameLayout navigation={<Navigation />}>
        <Scopes channels={channels} render={(id, isShown) => <MasterScope id={id} isShown={isShown} />} />
      </FrameLayout>
    </MastersProvider>
  );
}

/** What there is of one master server: while it is not shown, what is selected, said and typed there, and nothing to see. */
function MasterScope({ id, isShown }: { id: string; isShown: boolean }) {
  const link = useLink();
  if (isShown && (link === 'token-needed' || link === 'token-wrong')) return <TokenNeeded link={link} />;
  return (
    <ShellProvider>
      {id === thisComputerId && <OwnRequests />}
      <LiveStoreProvider>
        {isShown && (
          <WithServerActions>
            <EndpointImportProvider>
              {id === thisComputerId && <OpenedFiles />}
              <Frame />
            </EndpointImportProvider>
          </WithServerActions>
        )}
      </LiveStoreProvider>
    </ShellProvider>
  );
}

/** What the service and the desktop app ask of this window, whichever master server is shown. */
function OwnRequests() {
  useNotices();
  useShowGroup();
  useCrashNotice();
  useRoomForOpenedFiles();
  return <QuitDialog />;
}

function OpenedFiles() {
  useOpenedFiles();
  return null;
}

function WindowTitle() {
  useWindowTitle();
  return null;
}

function WithServerActions({ children }: { children: ReactNode }) {
  const { selected, actions } = useMakeServerActions();
  return (
    <ServerActionsContext value={actions}>
      <SelectedEndpointsContext value={selected}>{children}</SelectedEndpointsContext>
    </ServerActionsContext>
  );
}
