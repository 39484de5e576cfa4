import { asNbwssError } from '../../shared/error-catalogue.ts';
import { addressOf } from '../../shared/host-name.ts';
import { masterTestSteps } from '../../shared/master-terms.ts';
import type { MasterTestStep } from '../../shared/masters.ts';
import type { Clock } from '../service/clock.ts';
import type { Log } from '../service/log.ts';
import { outcomeOf } from '../service/tls/probe-outcome.ts';
import { probeServer } from '../service/tls/probe-server.ts';
import { direct, type Route } from '../service/tls/proxy.ts';
import { unlessAborted } from '../service/unless-aborted.ts';
import { HeadlessMaster } from './headless-master.ts';
import type { CheckedMaster } from './master-form.ts';
import { isSecure, trustAt } from './master-trust.ts';
import { NetBackupMaster } from './netbackup-master.ts';
import type { RemoteKind } from './remote-kind.ts';
import { wayAdvice } from './way-advice.ts';

export interface MasterTestOptions {
  clock: Clock;
  log: Log;
  /** Decision 14 */
  route: Route;
  signal: AbortSignal;
}

type StepName = MasterTestStep['step'];
const notTried = (step: StepName, detail = ''): MasterTestStep => ({
  step,
  verdict: 'not tried',
  duration: null,
  detail,
  advice: [],
});

/**
 * "Test connection": the way from the name of a master server to its list, each step as it ends. After one that failed the others
 * are not tried. It uses connections and a login of its own, and logs out again.
 * @throws `signal.reason` when aborted
 */
export async function* testMaster(
  checked: CheckedMaster,
  options: MasterTestOptions,
): AsyncGenerator<MasterTestStep, void, void> {
  const left = new Set<StepName>(masterTestSteps);
  left.delete('proxy');
  for await (const step of attempt(checked, options)) {
    left.delete(step.step);
    yield step;
  }
  for (const step of left) yield notTried(step);
}

async function* attempt(
  { master, secret }: CheckedMaster,
  options: MasterTestOptions,
): AsyncGenerator<MasterTestStep, void, void> {
  const { clock, log, route, signal } = options;
  for await (const step of way(master, options)) {
    yield step;
    if (step.verdict === 'failed') return;
  }
  const Kind = { NetBackup: NetBackupMaster, 'headless host': HeadlessMaster }[master.kind];
  const kind = new Kind({ master, secret, clock, log, route });
  try {
    for (const { step, run, detail } of calls(kind)) {
      if (!run) {
        yield notTried(step, detail);
        continue;
      }
      const started = clock.monotonic();
      const duration = () => Math.round(clock.monotonic() - started);
      try {
        yield { step, verdict: 'passed', detail: await unlessAborted(run(), signal), duration: duration(), advice: [] };
      } catch (error) {
        if (signal.aborted) throw error;
        const { code, lines, causes, actions } = asNbwssError(error).report;
        if (code === 'internal') log.error('master server not tested', {}, error);
        const text = [...lines, ...causes].join(': ');
        yield { step, verdict: 'failed', detail: text, duration: duration(), advice: actions };
        return;
      }
    }
  } finally {
    await kind.end();
  }
}

/** Name, TCP, the proxy where there is one and, but for plain HTTP, TLS with the certificate. */
async function* way(
  { kind, origin, trust }: CheckedMaster['master'],
  { clock, route, signal }: MasterTestOptions,
): AsyncGenerator<MasterTestStep, void, void> {
  const url = new URL(origin);
  const secure = isSecure(origin);
  const target = { ...addressOf(url), ...(secure || url.port !== '' ? {} : { port: 80 }) };
  const judged = secure ? trustAt(origin, trust, clock) : { anchors: [], judge: () => undefined };
  for await (const probed of probeServer(target, { ...judged, route: secure ? route : direct, clock, signal })) {
    const { step } = probed;
    yield { ...outcomeOf(probed, (failure) => ({ advice: wayAdvice(kind, failure) })), step };
    if (!secure && step === 'tcp') break;
  }
  if (secure) return;
  const plain = 'Plain HTTP, on this computer only';
  yield notTried('tls', plain);
  yield notTried('certificate', plain);
}

interface CallStep {
  step: StepName;
  /** Answers what was seen; absent where there is nothing to try. */
  run?: () => Promise<string>;
  detail?: string;
}

function calls(kind: RemoteKind): CallStep[] {
  const { apiVersion } = kind;
  return [
    { step: 'ping', run: () => kind.ping().then(() => 'It answers') },
    apiVersion
      ? { step: 'api-version', run: async () => apiVersion() }
      : { step: 'api-version', detail: 'A headless host understands every version' },
    { step: 'credentials', run: () => kind.signIn() },
    {
      step: 'list',
      run: async () => {
        const { hosts } = (await kind.poll()).list;
        return `${hosts.length} WebSocket ${hosts.length === 1 ? 'server' : 'servers'}`;
      },
    },
  ];
}
