import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAwayWhenAsked } from '../faults/clear-away.ts';
import { type Fault, pause } from '../faults/fault.ts';
import { type Finding, findingLine } from '../faults/finding.ts';
import { activationFault } from '../faults/service-faults.ts';
import { baseline, settle, silence } from '../faults/settle.ts';
import { Stage } from '../faults/stage.ts';
import { failOverFault, netBackupFault, siteFault } from '../faults/world-faults.ts';
import { Random } from '../fuzz/random.ts';
import type { Happening } from '../plots/draw-plot.ts';
import { CommandLoad } from './command-load.ts';
import { type Growth, grown, growthOf } from './growth.ts';
import { editProperties } from './properties-edits.ts';
import { type LoadSample, quantile, takeSample } from './sample.ts';

export interface EnduranceOptions {
  /** How long there is load, in minutes. */
  readonly minutes: number;
  readonly seed: number;
  /** Takes one line for people. */
  readonly say: (line: string) => void;
}

/** The results file. */
export interface EnduranceResult {
  readonly minutes: number;
  readonly seed: number;
  /** Answered with 200; `refused` otherwise, since NetBackup was away; `interrupted` by a cut. */
  readonly commands: { readonly answered: number; readonly refused: number; readonly interrupted: number };
  /** Milliseconds from sending to the answer. */
  readonly latency: { readonly median: number; readonly p99: number; readonly most: number };
  /** Notifications that were due, and arrived, counted for each group. */
  readonly produced: number;
  readonly delivered: number;
  readonly lost: number;
  readonly outOfOrder: number;
  readonly duplicatesWithoutResend: number;
  readonly cuts: number;
  readonly outages: number;
  readonly propertiesEdits: number;
  /** See {@link growthOf}. */
  readonly growth: Growth;
  readonly grown: readonly string[];
}

export interface EnduranceOutcome {
  readonly result: EnduranceResult;
  readonly samples: readonly LoadSample[];
  readonly happenings: readonly Happening[];
  readonly findings: readonly Finding[];
}

/** Samples of the whole time, however long it is. */
const sampleCount = 360;

/**
 * One service under real load for a long time: commands from each cloud application, notifications of all that NetBackup does,
 * cuts, outages, fail-overs, deactivations and edits of nbwss.properties, in one process that is never started again.
 */
export async function endure(options: EnduranceOptions): Promise<EnduranceOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-endurance-'));
  const setting = Stage.set(folder, new Random(options.seed ^ 0x5bd1e995));
  const goOn = clearAwayWhenAsked(folder, setting);
  const stage = await setting;
  try {
    const outcome = await new Endurance(options, stage).run();
    await stage.service.stop();
    return outcome;
  } finally {
    goOn();
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Endurance {
  readonly #options: EnduranceOptions;
  readonly #stage: Stage;
  readonly #random: Random;
  readonly #load: CommandLoad;
  readonly #samples: LoadSample[] = [];
  readonly #happenings: Happening[] = [];
  readonly #latencies: number[] = [];
  #began = 0;
  #isOver = false;

  constructor(options: EnduranceOptions, stage: Stage) {
    this.#options = options;
    this.#stage = stage;
    this.#random = new Random(options.seed);
    this.#load = new CommandLoad(stage.sites, new Random(options.seed + 1));
  }

  async run(): Promise<EnduranceOutcome> {
    const { minutes, seed, say } = this.#options;
    const { service, production } = this.#stage;
    await service.start();
    await baseline(this.#stage);
    this.#began = performance.now();
    production.start();
    this.#load.start();
    await Promise.all([this.#sampleAll(), this.#disturb(), this.#edit()]);
    await this.#load.stop();
    await silence(this.#stage);
    const { produced, delivered, findings } = await settle(this.#stage, say);
    for (const finding of findings.slice(0, 50)) say(findingLine(finding));
    const found = (kind: Finding['kind']) => findings.filter((each) => each.kind === kind).length;
    const happened = (kind: string) => this.#happenings.filter((each) => each.kind === kind).length;
    const sum = (of: 'answered' | 'refused' | 'interrupted') => this.#samples.reduce((all, { [of]: n }) => all + n, 0);
    const latency = (share: number) => Math.round((quantile(this.#latencies, share) ?? Number.NaN) * 10) / 10;
    const growth = growthOf(this.#samples);
    return {
      samples: this.#samples,
      happenings: this.#happenings,
      findings,
      result: {
        minutes,
        seed,
        commands: { answered: sum('answered'), refused: sum('refused'), interrupted: sum('interrupted') },
        latency: { median: latency(0.5), p99: latency(0.99), most: latency(1) },
        produced,
        delivered,
        lost: found('lost'),
        outOfOrder: found('outOfOrder'),
        duplicatesWithoutResend: found('duplicateWithoutResend'),
        cuts: happened('cut'),
        outages: happened('outage'),
        propertiesEdits: happened('properties edit'),
        growth,
        grown: grown(growth),
      },
    };
  }

  get #seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  async #sampleAll(): Promise<void> {
    const { minutes, say } = this.#options;
    for (let number = 1; number <= sampleCount; number++) {
      await pause(Math.max(0, (number * minutes * 60 * 1000) / sampleCount - this.#seconds * 1000));
      const { ready } = this.#stage.service;
      if (!ready) throw new Error('the service has ended');
      const sample = await takeSample(ready, this.#seconds);
      const { latencies, refused, interrupted } = this.#load.take();
      this.#latencies.push(...latencies);
      const [middle, p99] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
      const latency = middle === undefined || p99 === undefined ? undefined : { median: middle, p99 };
      this.#samples.push({ ...sample, answered: latencies.length, refused, interrupted, latency });
      if (number % (sampleCount / 12) === 0)
        say(
          `${Math.round(sample.seconds)} s: ${sample.residentMiB.toFixed(0)} MiB, heap ${sample.heapMiB.toFixed(0)} MiB, ${sample.acknowledged} acknowledged, commands ${middle?.toFixed(1) ?? '-'} ms`,
        );
    }
    this.#isOver = true;
  }

  /** One thing after the other goes wrong, with some quiet after each. */
  async #disturb(): Promise<void> {
    while (!this.#isOver) {
      const fault = this.#fault();
      this.#note(fault.counts ?? 'other');
      await fault.run(this.#stage);
      await pause(1_000 + this.#random.below(4_000));
    }
  }

  #fault(): Fault {
    const random = this.#random;
    const [first, ...others] = this.#stage.sites;
    if (!first) throw new Error('there is no cloud application');
    const kind = random.below(10);
    if (kind < 6) return siteFault(random, random.of([first, ...others]));
    if (kind < 7) return failOverFault(random);
    if (kind < 9) return netBackupFault(random);
    return activationFault(random, this.#stage);
  }

  async #edit(): Promise<void> {
    const random = new Random(this.#options.seed + 2);
    while (!this.#isOver) {
      await pause(5_000 + random.below(20_000));
      editProperties(join(this.#stage.dataFolder, 'nbwss.properties'), random);
      this.#note('properties edit');
    }
  }

  #note(kind: string): void {
    this.#happenings.push({ seconds: this.#seconds, kind });
  }
}
