import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { headlessHost } from '../../electron/launch/build.mjs';
import { projectFolder } from '../../electron/launch/project.mjs';

/** What the ready line says. */
export interface Ready {
  ready: true;
  console: string;
  api: string;
  token: string;
  data: string;
  pid: number;
}

/** How a process ended, and what it had to say. */
export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A real process of ours under test; `end` is for `afterEach`. */
export class OwnProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';
  readonly #firstLine: Promise<string>;

  /**
   * @param script a file of the project that Node runs
   * @param user another one, which only root can take
   */
  constructor(
    script: string,
    args: string[],
    env: Record<string, string> = {},
    user: { uid?: number; gid?: number } = {},
  ) {
    this.child = spawn(process.execPath, [join(projectFolder, script), ...args], {
      cwd: projectFolder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    this.child.stderr?.on('data', (text) => {
      this.#stderr += text;
    });
    this.child.stdout?.on('data', (text) => {
      this.#stdout += text;
    });
    this.ended = once(this.child, 'close').then(([status, signal]) => ({
      status,
      signal,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
    const lines = createInterface({ input: this.child.stdout ?? process.stdin });
    const line = once(lines, 'line').then(([text]) => String(text));
    this.#firstLine = Promise.race([
      line,
      this.ended.then(({ status, stderr }) =>
        Promise.reject(new Error(`${script} ended with ${status} before a line: ${stderr}`)),
      ),
    ]);
    this.#firstLine.catch(() => undefined); // a test that awaits the end has no use for it
  }

  /** The one line on stdout of `--json`, parsed. */
  async ready<T = Ready>(): Promise<T> {
    return JSON.parse(await this.line()) as T;
  }

  /** The first line on stdout. */
  line(): Promise<string> {
    return this.#firstLine;
  }

  /** What it has said so far, on stdout after the ready line and on stderr. */
  get output(): string {
    return this.#stdout.replace(/^.*\n/, '') + this.#stderr;
  }

  /** Ends it if it still runs, and waits. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.ended;
  }
}

export const startHeadless = (args: string[], env?: Record<string, string>) =>
  new OwnProcess(headlessHost, ['--json', ...args], env);
