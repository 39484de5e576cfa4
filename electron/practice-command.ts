import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ControlServer, startControlServer } from './practice/control/control-server.ts';
import { type Practice, startPractice } from './practice/practice.ts';

/** `npm run practice -- [--json]`: the practice servers alone, until SIGINT or SIGTERM. */

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

const stopSignal = () =>
  new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });

async function run(form: 'text' | 'json'): Promise<void> {
  const stopped = stopSignal();
  const folder = await mkdtemp(join(tmpdir(), 'nbwss-practice-')); // mode 0700
  try {
    const running = await start(folder);
    process.stdout.write(`${form === 'json' ? JSON.stringify(readyLine(running)) : readableText(running)}\n`);
    await stopped;
    await Promise.all([running.practice.close(), ...running.controls.map((control) => control.close())]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const flags = process.argv.slice(2);
const unknown = flags.find((flag) => flag !== '--json');
if (unknown !== undefined) {
  process.stderr.write(`practice: unknown flag ${unknown}; usage: npm run practice -- [--json]\n`);
  process.exitCode = 2;
} else {
  run(flags.includes('--json') ? 'json' : 'text').catch((error: unknown) => {
    process.stderr.write(`practice: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
