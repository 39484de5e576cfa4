import { addressOf } from '../../../shared/host-name.ts';
import type { NetBackupTestStep } from '../../../shared/netbackup.ts';
import { netBackupTestSteps } from '../../../shared/netbackup-terms.ts';
import type { Clock } from '../clock.ts';
import { NetBackupClient } from '../command/netbackup-client.ts';
import type { Log } from '../log.ts';
import { chainJudge } from '../tls/certificate-judges.ts';
import { outcomeOf } from '../tls/probe-outcome.ts';
import { probeServer } from '../tls/probe-server.ts';
import { direct } from '../tls/proxy.ts';
import { unlessAborted } from '../unless-aborted.ts';
import { callAdvice, wayAdvice } from './advice.ts';
import { saidBy } from './answers.ts';
import { newestApiVersion } from './api-version.ts';
import { secretOf } from './credentials.ts';
import { firstRead } from './first-read.ts';
import type { NetBackupResult } from './own-call.ts';
import { NetBackupSession } from './session.ts';
import type { NetBackupSettings } from './settings.ts';

export interface ConnectionTestOptions {
  clock: Clock;
  log: Log;
  signal: AbortSignal;
}

type StepName = NetBackupTestStep['step'];
type Ended = Omit<NetBackupTestStep, 'step' | 'duration'>;

const passed = (detail: string): Ended => ({ verdict: 'passed', detail, advice: [] });
const warning = (detail: string, advice: readonly string[]): Ended => ({
  verdict: 'warning',
  detail,
  advice: [...advice],
});
const failed = (detail: string, advice: readonly string[]): Ended => ({
  verdict: 'failed',
  detail,
  advice: [...advice],
});

/**
 * "Test connection": the whole way from the name of the master server to a first read of its jobs, each step as it ends. After
 * a step that failed the others are not tried. It uses connections and a login of its own, and logs out again.
 * @param settings saved or not
 * @throws `signal.reason` when aborted
 */
export async function* testConnection(
  settings: NetBackupSettings,
  options: ConnectionTestOptions,
): AsyncGenerator<NetBackupTestStep, void, void> {
  const left = new Set<StepName>(netBackupTestSteps);
  for await (const step of attempt(settings, options)) {
    left.delete(step.step);
    yield step;
  }
  for (const step of left) yield { step, verdict: 'not tried', duration: null, detail: '', advice: [] };
}

async function* attempt(
  settings: NetBackupSettings,
  { clock, log, signal }: ConnectionTestOptions,
): AsyncGenerator<NetBackupTestStep, void, void> {
  const target = addressOf(new URL(settings.baseUrl));
  const anchors = [settings.caCertificate];
  const judge = chainJudge(target.host);
  for await (const probed of probeServer(target, { anchors, judge, route: direct, clock, signal })) {
    const { step, failure } = probed;
    if (step === 'proxy') throw new Error('NetBackup is reached without a proxy');
    yield { ...outcomeOf(probed, (kind) => ({ advice: wayAdvice[kind] })), step };
    if (failure) return;
  }
  const client = new NetBackupClient(settings, clock);
  const credentials = settings.credentials ?? { kind: 'none' };
  const session = new NetBackupSession({ client, credentials, clock, log, caller: 'connection test' });
  try {
    for (const [step, run] of callSteps(settings, session)) {
      const started = clock.monotonic();
      const ended = await unlessAborted(run(), signal);
      yield { ...ended, step, duration: Math.round(clock.monotonic() - started) };
      if (ended.verdict === 'failed') return;
    }
  } finally {
    await session.end();
    await client.close();
  }
}

function callSteps(
  { credentials = { kind: 'none' } }: NetBackupSettings,
  session: NetBackupSession,
): [StepName, () => Promise<Ended>][] {
  const secrets = [secretOf(credentials)];
  /** With an API key it is the first read that tells whether the key is accepted. */
  let read: NetBackupResult | undefined;
  return [
    [
      'ping',
      async () => {
        const result = await session.ping();
        if (result.kind === 'failure') return failed(result.message, callAdvice.ping);
        if (result.status === 200) return passed('NetBackup answers');
        return failed(`NetBackup answered the ping with ${saidBy(result, secrets)}`, callAdvice.ping);
      },
    ],
    [
      'api-version',
      async () => {
        const { current, server } = session.apiVersion;
        if (server === undefined)
          return warning('NetBackup does not say which version of its API it speaks', callAdvice.version);
        const newer = server > newestApiVersion ? `; the server speaks up to ${server}.0` : '';
        return passed(`${current}.0${newer}`);
      },
    ],
    [
      'credentials',
      async () => {
        if (credentials.kind === 'none') return warning('No credentials are set', callAdvice.none);
        if (credentials.kind === 'unreadable') return failed(credentials.problem, callAdvice.unreadable);
        if (credentials.kind === 'password') {
          const authorization = await session.authorize();
          if (authorization.kind === 'failure')
            return failed(authorization.reason ?? authorization.message, callAdvice.password);
          return passed(`Logged in as ${credentials.userName}`);
        }
        read = await session.ask(firstRead);
        const isRefused = read.kind === 'failure' && read.why === 'not accepted';
        return isRefused && read.kind === 'failure'
          ? failed(read.message, callAdvice.apiKey)
          : passed('The API key was accepted');
      },
    ],
    [
      'first-read',
      async () => {
        if (credentials.kind === 'none') return warning('Not tried without credentials', []);
        const result = read ?? (await session.ask(firstRead));
        if (result.kind === 'failure')
          return failed(result.message, result.why === 'not permitted' ? callAdvice.permission : callAdvice.server);
        if (result.status === 200) return passed('The jobs can be read');
        return failed(`NetBackup answered the question for jobs with ${saidBy(result, secrets)}`, callAdvice.server);
      },
    ],
  ];
}
