import { type GivenScenario, type ScenarioName, scenarioEntry } from '../../shared/practice-scenarios.ts';
import { makeCertificate } from './certificates.ts';
import type { Clock } from './clock.ts';
import { type LastingScenario, OddBehaviour } from './cloud/odd-behaviour.ts';
import { properBehaviour } from './cloud/proper-behaviour.ts';
import type { PracticeCloudApplication } from './cloud-application.ts';
import type { PracticeNetBackup } from './netbackup-server.ts';

type Server = PracticeNetBackup | PracticeCloudApplication;

interface Stage {
  readonly clock: Clock;
  readonly netBackup: PracticeNetBackup;
  /** Its details have changed: the file has to be written anew. */
  writeDetails(application: PracticeCloudApplication): Promise<void>;
}

/** What a scenario is run with: its amount, or the preset one, and the cloud application that it is for. */
interface Cast {
  readonly amount: number;
  readonly application: PracticeCloudApplication;
}

/** Close codes of RFC 6455: restarting, policy. */
const restarting = 1012;
const policy = 1008;

/** Runs the scenarios of `shared/practice-scenarios.ts` at the practice servers. */
export class PracticeScenarios {
  readonly #stage: Stage;
  readonly #outages = new Map<Server, { cancel(): void }>();
  readonly #odd = new Map<PracticeCloudApplication, OddBehaviour>();
  readonly #inForce = new Map<PracticeCloudApplication, Set<LastingScenario>>();
  readonly #run: Readonly<Record<ScenarioName, (cast: Cast) => unknown>>;

  constructor(stage: Stage) {
    this.#stage = stage;
    const { netBackup } = stage;
    const { scenarios } = netBackup;
    const lasting = (scenario: LastingScenario) => (cast: Cast) => this.#behave(scenario, cast);
    this.#run = {
      backup: () => scenarios.startBackup(),
      restore: () => scenarios.startRestore(),
      delete: () => scenarios.startExpiry(),
      air: () => scenarios.startExpiryOfReplicated(),
      burst: ({ amount }) => scenarios.startBurst(amount),
      'netbackup-outage': ({ amount }) => this.#outage(netBackup, amount),
      outage: ({ amount, application }) => this.#outage(application, amount),
      'renew-certificate': async ({ application }) => {
        application.listener.replaceCertificate(await makeCertificate({ commonName: application.hostName }));
        application.closeConnections(restarting, 'Certificate renewed');
      },
      'expire-token': async ({ application }) => {
        application.replaceToken();
        await stage.writeDetails(application);
        application.closeConnections(policy, 'Token expired');
      },
      'slow-acknowledgements': lasting('slow-acknowledgements'),
      'no-acknowledgements': lasting('no-acknowledgements'),
      'lost-pongs': lasting('lost-pongs'),
      proper: ({ application }) => this.#makeProper(application),
    };
  }

  /** @throws the system's error when the details file cannot be written, or the port of a server that comes back was taken */
  async run({ scenario, amount }: GivenScenario, application: PracticeCloudApplication): Promise<void> {
    await this.#run[scenario]({ amount: amount ?? scenarioEntry(scenario).amount?.preset ?? 0, application });
  }

  /** What stays in force at an application until it is proper again, in the order in which it began. */
  inForce(application: PracticeCloudApplication): LastingScenario[] {
    return [...(this.#inForce.get(application) ?? [])];
  }

  /** Somebody has put a server on line or off line by hand: an outage with an end in time is over. */
  forgetOutage(server: Server): void {
    this.#outages.get(server)?.cancel();
    this.#outages.delete(server);
  }

  /** Nothing happens any more. */
  stop(): void {
    for (const server of [...this.#outages.keys()]) this.forgetOutage(server);
    for (const odd of this.#odd.values()) odd.stop();
  }

  async #outage(server: Server, seconds: number): Promise<void> {
    this.forgetOutage(server);
    const timer = this.#stage.clock.setTimeout(() => {
      this.#outages.delete(server);
      // A port that was taken meanwhile leaves the server off line, as the console shows.
      server.setOnline(true).catch(() => undefined);
    }, seconds * 1000);
    this.#outages.set(server, timer);
    await server.setOnline(false);
  }

  #behave(scenario: LastingScenario, { amount, application }: Cast): void {
    const odd = this.#odd.get(application) ?? new OddBehaviour(this.#stage.clock);
    this.#odd.set(application, odd);
    application.behaviour = { ...application.behaviour, ...odd.of(scenario, amount) };
    const inForce = this.#inForce.get(application) ?? new Set();
    // Slow ones and none at all take each other's place.
    if (scenario === 'slow-acknowledgements') inForce.delete('no-acknowledgements');
    if (scenario === 'no-acknowledgements') inForce.delete('slow-acknowledgements');
    this.#inForce.set(application, inForce.add(scenario));
    application.changes.announce();
  }

  async #makeProper(application: PracticeCloudApplication): Promise<void> {
    this.#odd.get(application)?.stop();
    application.behaviour = { ...properBehaviour };
    this.#inForce.delete(application);
    this.forgetOutage(application);
    await application.setOnline(true);
    application.changes.announce();
  }
}
