import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { runToEnd } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { projectFolder, runCommand } from './project.mjs';

/** `npm run dist`: builds both bundles and packages them; flags are electron-builder's. */
await runCommand(async () => {
  const node = await ensureInstalled();
  await ensureBuilt('renderer', node);
  await ensureBuilt('electron', node);
  const builder = join(projectFolder, 'node_modules', 'electron-builder', 'cli.js');
  const flags = process.argv.slice(2).map(withNull);
  return (await runToEnd(node, [builder, '--publish', 'never', ...flags])).status;
});

/**
 * electron-builder takes `-c.electronFuses=null` for the text "null" and refuses it; an empty value is its null.
 *
 * @param {string} flag
 */
function withNull(flag) {
  return flag === '-c.electronFuses=null' ? '-c.electronFuses=' : flag;
}
