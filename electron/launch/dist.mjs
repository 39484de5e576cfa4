import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { bundledPackages } from './bundled-packages.mjs';
import { runToEnd } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { papersFolder, projectFolder, runCommand } from './project.mjs';
import { sbomOf } from './sbom.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

/** `npm run dist`: builds both bundles and packages them; flags are electron-builder's. */
await runCommand(async () => {
  const node = await ensureInstalled();
  await ensureBuilt('renderer', node);
  await ensureBuilt('electron', node);
  await writePapers();
  const builder = join(projectFolder, 'node_modules', 'electron-builder', 'cli.js');
  const flags = process.argv.slice(2).map(withNull);
  return (await runToEnd(node, [builder, '--publish', 'never', ...flags])).status;
});

async function writePapers() {
  const packages = bundledPackages(['main', 'preload', 'renderer']);
  mkdirSync(papersFolder, { recursive: true });
  writeFileSync(join(papersFolder, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(packages));
  writeFileSync(join(papersFolder, 'sbom.cdx.json'), await sbomOf(packages));
}

/**
 * electron-builder takes `-c.electronFuses=null` for the text "null" and refuses it; an empty value is its null.
 *
 * @param {string} flag
 */
function withNull(flag) {
  return flag === '-c.electronFuses=null' ? '-c.electronFuses=' : flag;
}
