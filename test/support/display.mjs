import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Does work that opens windows: on the display that there is, else on invisible ones of its own, which end with it.
 *
 * @template T
 * @param {number} count how many windows may want the focus at once: each needs a display
 * @param {(displays: string[]) => Promise<T>} work is given their names, such as `:99`; none where there is a display
 * @returns {Promise<T>}
 */
export async function withDisplays(count, work) {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return work([]);
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'];
  const stdio = /** @type {const} */ (['ignore', 'ignore', 'ignore', 'pipe']);
  const servers = Array.from({ length: count }, () => spawn('Xvfb', args, { stdio: [...stdio] }));
  try {
    return await work(await Promise.all(servers.map(displayName)));
  } finally {
    for (const server of servers) server.kill();
  }
}

/**
 * Xvfb picks a free number itself and writes it to the descriptor once it is ready.
 *
 * @param {import('node:child_process').ChildProcess} server
 */
async function displayName(server) {
  const ready = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
  const gone = once(server, 'exit').then(() => {
    throw new Error('Xvfb could not start.');
  });
  const [line] = await Promise.race([once(ready, 'data'), gone]);
  gone.catch(() => {}); // its end after the work is no news
  return `:${String(line).trim()}`;
}
