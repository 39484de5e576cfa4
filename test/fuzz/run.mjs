import { runToEnd } from '../../electron/launch/child.mjs';
import { ensureInstalled } from '../../electron/launch/install.mjs';
import { runCommand } from '../../electron/launch/project.mjs';
import { inTemporaryFolder } from '../support/in-temporary-folder.mjs';

/** `npm run fuzz -- --cycles N --seed S`: mutated messages and frames against the real service; the last line is JSON. */
await runCommand(async () => {
  const node = await ensureInstalled();
  const args = ['test/fuzz/fuzz-command.ts', ...process.argv.slice(2)];
  const { status } = await inTemporaryFolder('fuzz', (env) => runToEnd(node, args, { env }));
  return status;
});
