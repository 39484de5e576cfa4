import type { KnownMaster } from '../masters/master-list-store.ts';
import { MasterMenu } from '../masters/master-menu.tsx';
import { useMasters } from '../masters/masters-context.ts';
import type { MenuAnchor } from './context-menu.tsx';

interface TreeMenuProps {
  /** `undefined` closes the menu. */
  menu: { readonly anchor: MenuAnchor; readonly master: KnownMaster } | undefined;
  onClose(): void;
}

/** The context menu of a master server in the tree. Its dialogs open over what is shown, and name it. */
export function TreeMenu({ menu, onClose }: TreeMenuProps) {
  const { place, visit, open } = useMasters();
  const id = menu?.master.id;
  const ask = (kind: 'edit-master' | 'rename-master' | 'remove-master') =>
    id === undefined ? undefined : () => open({ kind, id });
  return (
    <MasterMenu
      anchor={menu?.anchor}
      onClose={onClose}
      open={id === undefined || id === place.master ? undefined : () => void visit({ master: id, pane: 'servers' })}
      edit={ask('edit-master')}
      rename={ask('rename-master')}
      remove={ask('remove-master')}
    />
  );
}
