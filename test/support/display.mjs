import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Does work that opens windows: on the display that there is, else on an invisible one of its own, which ends with it.
 *
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDisplay(work) {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return work({});
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  try {
    const number = await displayNumber(server);
    return await work({ DISPLAY: `:${number}` });
  } finally {
    server.kill();
  }
}

/**
 * Xvfb picks a free number itself and writes it to the descriptor once it is ready.
 *
 * @param {import('node:child_process').ChildProcess} server
 */
async function displayNumber(server) {
  const ready = /** @type {import('node:stream').Readable} */ (server.stdio[3]);
  const gone = once(server, 'exit').then(() => {
    throw new Error('Xvfb could not start.');
  });
  const [line] = await Promise.race([once(ready, 'data'), gone]);
  gone.catch(() => {}); // its end after the work is no news
  return String(line).trim();
}
