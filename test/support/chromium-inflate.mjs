import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import chromium, { inflate } from '@sparticuz/chromium';

/**
 * Unpacks the npm package's Chromium, its fonts and the libraries that it needs beyond the C library into the folder
 * that TMPDIR names: the package knows no other way to choose one, so this runs as a process of its own.
 */
const packaged = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin');
await Promise.all([chromium.executablePath(packaged), inflate(join(packaged, 'al2023.tar.br'))]);
