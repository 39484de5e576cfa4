import Divider from '@mui/material/Divider';
import MenuItem from '@mui/material/MenuItem';
import { ContextMenu, type MenuAnchor } from '../frame/context-menu.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import { texts } from '../texts.ts';
import type { ServerActions } from './use-server-actions.ts';

interface ServerMenuProps {
  /** `undefined` closes the menu. */
  anchor: MenuAnchor | undefined;
  actions: ServerActions;
  onClose(): void;
}

/**
 * P-7: "Delete", "Activate", "Deactivate", in this order, then what goes beyond the guide. An item that would do nothing is disabled
 * (decision 39); what the master server cannot do is not there.
 */
export function ServerMenu({ anchor, actions, onClose }: ServerMenuProps) {
  const { possible } = actions;
  const can = useCapabilities();
  const goesOn = can.renew !== 'none' || can.acceptCertificate || can.reconnect || can.diagnose;
  const choose = (action: () => void) => () => {
    onClose();
    action();
  };
  return (
    <ContextMenu anchor={anchor} onClose={onClose}>
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
    </ContextMenu>
  );
}
