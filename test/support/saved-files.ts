import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every file below a folder and its bytes in hex, by its path in there. */
export function filesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(folder, path), readFileSync(path).toString('hex')];
    }),
  );
}

/** What an error must leave as it was, byte for byte: config.json, vault.json and truststore/. */
export function savedFilesIn(dataFolder: string): Record<string, string> {
  const isSaved = ([file]: [string, string]) =>
    ['config.json', 'vault.json'].includes(file) || file.startsWith('truststore');
  return Object.fromEntries(Object.entries(filesIn(dataFolder)).filter(isSaved));
}
