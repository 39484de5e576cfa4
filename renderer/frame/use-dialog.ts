import { useCallback, useRef, useState } from 'react';
import { useFocusOnward } from './focus-onward.ts';
import type { OpenDialog } from './open-dialog.ts';

/** The dialog that is open. One from the menu bar gives the focus back to the bar: the menu's entry itself is gone by then. */
export function useDialog(): [OpenDialog, (dialog: OpenDialog) => void] {
  const [dialog, setDialog] = useState<OpenDialog>({ kind: 'none' });
  const opener = useRef<HTMLElement>(null);
  const open = useCallback((next: OpenDialog) => {
    if (next.kind !== 'none') opener.current = document.querySelector('[role="menubar"] [aria-expanded="true"]');
    setDialog(next);
  }, []);
  useFocusOnward(dialog.kind, dialog.kind === 'none', opener);
  return [dialog, open];
}
