import { openDataFolder } from '../../electron/service/data-folder.ts';

/** A process that opens the data folder that it is given, as the host that it is given, prints `held` or why not, and stays until it is ended. */
const [folder = '', host = 'headless'] = process.argv.slice(2);
try {
  const held = openDataFolder(folder, { host: host === 'desktop' ? 'desktop' : 'headless' });
  process.stdout.write('held\n');
  // Keeps it: the lock goes with the last reference to it.
  process.stdin.on('end', held.release).resume();
} catch (error) {
  process.stdout.write(`${error}\n`);
}
