import { plural } from './wording.ts';

const list = (names: readonly string[]) => names.join(', ');

export const endpointImportTexts = {
  endpointImport: {
    dropHere: 'Drop endpoint details files here to import them',
    dropHint: 'Each is shown in the dialog WebSocket Server. Nothing is added before you have seen its certificate.',
    noFile: 'Only files can be imported. Drop the files with the endpoint details.',
    notHere: 'Nothing can be imported here. Choose a master server in the tree first.',
    dialogOpen: 'Close the dialog that is open first, then drop the files.',
    place: (number: number, count: number) => `File ${number} of ${count}`,
    skip: 'Skip this file',
    foldersIgnored: (names: readonly string[]) =>
      `${names.length === 1 ? 'A folder was' : `${names.length} folders were`} ignored: ${list(names)}. Drop the files themselves.`,
    onlyFolders: (names: readonly string[]) =>
      `${names.length === 1 ? 'A folder' : 'Folders'} cannot be imported: ${list(names)}. Drop the files themselves.`,
    refusedTitle: 'Import endpoint',
    tooMany: (count: number, limit: number) =>
      `${count} files are too many: at most ${limit} are imported at once. Nothing was imported.`,
    summaryTitle: 'Imported endpoint files',
    fileColumn: 'File',
    resultColumn: 'Result',
    folder: 'Ignored: it is a folder',
    added: (host: string, priority: number) => `Added ${host}, priority ${priority}`,
    renewed: (host: string) => `Renewed the credentials of ${host}`,
    skipped: 'Skipped',
    certificateRejected: 'Its certificate was rejected.',
    refused: 'Refused',
    notReached: 'Not looked at: the import was cancelled',
    counts: {
      added: (count: number) => `${count} added`,
      renewed: (count: number) => `${count} renewed`,
      skipped: (count: number) => `${count} skipped`,
      refused: (count: number) => `${count} refused`,
      'not-reached': (count: number) => `${count} not looked at`,
    },
    summary: (count: number, parts: readonly string[]) => `${plural(count, 'file', 'files')}: ${list(parts)}.`,
  },
} as const;
