import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFolder } from './project.mjs';

/** Where each bundle's list of packages is, under dist/. */
const listName = (/** @type {string} */ bundle) => join(projectFolder, 'dist', `${bundle}.packages.json`);

/**
 * A plugin for Vite that notes from which packages' files a bundle is made: what is really in it, not what could be.
 *
 * @param {string} bundle such as `renderer`
 */
export function noteBundledPackages(bundle) {
  return {
    name: 'note-bundled-packages',
    /**
     * @param {unknown} _options
     * @param {Record<string, { type: string, modules?: Record<string, unknown> }>} output
     */
    generateBundle(_options, output) {
      const modules = Object.values(output).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
      const folders = new Set(modules.flatMap((module) => packageFolder(module) ?? []));
      const file = listName(bundle);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify([...folders].sort(), null, 2));
    },
  };
}

/**
 * The package that a module belongs to, as the lock file names it: `node_modules/conf/node_modules/ajv`.
 *
 * @param {string} module
 */
function packageFolder(module) {
  const path = module.replaceAll('\\', '/').replace(/^\0/, '');
  return /(?<=\/)node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

/**
 * @param {string[]} bundles
 * @returns {string[]} the packages of these bundles, as the lock file names them, in a fixed order
 */
export function bundledPackages(bundles) {
  const lists = bundles.map((bundle) => {
    const file = listName(bundle);
    if (!existsSync(file)) throw new Error(`The packages of ${bundle} are not known: it was not built.`);
    return /** @type {string[]} */ (JSON.parse(readFileSync(file, 'utf8')));
  });
  return [...new Set(lists.flat())].sort();
}
