import { ensureBuilt } from './build.mjs';
import { runToEnd } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { runCommand } from './project.mjs';

/** `npm run serve`: the headless host. */
await runCommand(async () => {
  const node = await ensureInstalled();
  await ensureBuilt('renderer', node);
  return (await runToEnd(node, ['electron/headless.ts', ...process.argv.slice(2)])).status;
});
