import { ensureBuilt } from '../../electron/launch/build.mjs';
import { runToEnd } from '../../electron/launch/child.mjs';
import { ensureInstalled } from '../../electron/launch/install.mjs';
import { runCommand } from '../../electron/launch/project.mjs';

/** `npm run endurance -- [--minutes M] [--seed S] --json FILE [--plot FILE.svg]`: an hour of load in one process; see `endurance.ts`. */
await runCommand(async () => {
  const node = await ensureInstalled();
  await ensureBuilt('headless', node);
  return (await runToEnd(node, ['test/endurance/endurance-command.ts', ...process.argv.slice(2)])).status;
});
