import Box from '@mui/material/Box';
import { useOwnConsole, useOwnFramePart } from '../client/own-console.ts';
import { useConsoleStore, useFramePart } from '../client/use-console.ts';
import { ConfirmDialog } from '../feedback/confirm-dialog.tsx';
import { texts } from '../texts.ts';
import { useShell } from './shell.tsx';

/** File > Quit; `undefined` in a browser, where there is nothing to quit. The app decides whether it has to be asked. */
export function useAskQuit(): (() => void) | undefined {
  const store = useOwnConsole();
  const { perform } = useShell();
  const isDesktop = useOwnFramePart((frame) => frame.desktop !== null) ?? false;
  if (!isDesktop) return undefined;
  return () =>
    void perform(async () => {
      await store.call((client) => client.desktop.askQuit());
      return '';
    });
}

/** Asks before the desktop app quits while connections are up. It may stand over another dialog. */
export function QuitDialog() {
  const store = useConsoleStore();
  const { perform } = useShell();
  const isPractice = useFramePart((frame) => frame.practice !== null) ?? false;
  const request = useFramePart((frame) => frame.desktop?.request);
  if (request?.kind !== 'quit') return null;
  const answer = (isQuit: boolean) =>
    void perform(async () => {
      await store.call(({ desktop }) => (isQuit ? desktop.quit() : desktop.done({ request: 'quit' })));
      return '';
    });
  const label = texts.quitting;
  return (
    <ConfirmDialog
      title={label.title}
      confirm={label.quit}
      onConfirm={() => answer(true)}
      onCancel={() => answer(false)}
    >
      {label.connected(request.connected)}
      <Box sx={{ mt: 1, color: 'text.secondary' }}>{label.consequence}</Box>
      {isPractice && <Box sx={{ mt: 1, color: 'text.secondary' }}>{label.practice}</Box>}
    </ConfirmDialog>
  );
}
