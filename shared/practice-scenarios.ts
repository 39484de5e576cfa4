/**
 * Decision 47: what can be made to happen at the practice servers. The flags of `npm run practice`, the Console API and the pane
 * "Practice" are derived from this table. No schema library: the window reads it.
 */

/** A number that a scenario takes: whole, within bounds. */
export interface ScenarioAmount {
  readonly unit: 'jobs' | 'seconds';
  readonly least: number;
  readonly most: number;
  /** When none is given. */
  readonly preset: number;
}

export interface ScenarioEntry {
  readonly at: 'NetBackup' | 'cloud application';
  readonly label: string;
  /** What happens, as a sentence with the amount in it, or `N` where none is known. */
  does(amount: number | 'N'): string;
  readonly amount: ScenarioAmount | null;
}

const seconds = (preset: number, most: number): ScenarioAmount => ({ unit: 'seconds', least: 1, most, preset });

export const practiceScenarios = {
  backup: {
    at: 'NetBackup',
    label: 'Start backup',
    does: () => 'A backup of 10 s starts: three jobs, two images.', // N-17
    amount: null,
  },
  restore: { at: 'NetBackup', label: 'Start restore', does: () => 'A restore of 6 s starts.', amount: null }, // N-18
  delete: {
    at: 'NetBackup',
    label: 'Expire an image',
    does: () => 'An image expires and is deleted.', // N-19
    amount: null,
  },
  air: {
    at: 'NetBackup',
    label: 'Expire a replicated image',
    does: () => 'The local copies of a replicated image (AIR) expire; the image stays.', // N-20
    amount: null,
  },
  burst: {
    at: 'NetBackup',
    label: 'Burst of jobs',
    does: (amount) => `${amount} backup jobs start at once, and end 6 s later with an image each.`,
    amount: { unit: 'jobs', least: 1, most: 2000, preset: 200 },
  },
  'netbackup-outage': {
    at: 'NetBackup',
    label: 'Outage of NetBackup',
    does: (amount) => `NetBackup cannot be reached for ${amount} seconds.`,
    amount: seconds(30, 3600),
  },
  outage: {
    at: 'cloud application',
    label: 'Outage',
    does: (amount) => `It closes its connections and takes none for ${amount} seconds.`,
    amount: seconds(30, 3600),
  },
  'renew-certificate': {
    at: 'cloud application',
    label: 'Certificate renewal',
    does: () => 'It has another certificate from now on, which has to be accepted again; its connections are closed.',
    amount: null,
  },
  'expire-token': {
    at: 'cloud application',
    label: 'Token expiry',
    does: () =>
      'It refuses the token from now on and closes its connections; its details file and URL have a new token.',
    amount: null,
  },
  'slow-acknowledgements': {
    at: 'cloud application',
    label: 'Slow acknowledgements',
    does: (amount) => `It acknowledges each notification ${amount} seconds late.`,
    amount: seconds(8, 600),
  },
  'no-acknowledgements': {
    at: 'cloud application',
    label: 'No acknowledgements',
    does: () => 'It acknowledges no notification; NBWSS sends them again.',
    amount: null,
  },
  'lost-pongs': {
    at: 'cloud application',
    label: 'Lost pongs',
    does: () => 'It answers no ping; NBWSS closes the connection after keepAlive.maxPongMissAllowed of them.',
    amount: null,
  },
  proper: {
    at: 'cloud application',
    label: 'Back to proper',
    does: () => 'It is online, acknowledges at once and answers pings again.',
    amount: null,
  },
} as const satisfies Readonly<Record<string, ScenarioEntry>>;

export type ScenarioName = keyof typeof practiceScenarios;
export const scenarioNames = Object.keys(practiceScenarios) as [ScenarioName, ...ScenarioName[]];
export const scenarioEntry = (name: ScenarioName): ScenarioEntry => practiceScenarios[name];

/** A scenario that is asked for. */
export interface GivenScenario {
  readonly scenario: ScenarioName;
  /** Default: the entry's preset. */
  readonly amount?: number | undefined;
  /** Id of the practice cloud application; default `1`. */
  readonly application?: string | undefined;
}

/** @returns why it cannot be run, in words; `undefined` when it can */
export function scenarioProblem({ scenario, amount, application }: GivenScenario): string | undefined {
  const { at, amount: takes } = scenarioEntry(scenario);
  if (amount !== undefined) {
    if (!takes) return `${scenario} takes no number`;
    const { least, most, unit } = takes;
    if (!Number.isInteger(amount) || amount < least || amount > most)
      return `${scenario} takes ${least} to ${most} ${unit}`;
  }
  return at === 'NetBackup' && application !== undefined
    ? `${scenario} is for NetBackup, not for a cloud application`
    : undefined;
}
