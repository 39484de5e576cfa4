import { ensureBuilt } from '../../electron/launch/build.mjs';
import { runToEnd } from '../../electron/launch/child.mjs';
import { ensureInstalled } from '../../electron/launch/install.mjs';
import { runCommand } from '../../electron/launch/project.mjs';

/** `npm run faults -- --cycles N [--seed S] --json FILE`: kills and outages, and whether anything was lost; see `campaign.ts`. */
await runCommand(async () => {
  const node = await ensureInstalled();
  await ensureBuilt('headless', node);
  return (await runToEnd(node, ['test/faults/faults-command.ts', ...process.argv.slice(2)])).status;
});
