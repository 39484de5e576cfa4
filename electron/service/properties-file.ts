import { readFileSync } from 'node:fs';
import { writeFileSync } from 'atomically';
import { type ReadProperties, readProperties, shippedPropertiesFile } from '../../shared/properties.ts';

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
    writeFileSync(file, shippedPropertiesFile, { mode: 0o600 });
    return shipped;
  }
  return readProperties(text);
}
