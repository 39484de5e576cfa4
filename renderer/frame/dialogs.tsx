import { useEffect, useRef } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { AcceptCertificateDialog } from '../certificate/accept-certificate-dialog.tsx';
import { ViewCertificateDialog } from '../certificate/view-certificate-dialog.tsx';
import { useConsoleStore } from '../client/use-console.ts';
import { PolicyDialog } from '../command-policy/policy-dialog.tsx';
import { DiagnosisDialog } from '../diagnosis/diagnosis-dialog.tsx';
import { ImportDialog } from '../endpoint-import/import-dialog.tsx';
import { ImportRefused } from '../endpoint-import/import-refused.tsx';
import { AboutDialog } from '../help/about-dialog.tsx';
import { ShortcutsDialog } from '../help/shortcuts-dialog.tsx';
import { TroubleshootingDialog } from '../help/troubleshooting-dialog.tsx';
import { MasterDialogs } from '../masters/master-dialogs.tsx';
import { useMasters } from '../masters/masters-context.ts';
import type { Place } from '../masters/place.ts';
import { ServerDialog } from '../server-dialog/server-dialog.tsx';
import type { Saved } from '../server-dialog/use-server-dialog.ts';
import { ColumnsDialog } from '../servers/columns-dialog.tsx';
import { DeleteDialog } from '../servers/delete-dialog.tsx';
import { ExportDialog } from '../servers/export-dialog.tsx';
import { noFilter } from '../servers/filter.ts';
import { selectAll, selectOnly } from '../servers/grid-keyboard.ts';
import { focusGrid } from '../servers/server-grid.tsx';
import { useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { LeaveDialog } from './leave-dialog.tsx';
import { useShell } from './shell.tsx';

/** The dialog that is open. */
export function Dialogs() {
  const { dialog, open, setGrid, setFilter, setPane, announce } = useShell();
  const actions = useServerActions();
  const { go } = useMasters();
  const store = useConsoleStore();
  const close = () => open({ kind: 'none' });
  /** What opened the dialog may be gone when it has done its work, so the focus goes to the grid, after the dialog gave it back. */
  const toGrid = useRef(false);
  const leaveToGrid = () => {
    toGrid.current = true;
    close();
  };
  useEffect(() => {
    if (dialog.kind !== 'none' || !toGrid.current) return;
    toGrid.current = false;
    focusGrid();
  }, [dialog]);

  /** Decision 37: the dialog closes, the row is selected, and a message says when it is connected at the latest. */
  const added = async (saved: Saved) => {
    const { hostName, priority, withinSeconds } = saved;
    close();
    announce(texts.serverDialog.added(hostName, priority, withinSeconds) + takenOver(saved));
    setPane('servers');
    setFilter(noFilter);
    await store.until((view) => view.state?.endpoints.some((endpoint) => endpoint.hostName === hostName) ?? false);
    setGrid((grid) => selectOnly(grid, hostName));
  };

  /** Decision 38: the row stays selected, and a message says when it is connected at the latest. */
  const renewed = (saved: Saved) => {
    const { hostName, priority, withinSeconds } = saved;
    leaveToGrid();
    const endpoint = store.view.state?.endpoints.find((each) => each.hostName === hostName);
    const done =
      endpoint?.state === 'DEACTIVATED'
        ? texts.serverDialog.renewedDeactivated(hostName)
        : texts.serverDialog.renewed(hostName, priority, withinSeconds);
    announce(done + takenOver(saved));
  };

  /** Of a new host, or of one whose credentials were renewed instead. */
  const saved = (host: Saved, renews: string | undefined) => {
    if (renews === undefined) return void added(host);
    renewed(host);
    setPane('servers');
    setFilter(noFilter);
    setGrid((grid) => selectOnly(grid, renews));
  };

  /** The rows of everything that was imported are selected. */
  const imported = async (hostNames: readonly string[]) => {
    if (hostNames.length === 0) return close();
    leaveToGrid();
    setPane('servers');
    setFilter(noFilter);
    const isShown = (hostName: string, endpoints: readonly EndpointStatus[]) =>
      endpoints.some((endpoint) => endpoint.hostName === hostName);
    await store.until(({ state }) => hostNames.every((hostName) => isShown(hostName, state?.endpoints ?? [])));
    setGrid((grid) => selectAll(grid, hostNames));
  };

  const accepted = (hostName: string) => {
    leaveToGrid();
    announce(texts.newCertificate.done(hostName));
  };

  const remove = (hosts: readonly string[]) => {
    setTimeout(focusGrid, 0);
    void actions.delete(hosts);
  };

  const leave = (place: Place) => {
    close();
    go(place);
  };

  switch (dialog.kind) {
    case 'none':
      return null;
    case 'new-server':
      return <ServerDialog onClose={close} onSaved={saved} />;
    case 'import': {
      const { files, folders } = dialog.items;
      if (files.length > 1) return <ImportDialog items={dialog.items} onClose={(hosts) => void imported(hosts)} />;
      return <ServerDialog chosen={files[0]} ignoredFolders={folders} onClose={close} onSaved={saved} />;
    }
    case 'import-refused':
      return <ImportRefused reason={dialog.reason} onClose={close} />;
    case 'renew':
      return <ServerDialog key={dialog.hostName} renews={dialog.hostName} onClose={close} onSaved={renewed} />;
    case 'accept-certificate':
      return (
        <AcceptCertificateDialog
          hostName={dialog.hostName}
          onClose={close}
          onAccepted={() => accepted(dialog.hostName)}
        />
      );
    case 'view-certificate':
      return <ViewCertificateDialog hostName={dialog.hostName} onClose={close} />;
    case 'command-policy':
      return (
        <PolicyDialog
          hostName={dialog.hostName}
          onClose={close}
          onSaved={() => {
            close();
            announce(texts.policy.saved(dialog.hostName));
          }}
        />
      );
    case 'diagnose':
      return <DiagnosisDialog hostName={dialog.hostName} onClose={close} />;
    case 'delete':
      return <DeleteDialog hosts={dialog.hosts} onClose={close} onDelete={() => remove(dialog.hosts)} />;
    case 'leave':
      return <LeaveDialog onStay={close} onLeave={() => leave(dialog.to)} />;
    case 'add-master':
    case 'edit-master':
    case 'rename-master':
    case 'accept-master':
    case 'remove-master':
      return <MasterDialogs dialog={dialog} onClose={close} />;
    case 'columns':
      return <ColumnsDialog onClose={close} />;
    case 'export-list':
      return <ExportDialog onClose={close} />;
    case 'troubleshooting':
      return <TroubleshootingDialog onClose={close} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={close} />;
    case 'about':
      return <AboutDialog onClose={close} />;
  }
}

/** Decision 20: what waited for the group while it had no endpoint. */
const takenOver = ({ takenOver: count }: Saved) => (count > 0 ? ` ${texts.serverDialog.takenOver(count)}` : '');
