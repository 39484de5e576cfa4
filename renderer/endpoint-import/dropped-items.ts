/** What was dropped: files to import, and the names of folders, which are not. */
export interface DroppedItems {
  readonly files: readonly File[];
  readonly folders: readonly string[];
}

/** Whether a drag holds files; their names are not known before they are dropped. */
export const holdsFiles = (data: DataTransfer | null): boolean => data?.types.includes('Files') ?? false;

/** Has to be asked within the event: later the browser gives nothing out. */
export function droppedItems(data: DataTransfer): DroppedItems {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of data.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (file) files.push(file);
  }
  return { files, folders };
}
