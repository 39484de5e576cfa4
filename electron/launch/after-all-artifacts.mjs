import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { papersFolder, projectFolder } from './project.mjs';

/**
 * electron-builder's hook at the end: the bill of materials stands beside the packages, too, where one looks for it without
 * unpacking them.
 *
 * @param {{ outDir: string }} built
 * @returns {string[]} what has come to the packages
 */
export function afterAllArtifactBuild({ outDir }) {
  const { name, version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const bill = join(outDir, `${name}-${version}.cdx.json`);
  copyFileSync(join(papersFolder, 'sbom.cdx.json'), bill);
  return [bill];
}
