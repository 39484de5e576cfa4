import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../fuzz/random.ts';
import { type Fault, pause, within } from './fault.ts';
import { type Finding, findingLine } from './finding.ts';
import { judge, type Verdict } from './judge.ts';
import { JobJudge } from './judge-jobs.ts';
import { activationFault, serviceFault } from './service-faults.ts';
import { Stage } from './stage.ts';
import { diskFault, failOverFault, netBackupFault, siteFault } from './world-faults.ts';

export interface CampaignOptions {
  readonly cycles: number;
  readonly seed: number;
  /** Takes one line for people. */
  readonly say: (line: string) => void;
}

/** `interfaces.md`, "Results files". */
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

export interface CampaignOutcome {
  readonly result: CampaignResult;
  readonly findings: readonly Finding[];
  /** Data folder, log and what the service said, when something was found. */
  readonly kept: string | undefined;
}

/** Milliseconds that the wait at the end may go on without anything that was missing arriving. */
const patience = 90_000;
const startLimit = 120_000;

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
  const stage = await Stage.set(folder, new Random(seed ^ 0x5bd1e995));
  const end = () => void stage.close().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  let isClean = false;
  try {
    const campaign = new Campaign(options, stage);
    const outcome = await campaign.run();
    isClean = outcome.findings.length === 0;
    return { ...outcome, kept: isClean ? undefined : folder };
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
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
    await this.#baseline();
    production.start();
    for (let cycle = 1; cycle <= cycles; cycle++) await this.#cycle(cycle);
    await this.#silence();
    const { produced, delivered, findings } = await this.#settle();
    const starts = new JobJudge(this.#stage.record).due().filter((name) => name.endsWith('started')).length;
    say(`${produced} were due to all groups together, among them surely the starts of ${starts} jobs to each.`);
    const count = (kind: Finding['kind']) => findings.filter((each) => each.kind === kind).length;
    for (const found of findings.slice(0, 50)) say(findingLine(found));
    if (findings.length > 50) say(`… and ${findings.length - 50} more`);
    return {
      findings,
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

  /** Decision 25: what is there first is taken stock of silently. */
  async #baseline(): Promise<void> {
    await this.#polledAgain();
    this.#stage.netBackupRecord.begin();
  }

  /** Two more polls of jobs and passes over the catalogue have begun: the first of each is over. */
  async #polledAgain(): Promise<void> {
    const { netBackupRecord, netBackup } = this.#stage;
    const [polls, passes] = [netBackupRecord.jobPolls.length, netBackupRecord.imagePasses.length];
    await netBackup.changes.until(
      'jobs and images are polled',
      () => netBackupRecord.jobPolls.length >= polls + 2 && netBackupRecord.imagePasses.length >= passes + 2,
      startLimit,
    );
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
    const messages = [...groups].map(([groupId, arrivals]) => `${groupId} ${arrivals.length}`).join(', ');
    const what = faults.map(({ name }) => name).join('; ');
    say(`${cycle}/${cycles} (${took} ms; changes ${changes.length}; messages ${messages}): ${what}`);
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

  /** N-12: the last fault: every group is sent something that nobody acknowledges, so that only a timer brings it again. */
  async #silence(): Promise<void> {
    const { sites, moments } = this.#stage;
    for (const { recorder } of sites) recorder.withhold();
    const groupIds = new Set(sites.map(({ groupId }) => groupId));
    const isSilent = (groupId: string) => sites.some((site) => site.groupId === groupId && site.recorder.isWaitedFor);
    // It comes before it is held back: `stored` and `polled` are announced later, when it is.
    await within(patience, [moments.stored, moments.polled], () => [...groupIds].every(isSilent));
    for (const { recorder } of sites) recorder.release(false);
  }

  /** All faults have ended: waits until everything has arrived, and nothing more comes. */
  async #settle(): Promise<Verdict> {
    const { say } = this.#options;
    const { production, netBackup, moments, record } = this.#stage;
    production.stop();
    await netBackup.changes.until('NetBackup has done its work', () => production.isOver, startLimit);
    let verdict = judge(record);
    let progress = Date.now();
    say(`All faults have ended; ${verdict.produced - verdict.delivered} notifications are on their way.`);
    while (missing(verdict) > 0 && Date.now() - progress < patience) {
      await within(patience, [moments.acknowledged, moments.polled]);
      await pause(100); // what comes together is judged together
      const now = judge(this.#stage.record);
      if (now.delivered > verdict.delivered) progress = Date.now();
      verdict = now;
    }
    if (missing(verdict) === 0) await this.#polledAgain();
    return judge(this.#stage.record);
  }
}

const missing = ({ findings }: Verdict) => findings.filter(({ kind }) => kind === 'lost').length;
