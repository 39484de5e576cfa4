import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { menuContainer } from '../frame/menu-container.ts';
import { useCapabilities } from '../masters/masters-context.ts';
import { texts } from '../texts.ts';
import type { ServerActions } from './use-server-actions.ts';

/** A point of the window (right click), or the cell that the keyboard opened the menu on. */
export type MenuAnchor = { x: number; y: number } | HTMLElement;

interface ServerContextMenuProps {
  /** `undefined` closes the menu. */
  anchor: MenuAnchor | undefined;
  actions: ServerActions;
  onClose(): void;
}

/**
 * P-7: "Delete", "Activate", "Deactivate", in this order, then what goes beyond the guide. An item that would do nothing is disabled
 * (decision 39); what the master server cannot do is not there.
 */
export function ServerContextMenu({ anchor, actions, onClose }: ServerContextMenuProps) {
  const { possible } = actions;
  const can = useCapabilities();
  const goesOn = can.renew !== 'none' || can.acceptCertificate || can.reconnect || can.diagnose;
  const choose = (action: () => void) => () => {
    onClose();
    action();
  };
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
      {can.delete && (
        <MenuItem disabled={possible.delete.length === 0} onClick={choose(actions.askDelete)}>
          {texts.menu.delete}
        </MenuItem>
      )}
      {can.activate && (
        <MenuItem disabled={possible.activate.length === 0} onClick={choose(actions.activate)}>
          {texts.menu.activate}
        </MenuItem>
      )}
      {can.activate && (
        <MenuItem disabled={possible.deactivate.length === 0} onClick={choose(actions.deactivate)}>
          {texts.menu.deactivate}
        </MenuItem>
      )}
      {goesOn && <Divider />}
      {can.renew !== 'none' && (
        <MenuItem disabled={possible.renew === undefined} onClick={choose(actions.askRenew)}>
          {texts.menu.renew}
        </MenuItem>
      )}
      {can.acceptCertificate && possible.someCertificateChanged && (
        <MenuItem disabled={possible.acceptCertificate === undefined} onClick={choose(actions.askAcceptCertificate)}>
          {texts.menu.acceptCertificate}
        </MenuItem>
      )}
      {can.reconnect && (
        <MenuItem disabled={possible.reconnect.length === 0} onClick={choose(actions.reconnect)}>
          {texts.menu.reconnect}
        </MenuItem>
      )}
      {can.diagnose && (
        <MenuItem disabled={possible.diagnose === undefined} onClick={choose(actions.diagnose)}>
          {texts.menu.diagnose}
        </MenuItem>
      )}
    </Menu>
  );
}
