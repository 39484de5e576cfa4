import { ensureBuilt } from '../../electron/launch/build.mjs';
import { runToEnd } from '../../electron/launch/child.mjs';
import { ensureInstalled } from '../../electron/launch/install.mjs';
import { runCommand } from '../../electron/launch/project.mjs';
import { inTemporaryFolder } from '../support/in-temporary-folder.mjs';

/** `npm run bench -- [--only NAME] --json FILE`: the benchmarks, ours and the reference in the same run; see `benchmarks.ts`. */
await runCommand(async () => {
  const node = await ensureInstalled();
  await ensureBuilt('renderer', node);
  await ensureBuilt('headless', node);
  await ensureBuilt('electron', node);
  const args = ['test/bench/bench-command.ts', ...process.argv.slice(2)];
  const { status } = await inTemporaryFolder('bench', (env) => runToEnd(node, args, { env }));
  return status;
});
