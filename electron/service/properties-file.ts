import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { type ReadProperties, readProperties, shippedPropertiesFile } from '../../shared/properties.ts';
import { replaceFile } from './durable-file.ts';

/**
 * decision 45: reads `nbwss.properties`, writing the shipped file first when there is none. A file that cannot be
 * read gives the defaults and a warning.
 */
export function loadProperties(file: string): ReadProperties {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const shipped = readProperties(shippedPropertiesFile);
    if (code !== 'ENOENT')
      return { ...shipped, warnings: [`nbwss.properties cannot be read (${code}); the defaults are used`] };
    return { ...shipped, warnings: writeShipped(file) };
  }
  return readProperties(text);
}

/** @returns what went wrong, for a person */
function writeShipped(file: string): string[] {
  try {
    replaceFile(file, shippedPropertiesFile);
    return [];
  } catch (error) {
    return [`nbwss.properties cannot be written (${(error as NodeJS.ErrnoException).code}); the defaults are used`];
  }
}

/** How often the file is looked at, in milliseconds. By its state rather than by events, which not every file system has. */
const lookPeriod = 1000;

/**
 * R-5, decision 45: tells when `nbwss.properties` was changed, written anew or replaced.
 * @returns ends the watch
 */
export function watchProperties(file: string, changed: () => void): () => void {
  const listener = () => changed();
  watchFile(file, { interval: lookPeriod, persistent: false }, listener);
  return () => unwatchFile(file, listener);
}
