import { findPackageJSON } from 'node:module';
import { dirname } from 'node:path';

const manifest = findPackageJSON(import.meta.url);
if (manifest === undefined) throw new Error(`No package.json lies above ${import.meta.url}.`);

/** The folder of package.json. The headless host's own files stand in electron/, and as they are built in dist/headless/. */
export const projectFolder = dirname(manifest);
