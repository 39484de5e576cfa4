import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { projectFolder } from './project.mjs';

/**
 * npm hands SIGTERM to the shell between it and this process, and that shell ends without passing it on: a parent that
 * changes is then the sign to end. Only under npm: a command that was started by itself may outlive its shell.
 */
const parentWatch = 250;

/** @type {NodeJS.Signals[]} */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * @typedef {object} Ended
 * @property {number} status exit status as a shell gives it: 128 + n for a process that signal n ended
 * @property {NodeJS.Signals | null} signal
 */

/**
 * Runs a program in the foreground to its end. A signal that asks this process to end is handed on, once each, and the
 * program decides what it means: nothing stays behind, and its exit status is the command's.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ stdout?: 'inherit' | 'stderr', quiet?: boolean, env?: NodeJS.ProcessEnv, limit?: number }} [options] `stdout: 'stderr'` sends
 *   what it prints to stderr, `quiet` drops all that it prints; `limit` is a time limit in milliseconds
 * @returns {Promise<Ended>}
 */
export function runToEnd(program, args, { stdout = 'inherit', quiet = false, env = process.env, limit } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: projectFolder,
      env,
      stdio: quiet ? 'ignore' : ['inherit', stdout === 'stderr' ? 2 : 'inherit', 'inherit'],
      ...(limit === undefined ? {} : { timeout: limit }),
    });
    /** @type {Map<NodeJS.Signals, () => void>} */
    const handlers = new Map();
    for (const signal of endings) {
      let handedOn = false;
      handlers.set(signal, () => {
        if (!handedOn) child.kill(signal);
        handedOn = true;
      });
    }
    for (const [signal, handler] of handlers) process.on(signal, handler);
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) handlers.get('SIGTERM')?.();
    }, parentWatch);
    const release = () => {
      clearInterval(watch);
      for (const [signal, handler] of handlers) process.off(signal, handler);
    };
    child.once('error', (error) => {
      release();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      release();
      resolve({ status: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), signal });
    });
  });
}
