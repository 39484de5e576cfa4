import { useRef, useState } from 'react';
import type { LogCursor } from '../../shared/log.ts';
import { useConsoleStore } from '../client/use-console.ts';
import { fileNameOf, saveFile } from '../feedback/save-file.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';

export interface LogExporting {
  /** How far it is, in percent; `undefined` when none is under way. */
  readonly percent: number | undefined;
  start(): void;
  stop(): void;
}

/** Saves the whole kept log as a file, piece after piece. It goes on when the pane is left. */
export function useLogExport(): LogExporting {
  const console = useConsoleStore();
  const { perform } = useShell();
  const [percent, setPercent] = useState<number>();
  const underWay = useRef<AbortController>(undefined);

  const save = async (signal: AbortSignal): Promise<string> => {
    const parts: Blob[] = [];
    let after: LogCursor | undefined;
    do {
      const { text, next } = await console.call((client) => client.logs.export({ after }, { signal }));
      parts.push(new Blob([text])); // the browser keeps it where it likes: it may be hundreds of MiB
      after = next ?? undefined;
      if (after && after.total > 0) setPercent(Math.min(99, Math.floor((100 * after.done) / after.total)));
    } while (after);
    const name = fileNameOf('nbwss-log', 'jsonl', new Date());
    saveFile(name, 'application/jsonl', parts);
    return texts.logs.exported(name);
  };

  const start = () => {
    const abort = new AbortController();
    underWay.current = abort;
    setPercent(0);
    void perform(async () => {
      try {
        return await save(abort.signal);
      } catch (error) {
        if (abort.signal.aborted) return texts.logs.exportStopped;
        throw error;
      } finally {
        setPercent(undefined);
      }
    });
  };

  return { percent, start, stop: () => underWay.current?.abort() };
}
