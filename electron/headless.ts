import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { projectFolder } from './project-folder.ts';

/**
 * The headless host, as Node runs it. Its files are compiled once and not at each start, which takes half a second; what is kept lies with the
 * installation, so that only who may change these files may change it. Where nothing can be written there, it starts without.
 */
enableCompileCache(join(projectFolder, 'node_modules', '.cache', 'nbwss-console', 'compiled'));
await import('./headless-host.ts');
flushCompileCache();
