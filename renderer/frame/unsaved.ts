import { useEffect } from 'react';
import { useShell } from './shell.tsx';

/** Tells the frame while a part of the pane holds something that was typed and not saved: leaving the pane then asks first. */
export function useUnsaved(isUnsaved: boolean): void {
  const { markUnsaved } = useShell();
  useEffect(() => (isUnsaved ? markUnsaved() : undefined), [isUnsaved, markUnsaved]);
}
