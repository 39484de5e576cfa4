import { ensureBuilt, headlessHost } from './build.mjs';
import { runToEnd } from './child.mjs';
import { electronBinary } from './electron-runtime.mjs';
import { ensureInstalled } from './install.mjs';
import { projectFolder, runCommand, say } from './project.mjs';

/** An Electron that ends this soon by a crash never showed a window: a library or the sandbox's set-up is missing. */
const startUpTime = 3000;

/** `npm start`: the desktop app; where it cannot be opened, the headless host and the console in the default browser. */
await runCommand(async () => {
  const flags = process.argv.slice(2);
  const node = await ensureInstalled();
  await ensureBuilt('renderer', node);
  const opened = await openDesktopApp(node, flags);
  if (typeof opened === 'number') return opened;
  say(`${opened}: the headless host runs instead, and the console opens in a browser.`);
  await ensureBuilt('headless', node);
  return (await runToEnd(node, [headlessHost, '--open', ...flags])).status;
});

/**
 * Opens the desktop app and waits for its end.
 *
 * @param {string} node
 * @param {string[]} flags
 * @returns {Promise<number | string>} its exit status, or why it cannot be opened
 */
async function openDesktopApp(node, flags) {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return 'There is no display';
  const electron = await electronBinary(node);
  if (electron === null) return "Electron's own binary is not here and could not be downloaded";
  await ensureBuilt('electron', node);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []; // Chromium refuses to run as root in its sandbox
  const started = performance.now();
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE; // set by some editors' terminals, and Electron would then be a plain Node
  const { status, signal } = await runToEnd(electron, [...asRoot, projectFolder, ...flags], { env });
  const crashed = status === 127 || signal === 'SIGTRAP' || signal === 'SIGABRT' || signal === 'SIGSEGV';
  if (crashed && performance.now() - started < startUpTime) return `Electron could not start (${signal ?? status})`;
  return status;
}
