import type { Changes } from '../../electron/practice/changes.ts';
import { reportOf } from '../../renderer/client/problem.ts';
import type { Random } from '../fuzz/random.ts';
import { type Fault, pause, within } from './fault.ts';
import { withConsole } from './service-console.ts';
import type { Moments, Stage } from './stage.ts';

/** How long a moment is waited for, in milliseconds; then the process is killed all the same. */
const momentLimit = 4_000;
/** How long a service may take to become ready, or to take an order. */
const readyLimit = 60_000;

/** Each as often as it stands here. */
const moments: [keyof Moments, ...(keyof Moments)[]] = [
  'received',
  'sent',
  'sent',
  'acknowledged',
  'stored',
  'polled',
  'found',
  'found',
  'found',
  'found',
];
const momentNames: Record<keyof Moments, string> = {
  received: 'a request has come and is not acknowledged',
  sent: 'data is on its way',
  acknowledged: 'a request has just been acknowledged',
  stored: 'the log was just written',
  polled: 'NetBackup answers',
  found: 'something found is being stored',
};

/** `kill -9` of the service in a chosen moment, or a clean stop; then it is started again. */
export function serviceFault(random: Random): Fault {
  const target = 'service';
  const counts = undefined;
  const rest = random.isOneIn(2) ? 0 : random.below(600);
  const again = async (stage: Stage) => {
    await stage.service.ended();
    await pause(rest);
    await startService(stage);
  };
  if (random.isOneIn(8)) {
    const run = async (stage: Stage) => {
      await stage.service.stop();
      await again(stage);
    };
    return { target, counts, name: 'SIGTERM', run };
  }
  if (random.isOneIn(8)) {
    const after = random.below(1500);
    const run = async (stage: Stage) => {
      stage.service.kill();
      await stage.service.ended();
      const started = startService(stage);
      await Promise.race([started, pause(after)]);
      stage.service.kill();
      await started;
      await again(stage);
    };
    return { target, counts, name: `kill -9, and again ${after} ms after its start`, run };
  }
  if (random.isOneIn(8)) {
    const after = random.below(1500);
    const run = async (stage: Stage) => {
      await pause(after);
      stage.service.kill();
      await again(stage);
    };
    return { target, counts, name: `kill -9 after ${after} ms`, run };
  }
  const moment = random.of(moments);
  const skipped = random.below(3);
  const late = random.isOneIn(3) ? random.below(30) : 0;
  const run = async (stage: Stage) => {
    await inMoment(stage.moments[moment], skipped, late, () => stage.service.kill());
    await again(stage);
  };
  return { target, counts, name: `kill -9 when ${momentNames[moment]} (${skipped} skipped, ${late} ms later)`, run };
}

/** Acts within the announcement itself when `late` is 0. */
async function inMoment(changes: Changes, skipped: number, late: number, action: () => void): Promise<void> {
  let left = skipped;
  let hasActed = false;
  const act = () => {
    hasActed = true;
    action();
  };
  await within(momentLimit, [changes], () => {
    if (left-- > 0) return false;
    if (late === 0) act();
    return true;
  });
  if (hasActed) return;
  await pause(late);
  act();
}

/** Starts it; on a full disk it may refuse, and is started again when there is room. */
async function startService(stage: Stage): Promise<void> {
  for (;;) {
    const wasFull = stage.isDiskFull;
    try {
      await stage.service.start();
      return;
    } catch (error) {
      if (!wasFull && !stage.isDiskFull) throw error;
      await stage.diskChanges.until('there is room on the disk', () => !stage.isDiskFull, readyLimit);
    }
  }
}

/** Deactivates endpoints and activates them again, as an administrator does in the browser. */
export function activationFault(random: Random, stage: Stage): Fault {
  const hostNames = stage.sites.map(({ recorder }) => recorder.hostName).filter(() => random.isOneIn(2));
  const [first] = stage.sites;
  if (hostNames.length === 0 && first) hostNames.push(first.recorder.hostName);
  const after = random.below(800);
  const lasts = random.below(2000);
  return {
    target: 'endpoints',
    counts: undefined,
    name: `${hostNames.join(' and ')} deactivated for ${lasts} ms`,
    async run() {
      await pause(after);
      await order(stage, 'deactivate', hostNames);
      await pause(lasts);
      await order(stage, 'activate', hostNames);
    },
  };
}

/** Gives an order until the service has taken it: it may be killed meanwhile. */
async function order(stage: Stage, what: 'activate' | 'deactivate', hostNames: string[]): Promise<void> {
  const { service } = stage;
  for (const deadline = Date.now() + readyLimit; ; ) {
    await service.changes.until('the service is ready', () => service.ready !== undefined, readyLimit);
    const { ready } = service;
    if (!ready) continue;
    try {
      await withConsole(ready, (client) => client.endpoints[what]({ hostNames }));
      return;
    } catch (error) {
      if (reportOf(error)?.code === 'noConnection') return; // decision 31: the state is saved, the attempt that followed failed
      // A service that was killed, or that cannot write on a full disk, takes it later.
      const isExcused = service.ready !== ready || stage.isDiskFull;
      if (!isExcused || Date.now() > deadline) throw error;
      if (stage.isDiskFull)
        await stage.diskChanges.until('there is room on the disk', () => !stage.isDiskFull, readyLimit);
    }
  }
}
