import { useEffect } from 'react';
import { useConsoleStore, useFramePart } from '../client/use-console.ts';
import { useEndpointImport } from '../endpoint-import/endpoint-import.tsx';
import { useMasters } from '../masters/masters-context.ts';
import { startPlace } from '../masters/place.ts';
import { texts } from '../texts.ts';
import { useShell } from './shell.tsx';

/** Says that the window had crashed and was opened again. */
export function useCrashNotice(): void {
  const store = useConsoleStore();
  const { announce } = useShell();
  const hasCrashed = useFramePart((frame) => frame.desktop?.request?.kind === 'window-crashed') ?? false;
  useEffect(() => {
    if (!hasCrashed) return;
    announce(texts.desktop.windowCrashed);
    store.call((client) => client.desktop.done({ request: 'window-crashed' })).catch(() => undefined); // without connection the request stays
  }, [hasCrashed, store, announce]);
}

/** Endpoint files that were opened by the system are for this computer: it is shown for them, unless something unsaved asks first. */
export function useRoomForOpenedFiles(): void {
  const { visit } = useMasters();
  const isAsked = useFramePart((frame) => frame.desktop?.request?.kind === 'import') ?? false;
  useEffect(() => {
    if (isAsked) visit(startPlace);
  }, [isAsked, visit]);
}

/** Endpoint files that were opened by the system: imported as soon as no dialog is open. */
export function useOpenedFiles(): void {
  const store = useConsoleStore();
  const { take } = useEndpointImport();
  const { dialog, open, perform } = useShell();
  const request = useFramePart((frame) => frame.desktop?.request);
  const isAsked = request?.kind === 'import' && dialog.kind === 'none';
  useEffect(() => {
    if (!isAsked) return;
    void perform(async () => {
      const { files, refused } = await store.call((client) => client.desktop.takeFiles());
      take({ files: files.map(({ name, contents }) => new File([bytesOf(contents)], name)), folders: [] });
      const reason = refused.join(' ');
      if (files.length === 0 && reason !== '') open({ kind: 'import-refused', reason });
      return reason;
    });
  }, [isAsked, store, take, open, perform]);
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
