import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProperties } from '../../electron/service/properties-file.ts';
import { defaultProperties, shippedPropertiesFile } from '../../shared/properties.ts';
import { tempFolder } from '../support/temp-folder.ts';

const file = () => join(tempFolder(), 'nbwss.properties');

describe('R-3, decision 45 the file', () => {
  it('R-3 a missing file is written as it is shipped, for its owner only', () => {
    const path = file();
    expect(loadProperties(path)).toEqual({ properties: defaultProperties, warnings: [] });
    expect(readFileSync(path, 'utf8')).toBe(shippedPropertiesFile);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('R-5 a value that an administrator edited is used, and the file stays as it is', () => {
    const path = file();
    const edited = `# ours\r\n${shippedPropertiesFile.replace('period=60', 'period=5').replaceAll('\n', '\r\n')}my.key=1\r\n`;
    writeFileSync(path, edited);
    expect(loadProperties(path)).toEqual({
      properties: { ...defaultProperties, 'connectionInfo.period': 5 },
      warnings: [],
    });
    expect(readFileSync(path, 'utf8')).toBe(edited);
  });

  it('decision 45 an empty file is not overwritten: every key is missed', () => {
    const path = file();
    writeFileSync(path, '');
    const { properties, warnings } = loadProperties(path);
    expect(properties).toEqual(defaultProperties);
    expect(warnings).toHaveLength(7);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  it('decision 45 a file that cannot be read gives the defaults, and says so', () => {
    const path = file();
    mkdirSync(path);
    expect(loadProperties(path)).toEqual({
      properties: defaultProperties,
      warnings: ['nbwss.properties cannot be read (EISDIR); the defaults are used'],
    });
  });
});
