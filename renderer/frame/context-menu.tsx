import Menu from '@mui/material/Menu';
import type { ReactNode } from 'react';
import { menuContainer } from './menu-container.ts';

/** A point of the window (right click), or the cell that the keyboard opened the menu on. */
export type MenuAnchor = { x: number; y: number } | HTMLElement;

interface ContextMenuProps {
  /** `undefined` closes the menu. */
  anchor: MenuAnchor | undefined;
  onClose(): void;
  /** Its items, directly: the arrow keys go through the children of the menu. */
  children: ReactNode;
}

/** The menu of a row or of a master server, where it was asked for. */
export function ContextMenu({ anchor, onClose, children }: ContextMenuProps) {
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
        // A right click beside the menu closes it; the menu key that opened it sends this event to the menu itself.
        if (event.button === 2) onClose();
      }}
      {...place}
    >
      {children}
    </Menu>
  );
}
