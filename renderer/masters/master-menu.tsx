import Divider from '@mui/material/Divider';
import MenuItem from '@mui/material/MenuItem';
import type { ReactNode } from 'react';
import { ContextMenu, type MenuAnchor } from '../frame/context-menu.tsx';
import { texts } from '../texts.ts';

const label = texts.masters;

/** What can be chosen for one master server. */
export interface MasterChoices {
  /** Absent where it is shown already. */
  open?: (() => void) | undefined;
  /** Absent for this computer. */
  askNow?: (() => void) | undefined;
  edit?: (() => void) | undefined;
  rename?: (() => void) | undefined;
  remove?: (() => void) | undefined;
}

interface MasterMenuProps extends MasterChoices {
  /** `undefined` closes the menu. */
  anchor: MenuAnchor | undefined;
  onClose(): void;
}

/** The context menu of a master server, in the tree and in the overview. */
export function MasterMenu({ anchor, onClose, ...choices }: MasterMenuProps) {
  const { open, askNow, edit, rename, remove } = choices;
  const choose = (act: () => void) => () => {
    onClose();
    act();
  };
  const item = (text: string, act: (() => void) | undefined): ReactNode =>
    act && (
      <MenuItem key={text} onClick={choose(act)}>
        {text}
      </MenuItem>
    );
  return (
    <ContextMenu anchor={anchor} onClose={onClose}>
      {item(label.open, open)}
      {item(label.refresh, askNow)}
      {(open || askNow) && edit && <Divider key="line" />}
      {item(label.edit, edit)}
      {item(label.rename, rename)}
      {item(label.remove, remove)}
    </ContextMenu>
  );
}
