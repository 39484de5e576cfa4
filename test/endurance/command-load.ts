import type { Site } from '../faults/stage.ts';
import type { Random } from '../fuzz/random.ts';

/** Between two commands of one cloud application, in milliseconds. */
const period = 100;

const uris = [
  '/netbackup/admin/jobs?page%5Blimit%5D=10',
  '/netbackup/admin/jobs?page%5Blimit%5D=50',
  '/netbackup/catalog/images?page%5Blimit%5D=10',
] as const;

/** What became of the commands since it was asked last. */
export interface CommandTally {
  /** Milliseconds from sending to the answer, of those that NetBackup answered with 200. */
  readonly latencies: readonly number[];
  /** Answered with 5xx: NetBackup was away or failed. */
  readonly refused: number;
  /** Without an answer: the connection went away meanwhile. */
  readonly interrupted: number;
}

/** Every cloud application that is connected asks NetBackup for something ten times a second, whether or not it has been answered. */
export class CommandLoad {
  readonly #sites: readonly Site[];
  readonly #random: Random;
  readonly #underWay = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #latencies: number[] = [];
  #refused = 0;
  #interrupted = 0;
  #unexpected: string | undefined;

  constructor(sites: readonly Site[], random: Random) {
    this.#sites = sites;
    this.#random = random;
  }

  start(): void {
    this.#timer = setInterval(() => {
      for (const site of this.#sites) {
        if (!site.recorder.application.connected) continue;
        const command = this.#send(site).finally(() => this.#underWay.delete(command));
        this.#underWay.add(command);
      }
    }, period);
  }

  /** No more commands. Resolves when the last one has been answered, or has been given up. @throws when one was answered in a way that no fault explains */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#underWay);
    if (this.#unexpected !== undefined) throw new Error(this.#unexpected);
  }

  take(): CommandTally {
    const tally = { latencies: this.#latencies, refused: this.#refused, interrupted: this.#interrupted };
    this.#latencies = [];
    this.#refused = 0;
    this.#interrupted = 0;
    return tally;
  }

  async #send({ recorder: { application } }: Site): Promise<void> {
    const began = performance.now();
    const { response } = await application.sendCommand({ method: 'GET', uri: this.#random.of(uris), body: '' });
    if (response === null) this.#interrupted++;
    else if (response.responseCode === 200) this.#latencies.push(performance.now() - began);
    else if (response.responseCode >= 500) this.#refused++;
    else this.#unexpected ??= `a command was answered ${response.responseCode}: ${response.body}`;
  }
}
