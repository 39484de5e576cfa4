import { runToEnd } from '../../electron/launch/child.mjs';
import { ensureInstalled } from '../../electron/launch/install.mjs';
import { runCommand } from '../../electron/launch/project.mjs';

/** `npm run checklist`: undoes each item of Electron's security checklist, one at a time, and sees its test fail. */
await runCommand(async () => {
  const node = await ensureInstalled();
  return (await runToEnd(node, ['test/checklist/checklist-command.ts', ...process.argv.slice(2)])).status;
});
