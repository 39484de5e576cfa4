import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { useShell } from '../frame/shell.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import { texts } from '../texts.ts';
import { type DroppedItems, droppedItems, holdsFiles } from './dropped-items.ts';

/** So many files are imported at once: each of them has to be looked at. */
const maxFiles = 100;

interface EndpointImport {
  /** "Import endpoint…": opens the system's file chooser. */
  choose(): void;
  /** Imports files that came another way. */
  take(items: DroppedItems): void;
  /** Whether files are being dragged over the window, to be dropped for import. */
  readonly dragging: boolean;
}

const EndpointImportContext = createContext<EndpointImport | undefined>(undefined);

export function useEndpointImport(): EndpointImport {
  const endpointImport = useContext(EndpointImportContext);
  if (!endpointImport) throw new Error('EndpointImportProvider is missing');
  return endpointImport;
}

/** One that is closed stays in the document, hidden from people, until it has faded. */
const isDialogOpen = () => document.querySelector('[role="dialog"]:not([aria-hidden="true"] *)') !== null;
const isEditable = (target: EventTarget | null) =>
  target instanceof Element && target.closest('input, textarea, [contenteditable="true"]') !== null;

function refuse(event: DragEvent): void {
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
}

/**
 * Endpoint files come in by menu, by Ctrl+O and by drag and drop, and all open the same dialog. What is dropped must never replace
 * the page. An open dialog either takes a drop itself or it is refused.
 */
export function EndpointImportProvider({ children }: { children: ReactNode }) {
  const { open, announce } = useShell();
  const { addFromFile } = useCapabilities();
  const chooser = useRef<HTMLInputElement>(null);
  const [dragging, setDragging] = useState(false);
  const choose = useCallback(() => chooser.current?.click(), []);

  const take = useCallback(
    (items: DroppedItems) => {
      const { files, folders } = items;
      const label = texts.endpointImport;
      if (files.length > maxFiles) open({ kind: 'import-refused', reason: label.tooMany(files.length, maxFiles) });
      else if (files.length > 0) open({ kind: 'import', items });
      else if (folders.length > 0) open({ kind: 'import-refused', reason: label.onlyFolders(folders) });
    },
    [open],
  );

  useEffect(() => {
    const dragOver = (event: DragEvent) => {
      if (event.defaultPrevented) return; // the dialog takes it
      if (!holdsFiles(event.dataTransfer)) {
        if (!isEditable(event.target)) refuse(event);
        return;
      }
      event.preventDefault();
      const possible = addFromFile && !isDialogOpen();
      if (event.dataTransfer) event.dataTransfer.dropEffect = possible ? 'copy' : 'none';
      setDragging(possible);
    };
    const dragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false);
    };
    const drop = (event: DragEvent) => {
      setDragging(false);
      const { dataTransfer } = event;
      if (event.defaultPrevented || !dataTransfer) return;
      if (!holdsFiles(dataTransfer) && isEditable(event.target)) return;
      event.preventDefault();
      if (!holdsFiles(dataTransfer)) announce(texts.endpointImport.noFile);
      else if (!addFromFile) announce(texts.endpointImport.notHere);
      else if (isDialogOpen()) announce(texts.endpointImport.dialogOpen);
      else take(droppedItems(dataTransfer));
    };
    const key = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'o' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      if (addFromFile && !isDialogOpen()) choose();
    };
    window.addEventListener('dragover', dragOver);
    window.addEventListener('dragleave', dragLeave);
    window.addEventListener('drop', drop);
    window.addEventListener('keydown', key);
    return () => {
      window.removeEventListener('dragover', dragOver);
      window.removeEventListener('dragleave', dragLeave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('keydown', key);
    };
  }, [announce, choose, take, addFromFile]);

  const value = useMemo(() => ({ choose, take, dragging }), [choose, take, dragging]);
  return (
    <EndpointImportContext value={value}>
      {children}
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          take({ files: [...(event.target.files ?? [])], folders: [] });
          event.target.value = '';
        }}
      />
    </EndpointImportContext>
  );
}
