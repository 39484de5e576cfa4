import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { GivenScenario } from '../shared/practice-scenarios.ts';
import { type ControlServer, startControlServer } from './practice/control/control-server.ts';
import { type Practice, startPractice } from './practice/practice.ts';
import { readScenario, scenarioList } from './practice/scenario-flag.ts';

/** `npm run practice`: the practice servers alone, until SIGINT or SIGTERM. */
const usage = 'npm run practice -- [--json] [--scenario NAME]... [--list-scenarios]';
const help = `${usage}
  --json            print one line of JSON when ready
  --scenario NAME   what happens once NBWSS is connected; several happen one after the other
  --list-scenarios  the names of the scenarios and their bounds
`;

interface RunningPractice {
  readonly practice: Practice;
  readonly controls: readonly ControlServer[];
  readonly folder: string;
}

/** The one line of `--json`. */
function readyLine({ practice, controls, folder }: RunningPractice): object {
  const { netBackup, applications } = practice.status();
  const { origin, caFile, apiKey, userName, password } = netBackup;
  return {
    ready: true,
    netbackup: { origin, ca: caFile, apiKey, userName, password },
    applications: applications.map(
      ({ name, hostName, groupId, priority, endpointUrl, detailsFile, detailsUrl }, index) => ({
        name,
        hostName,
        groupId,
        priority,
        endpoint: endpointUrl,
        detailsFile,
        detailsUrl,
        control: controls[index]?.url ?? null,
      }),
    ),
    folder,
    pid: process.pid,
  };
}

function readableText({ practice, controls }: RunningPractice): string {
  const { netBackup, applications } = practice.status();
  const lines = [
    'Practice NetBackup master server',
    `  address    ${netBackup.origin}`,
    `  CA         ${netBackup.caFile}`,
    `  API key    ${netBackup.apiKey}`,
    `  user       ${netBackup.userName}`,
    `  password   ${netBackup.password}`,
  ];
  for (const [index, application] of applications.entries()) {
    lines.push(
      '',
      `${application.name} (group ${application.groupId}, priority ${application.priority})`,
      `  endpoint      ${application.endpointUrl}`,
      `  details file  ${application.detailsFile}`,
      `  details URL   ${application.detailsUrl}`,
      `  certificate   ${application.sha256Fingerprint}`,
      `  control page  ${controls[index]?.url ?? ''}/`,
    );
  }
  return [...lines, '', 'A small backup runs every minute. Stop with Ctrl+C.'].join('\n');
}

async function start(folder: string): Promise<RunningPractice> {
  const practice = await startPractice({ folder });
  const controls = await Promise.all(practice.applications.map(({ application }) => startControlServer(application)));
  practice.runBackupsNowAndThen();
  return { practice, controls, folder };
}

/**
 * A signal often comes twice, from the terminal or to the whole process group, and handed on by the command that started this one:
 * the second must not end it before the folder is gone.
 */
const stopSignal = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });

/** Once NBWSS is connected: before that nobody would see what happens. */
async function runScenarios(practice: Practice, scenarios: readonly GivenScenario[]): Promise<void> {
  for (const given of scenarios) {
    process.stderr.write(`practice: ${given.scenario} begins\n`);
    await practice.trigger(given);
  }
}

/** Calls `action` once, when NBWSS has connected to a practice cloud application. */
function whenConnected(practice: Practice, action: () => void): void {
  const stop = practice.onChange(() => {
    if (!practice.applications.some(({ application }) => application.connected)) return;
    stop();
    action();
  });
}

async function run({ form, scenarios }: Settings): Promise<void> {
  const stopped = stopSignal();
  const folder = await mkdtemp(join(tmpdir(), 'nbwss-practice-')); // mode 0700
  try {
    const running = await start(folder);
    try {
      process.stdout.write(`${form === 'json' ? JSON.stringify(readyLine(running)) : readableText(running)}\n`);
      const failed = new Promise<never>((_, reject) => {
        whenConnected(running.practice, () => void runScenarios(running.practice, scenarios).catch(reject));
      });
      await Promise.race([stopped, failed]);
    } finally {
      await Promise.all([running.practice.close(), ...running.controls.map((control) => control.close())]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Settings {
  readonly form: 'text' | 'json';
  readonly scenarios: readonly GivenScenario[];
}

/** @throws TypeError for an unknown flag; RangeError for a scenario that there is not; each with one line for people */
function readFlags(args: string[]): Settings | 'list' | 'help' {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      scenario: { type: 'string', multiple: true, default: [] },
      'list-scenarios': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values['list-scenarios']) return 'list';
  return { form: values.json ? 'json' : 'text', scenarios: values.scenario.map(readScenario) };
}

const problemLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0];

try {
  const settings = readFlags(process.argv.slice(2));
  if (settings === 'help') process.stdout.write(help);
  else if (settings === 'list') process.stdout.write(`${scenarioList()}\n`);
  // At once: a process that ends by itself takes its handlers away some milliseconds before it is gone, and a second signal then kills it.
  else
    run(settings).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`practice: ${problemLine(error)}\n`);
        process.exit(1);
      },
    );
} catch (error) {
  process.stderr.write(`practice: ${problemLine(error)}; usage: ${usage}\n`);
  process.exitCode = 2;
}
