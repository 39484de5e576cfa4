import { appendFileSync } from 'node:fs';
import { Changes } from '../../electron/practice/changes.ts';
import { type OwnProcess, type Ready, startHeadless } from '../support/headless-process.ts';

export interface ServiceProcessOptions {
  /** Flags of the headless host. */
  readonly args: readonly string[];
  /** What it says goes into this file. */
  readonly outputFile: string;
  /** Its process starts or ends. */
  disturbed(): void;
}

/** The real headless host in a process of its own, ended and started again in every way. */
export class ServiceProcess {
  /** It has become ready, or has ended. */
  readonly changes = new Changes();
  kills = 0;
  readonly #options: ServiceProcessOptions;
  #process: OwnProcess | undefined;
  #ready: Ready | undefined;

  constructor(options: ServiceProcessOptions) {
    this.#options = options;
  }

  /** What its ready line says; `undefined` while it does not run or is not ready. */
  get ready(): Ready | undefined {
    return this.#ready;
  }

  /** Starts it, and resolves when it is ready. @throws when it ends before, unless it was killed */
  async start(): Promise<void> {
    const { args, outputFile, disturbed } = this.#options;
    disturbed();
    const started = startHeadless([...args]);
    this.#process = started;
    void started.ended.then(({ status, signal, stdout, stderr }) => {
      appendFileSync(outputFile, `${stdout}${stderr}ended with ${signal ?? status}\n`);
    });
    try {
      const ready = await started.ready();
      if (this.#process === started && started.child.signalCode === null) this.#ready = ready;
    } catch (error) {
      if ((await started.ended).signal !== 'SIGKILL') throw error;
    }
    disturbed();
    this.changes.announce();
  }

  /** Ends it as a power cut ends it, in this very moment. */
  kill(): void {
    const { child } = this.#process ?? {};
    if (!child || child.exitCode !== null || child.signalCode !== null || child.killed) return;
    child.kill('SIGKILL');
    this.kills++;
    this.#ready = undefined;
    this.#options.disturbed();
  }

  /** Waits until a killed one is gone. */
  async ended(): Promise<void> {
    await this.#process?.ended;
    this.changes.announce();
  }

  /** SIGTERM. @throws when it does not end cleanly */
  async stop(): Promise<void> {
    this.#ready = undefined;
    this.#options.disturbed();
    const ended = await this.#process?.end('SIGTERM');
    if (ended && ended.status !== 0) throw new Error(`the service ended with ${ended.signal ?? ended.status}`);
    this.changes.announce();
  }
}
