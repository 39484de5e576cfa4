import { runToEnd } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { runCommand } from './project.mjs';

/** `npm run practice`: the practice servers, until they are stopped. */
await runCommand(async () => {
  const node = await ensureInstalled();
  return (await runToEnd(node, ['electron/practice-command.ts', ...process.argv.slice(2)])).status;
});
