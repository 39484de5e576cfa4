import { say } from '../../../electron/launch/project.mjs';
import { electronRuntime } from './runtime.mjs';

/** Prints the folder of an Electron runtime on stdout; exit 3 and the reason on stderr where there is none. */
const runtime = await electronRuntime();
if ('missing' in runtime) {
  say(`There is no Electron runtime: ${runtime.missing}.`);
  process.exitCode = 3;
} else {
  say(`From ${runtime.source}.`);
  process.stdout.write(`${runtime.folder}\n`);
}
