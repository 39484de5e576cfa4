import { ensureBuilt } from '../../electron/launch/build.mjs';
import { runToEnd } from '../../electron/launch/child.mjs';
import { ensureInstalled } from '../../electron/launch/install.mjs';
import { runCommand } from '../../electron/launch/project.mjs';

/** `npm run looks [-- --view NAME]`: a screenshot of every view, dialog and menu in each kind of window; see `looks-command.ts`. */
await runCommand(async () => {
  const node = await ensureInstalled();
  await ensureBuilt('renderer', node);
  await ensureBuilt('headless', node);
  return (await runToEnd(node, ['test/looks/looks-command.ts', ...process.argv.slice(2)])).status;
});
