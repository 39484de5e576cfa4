import { openDataFolder } from '../../electron/service/data-folder.ts';

/** A process that opens the data folder that it is given, prints `held` or why not, and stays until it is ended. */
const [folder = ''] = process.argv.slice(2);
try {
  openDataFolder(folder);
  process.stdout.write('held\n');
  process.stdin.resume();
} catch (error) {
  process.stdout.write(`${error}\n`);
}
