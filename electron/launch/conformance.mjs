import { runToEnd } from './child.mjs';
import { ensureInstalled } from './install.mjs';
import { runCommand } from './project.mjs';

/** `npm run conformance`: tests a provider's endpoint as NBWSS would use it. */
await runCommand(async () => {
  const node = await ensureInstalled();
  return (await runToEnd(node, ['electron/conformance-command.ts', ...process.argv.slice(2)])).status;
});
