import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import type { ReactNode } from 'react';
import { menuContainer } from '../frame/menu-container.ts';
import type { MenuAnchor } from '../servers/context-menu.tsx';
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
  const place =
    anchor instanceof HTMLElement
      ? ({ anchorEl: anchor, anchorOrigin: { vertical: 'bottom', horizontal: 'left' } } as const)
      : ({ anchorReference: 'anchorPosition', anchorPosition: { left: anchor?.x ?? 0, top: anchor?.y ?? 0 } } as const);
  return (
    <Menu
      open={anchor !== undefined}
      onClose={onClose}
      container={menuContainer}
      transitionDuration={0}
      onContextMenu={(event) => {
        event.preventDefault();
        if (event.button === 2) onClose();
      }}
      {...place}
    >
      {item(label.open, open)}
      {item(label.refresh, askNow)}
      {(open || askNow) && edit && <Divider key="line" />}
      {item(label.edit, edit)}
      {item(label.rename, rename)}
      {item(label.remove, remove)}
    </Menu>
  );
}
