import { ensureBuilt, headlessHost } from './build.mjs';
import { runToEnd } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { runCommand } from './project.mjs';

/** `npm run serve`: the headless host. */
await runCommand(async () => {
  const node = await ensureInstalled();
  await Promise.all([ensureBuilt('renderer', node), ensureBuilt('headless', node)]);
  return (await runToEnd(node, [headlessHost, ...process.argv.slice(2)])).status;
});
