import { useCallback } from 'react';
import { useConsoleStore } from '../client/use-console.ts';
import { fileNameOf, saveFile } from '../feedback/save-file.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

/** "Export diagnostics…": saves the archive as it comes from the service, piece after piece. */
export function useDiagnosticsExport(): () => void {
  const store = useConsoleStore();
  const { perform } = useShell();
  return useCallback(() => {
    void perform(async () => {
      const parts: Blob[] = [];
      const pieces = await store.call((client) => client.diagnostics.export());
      for await (const { piece } of pieces)
        parts.push(new Blob([Uint8Array.from(atob(piece), (char) => char.charCodeAt(0))]));
      const name = fileNameOf('nbwss-diagnostics', 'zip', new Date());
      saveFile(name, 'application/zip', parts);
      return texts.diagnostics.exported(name);
    });
  }, [store, perform]);
}
