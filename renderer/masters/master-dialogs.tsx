import type { MasterStatus, RemoteMasterKind } from '../../shared/masters.ts';
import type { OpenDialog } from '../frame/open-dialog.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { AcceptMasterDialog } from './accept-master-dialog.tsx';
import { MasterDialog } from './master-dialog.tsx';
import { useMasterList, useMasters } from './masters-context.ts';
import { RemoveMasterDialog } from './remove-master-dialog.tsx';
import { RenameMasterDialog } from './rename-master-dialog.tsx';

type MasterDialogKind = Extract<OpenDialog['kind'], `${string}-master`>;

interface MasterDialogsProps {
  dialog: Extract<OpenDialog, { kind: MasterDialogKind }>;
  onClose(): void;
}

/** The dialogs about the list of master servers. Each names the one that it is about. */
export function MasterDialogs({ dialog, onClose }: MasterDialogsProps) {
  const { announce, perform } = useShell();
  const { store, go, remove } = useMasters();
  const id = dialog.kind === 'add-master' ? undefined : dialog.id;
  const master = useMasterList((masters) => masters.find((each) => each.id === id));

  const added = async (newId: string, name: string) => {
    // Only then can it be shown: what is clicked in between would be about what is left.
    await store.until((masters) => masters.some((each) => each.id === newId));
    onClose();
    go({ master: newId, pane: 'servers' }, texts.masters.added(name));
  };
  if (dialog.kind === 'add-master')
    return <MasterDialog onClose={onClose} onSaved={(newId, name) => void added(newId, name)} />;

  if (!master || !isElsewhere(master)) return null;
  const done = (message: string) => {
    onClose();
    announce(message);
  };
  switch (dialog.kind) {
    case 'edit-master':
      return (
        <MasterDialog saved={master} onClose={onClose} onSaved={(_id, name) => done(texts.masters.edited(name))} />
      );
    case 'rename-master':
      return (
        <RenameMasterDialog master={master} onClose={onClose} onRenamed={(name) => done(texts.masters.renamed(name))} />
      );
    case 'accept-master':
      return (
        <AcceptMasterDialog
          master={master}
          onClose={onClose}
          onAccepted={() => done(texts.masterCertificate.done(master.name))}
        />
      );
    case 'remove-master':
      return (
        <RemoveMasterDialog
          name={master.name}
          onClose={onClose}
          onRemove={() => void perform(() => remove(master.id, texts.masters.removed(master.name)))}
        />
      );
  }
}

const isElsewhere = (master: MasterStatus): master is MasterStatus & { kind: RemoteMasterKind; origin: string } =>
  master.origin !== null;
