import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../fuzz/random.ts';
import { clearAwayWhenAsked } from './clear-away.ts';
import { type Fault, pause } from './fault.ts';
import { type Finding, findingLine } from './finding.ts';
import { JobJudge } from './judge-jobs.ts';
import { activationFault, serviceFault } from './service-faults.ts';
import { baseline, settle, silence } from './settle.ts';
import { Stage } from './stage.ts';
import { diskFault, failOverFault, netBackupFault, siteFault } from './world-faults.ts';

export interface CampaignOptions {
  readonly cycles: number;
  readonly seed: number;
  /** Takes one line for people. */
  readonly say: (line: string) => void;
}

/** The results file. */
export interface CampaignResult {
  cycles: number;
  /** `kill -9` of the service. */
  kills: number;
  /** Times that the network to a cloud application was cut, stalled, half open or slow. */
  cuts: number;
  /** Times that a cloud application, NetBackup or the disk was out of service. */
  outages: number;
  /** Notifications that were due, counted for each of the three groups. */
  produced: number;
  /** Those of them that arrived. */
  delivered: number;
  lost: number;
  outOfOrder: number;
  duplicatesWithoutResend: number;
  seed: number;
  seconds: number;
}

/** One cycle as it went, for a picture. */
export interface CampaignCycle {
  /** Since the start, when it ended. */
  readonly seconds: number;
  /** Changes of NetBackup until then. */
  readonly changes: number;
  /** Messages that reached each group until then, those that came again included. */
  readonly messages: Readonly<Record<string, number>>;
  /** What happened, by what was hit: the service, the network, or what the service needs. */
  readonly happened: readonly ('kill' | 'cut' | 'outage' | 'other')[];
}

export interface CampaignOutcome {
  readonly result: CampaignResult;
  readonly cycles: readonly CampaignCycle[];
  readonly findings: readonly Finding[];
  /** Data folder, log and what the service said, when something was found. */
  readonly kept: string | undefined;
}

/**
 * The fault campaign: the real service in a process of its own, kills and outages in seeded disorder, and at the end the question
 * whether every group got everything once, in order (N-11 to N-16, decisions 20 to 25).
 *
 * The seed decides what happens and when it is planned; what meets what in which moment is the machine's.
 * @throws when the stage itself fails; then too its folder is kept, and named in what is said
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignOutcome> {
  const { seed, say } = options;
  const folder = mkdtempSync(join(tmpdir(), 'nbwss-faults-'));
  const setting = Stage.set(folder, new Random(seed ^ 0x5bd1e995));
  const goOn = clearAwayWhenAsked(folder, setting);
  const stage = await setting;
  let isClean = false;
  try {
    const campaign = new Campaign(options, stage);
    const outcome = await campaign.run();
    isClean = outcome.findings.length === 0;
    return { ...outcome, kept: isClean ? undefined : folder };
  } finally {
    goOn();
    await stage.service.stop().catch((error: unknown) => say(`The service did not stop cleanly: ${String(error)}`));
    if (!isClean) {
      cpSync(stage.dataFolder, join(folder, 'data'), { recursive: true });
      say(`Data folder, logs and what the service said are kept in ${folder}`);
    }
    await stage.close();
    if (isClean) rmSync(folder, { recursive: true, force: true });
  }
}

class Campaign {
  readonly #options: CampaignOptions;
  readonly #stage: Stage;
  readonly #random: Random;
  readonly #started = performance.now();
  readonly #cycles: CampaignCycle[] = [];
  #cuts = 0;
  #outages = 0;

  constructor(options: CampaignOptions, stage: Stage) {
    this.#options = options;
    this.#stage = stage;
    this.#random = new Random(options.seed);
  }

  async run(): Promise<Omit<CampaignOutcome, 'kept'>> {
    const { cycles, say, seed } = this.#options;
    const { production, service, disk } = this.#stage;
    say(`Seed ${seed}. A full disk is made with ${disk.means ?? 'nothing: left out, for that takes root on Linux'}.`);
    await service.start();
    await baseline(this.#stage);
    production.start();
    for (let cycle = 1; cycle <= cycles; cycle++) await this.#cycle(cycle);
    await silence(this.#stage);
    const { produced, delivered, findings } = await settle(this.#stage, say);
    const starts = new JobJudge(this.#stage.record).due().filter((name) => name.endsWith('started')).length;
    say(`${produced} were due to all groups together, among them surely the starts of ${starts} jobs to each.`);
    const count = (kind: Finding['kind']) => findings.filter((each) => each.kind === kind).length;
    for (const found of findings.slice(0, 50)) say(findingLine(found));
    if (findings.length > 50) say(`… and ${findings.length - 50} more`);
    return {
      findings,
      cycles: this.#cycles,
      result: {
        cycles,
        kills: service.kills,
        cuts: this.#cuts,
        outages: this.#outages,
        produced,
        delivered,
        lost: count('lost'),
        outOfOrder: count('outOfOrder'),
        duplicatesWithoutResend: count('duplicateWithoutResend'),
        seed,
        seconds: Math.round((performance.now() - this.#started) / 1000),
      },
    };
  }

  async #cycle(cycle: number): Promise<void> {
    const faults = this.#choose();
    for (const { counts } of faults) {
      if (counts === 'cut') this.#cuts++;
      if (counts === 'outage') this.#outages++;
    }
    const started = performance.now();
    await Promise.all(faults.map((fault) => fault.run(this.#stage)));
    await pause(this.#random.below(400));
    const { say, cycles } = this.#options;
    const took = Math.round(performance.now() - started);
    const { groups, changes } = this.#stage.record;
    const messages = Object.fromEntries([...groups].map(([groupId, { length }]) => [groupId, length]));
    this.#cycles.push({
      seconds: (performance.now() - this.#started) / 1000,
      changes: changes.length,
      messages,
      happened: faults.map(({ counts, name }) => counts ?? (name.startsWith('kill') ? 'kill' : 'other')),
    });
    const counts = Object.entries(messages)
      .map(([groupId, count]) => `${groupId} ${count}`)
      .join(', ');
    const what = faults.map(({ name }) => name).join('; ');
    say(`${cycle}/${cycles} (${took} ms; changes ${changes.length}; messages ${counts}): ${what}`);
  }

  /** One to four faults with different targets; all that is random is decided here. */
  #choose(): Fault[] {
    const random = this.#random;
    const stage = this.#stage;
    const faults: Fault[] = [];
    if (!random.isOneIn(3)) faults.push(serviceFault(random));
    for (let left = 1 + random.below(3); left > 0; left--) {
      const kind = random.below(12);
      if (kind < 7) faults.push(siteFault(random, random.of(stage.sites as [Stage['sites'][0], ...Stage['sites']])));
      else if (kind < 8) faults.push(failOverFault(random));
      else if (kind < 10) faults.push(netBackupFault(random));
      else if (kind < 11) faults.push(activationFault(random, stage));
      else if (stage.disk.means !== undefined) faults.push(diskFault(random));
    }
    const targets = new Set<string>();
    return faults.filter(({ target }) => {
      const isFree = !targets.has(target);
      targets.add(target);
      return isFree;
    });
  }
}
