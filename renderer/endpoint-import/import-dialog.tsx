import { useEffect, useReducer } from 'react';
import { useShell } from '../frame/shell.tsx';
import type { Flow } from '../server-dialog/flow.ts';
import { ServerDialog } from '../server-dialog/server-dialog.tsx';
import type { Saved } from '../server-dialog/use-server-dialog.ts';
import type { DroppedItems } from './dropped-items.ts';
import { importReducer, isFinished, leftAs, openedRun, savedHosts, summaryOf } from './import-run.ts';
import { ImportSummary } from './import-summary.tsx';

interface ImportDialogProps {
  items: DroppedItems;
  /** @param hostNames that were added or renewed */
  onClose(hostNames: readonly string[]): void;
}

/** Several endpoint files, one after the other in the dialog "WebSocket Server"; at the end what became of each. */
export function ImportDialog({ items, onClose }: ImportDialogProps) {
  const { files, folders } = items;
  const [run, dispatch] = useReducer(importReducer, files.length, openedRun);
  const { announce } = useShell();
  const finished = isFinished(run);
  const summary = summaryOf(run);
  useEffect(() => {
    if (finished) announce(summary);
  }, [finished, summary, announce]);

  const file = files[run.outcomes.length];
  if (!file) {
    return (
      <ImportSummary items={items} outcomes={run.outcomes} summary={summary} onClose={() => onClose(savedHosts(run))} />
    );
  }
  const saved = ({ hostName, priority }: Saved, renews: string | undefined) =>
    dispatch({ type: 'decided', outcome: { kind: renews === undefined ? 'added' : 'renewed', hostName, priority } });
  const leave = (type: 'decided' | 'cancelled') => (flow: Flow) => dispatch({ type, outcome: leftAs(flow) });
  const number = run.outcomes.length + 1;
  return (
    <ServerDialog
      key={number}
      chosen={file}
      turn={{ number, count: files.length, onSkip: leave('decided') }}
      ignoredFolders={number === 1 ? folders : []}
      onClose={leave('cancelled')}
      onSaved={saved}
    />
  );
}
