import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectFolder } from './project.mjs';
import { manifestOf } from './third-party-licenses.mjs';

/**
 * @typedef {{ 'bom-ref': string, name: string, type: string, properties?: { name: string, value: string }[] }} Component
 * @typedef {{ metadata: { component: Component }, components: Component[], dependencies: { ref: string, dependsOn?: string[] }[] }} Bom
 */

/**
 * The software bill of materials of the packaged app: a CycloneDX document in JSON, made by npm from the lock file, of which
 * only Electron and what is really inside the bundles is kept. A package that several others have in copies of their own
 * stands there once for each version.
 *
 * @param {string[]} packages as the lock file names them
 * @returns {Promise<string>}
 */
export async function sbomOf(packages) {
  const bom = await wholeBom();
  const kept = new Set(
    [...packages, 'node_modules/electron'].map((path) => {
      const { name, version } = manifestOf(path);
      return `${name}@${version}`;
    }),
  );
  const own = bom.metadata.component;
  const components = bom.components.filter((component) => kept.has(component['bom-ref']));
  const missing = [...kept].filter((ref) => !components.some((component) => component['bom-ref'] === ref));
  if (missing.length > 0) throw new Error(`The bill of materials lacks ${missing.join(', ')}.`);
  const { name } = manifestOf('.');
  const known = new Set([own['bom-ref'], ...kept]);
  const dependencies = bom.dependencies
    .filter(({ ref }) => known.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => known.has(other)) }));
  const metadata = { ...bom.metadata, component: { ...own, name, type: 'application' } };
  return `${JSON.stringify({ ...bom, metadata, components: components.map(shipped), dependencies }, null, 2)}\n`;
}

/**
 * npm marks what package.json asks for while developing, such as Electron: here it is shipped.
 *
 * @param {Component} component
 */
function shipped(component) {
  const properties = component.properties?.filter(({ name }) => name !== 'cdx:npm:package:development');
  return { ...component, scope: 'required', properties };
}

/** @returns {Promise<Bom>} */
async function wholeBom() {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const npm = process.env.npm_execpath;
  const [program, first] = npm !== undefined && /\.c?js$/.test(npm) ? [process.execPath, [npm]] : ['npm', []];
  const { stdout } = await promisify(execFile)(program, [...first, ...args], {
    cwd: projectFolder,
    maxBuffer: 64 * 1024 * 1024,
    shell: program === 'npm' && process.platform === 'win32', // npm is a script there
  });
  return JSON.parse(stdout);
}
