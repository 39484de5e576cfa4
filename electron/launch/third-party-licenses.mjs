import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.mjs';

/** Files of a package that say what its licence demands to be passed on. */
const licenceFile = /^(licen[cs]e|copying|notice|copyright)([.-].*)?$/i;
const rule = '─'.repeat(100);

/**
 * The licences of what is bundled, with each package's own text. One without a text has its identifier and authors only.
 *
 * @param {string[]} packages as the lock file names them
 */
export function thirdPartyLicenses(packages) {
  const parts = packages.map((path) => {
    const { name, version, license, author } = manifestOf(path);
    const heading = `${name} ${version}\nLicence: ${license}`;
    const texts = licenceTexts(path);
    const body =
      texts.length > 0 ? texts.join('\n\n') : `Its package has no text of it. Author: ${author ?? 'not named'}`;
    return `${rule}\n${heading}\n\n${body}\n`;
  });
  const intro =
    'NBWSS Console is made with these packages, which are inside its bundles.\n' +
    "Electron's licence is in LICENSE.electron.txt, those of Chromium and Node.js in LICENSES.chromium.html.\n\n";
  return intro + parts.join('\n');
}

/**
 * @param {string} path as the lock file names it
 * @returns {{ name: string, version: string, license: string, author: string | undefined }}
 */
export function manifestOf(path) {
  const manifest = JSON.parse(readFileSync(join(projectFolder, path, 'package.json'), 'utf8'));
  const { name, version, license, author } = manifest;
  if (typeof license !== 'string') throw new Error(`${name} ${version} names no licence.`);
  return { name, version, license, author: typeof author === 'object' ? author.name : author };
}

/** @param {string} path */
function licenceTexts(path) {
  const folder = join(projectFolder, path);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
    .map(({ name }) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
}
