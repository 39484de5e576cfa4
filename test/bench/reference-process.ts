import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnProcess } from '../support/headless-process.ts';

/** One of the programs in `reference/`, in a process of its own. What it has to know is in a file that it is given. */
export class ReferenceProcess {
  readonly process: OwnProcess;
  /** When the process was started, as `performance.now()` tells. */
  readonly started: number;
  readonly #folder: string;

  /** @param name of the script, without its ending */
  constructor(name: string, settings: Readonly<Record<string, unknown>>, env: Record<string, string> = {}) {
    this.#folder = mkdtempSync(join(tmpdir(), 'nbwss-bench-'));
    const file = join(this.#folder, 'settings.json');
    writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
    this.started = performance.now();
    this.process = new OwnProcess(`test/bench/reference/${name}.ts`, [file], env);
  }

  get pid(): number | undefined {
    return this.process.child.pid;
  }

  async close(): Promise<void> {
    await this.process.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
