import type { Random } from '../fuzz/random.ts';
import { type Fault, pause, within } from './fault.ts';
import type { Site, Stage } from './stage.ts';

/** How long the other endpoint of a group has to take over, in milliseconds; it may be unreachable at the same time. */
const takeOverLimit = 5_000;

const lastingFor = (random: Random) => (random.isOneIn(8) ? 3000 + random.below(2000) : 50 + random.below(1500));

/** What happens to one cloud application and its network. */
export function siteFault(random: Random, { recorder, proxy }: Site): Fault {
  const target = recorder.hostName;
  const after = random.below(800);
  const lasts = lastingFor(random);
  const fault = (name: string, counts: Fault['counts'], begin: () => unknown, end: () => unknown): Fault => ({
    target,
    counts,
    name: `${target} ${name}`,
    async run() {
      await pause(after);
      await begin();
      await pause(lasts);
      await end();
    },
  });
  const manner = random.of<'gently' | 'abruptly'>(['gently', 'abruptly']);
  const late = random.isOneIn(2);
  const { application } = recorder;
  const again = random.isOneIn(2) ? () => proxy.cut() : () => undefined;
  return random.of<() => Fault>([
    () => fault('cut', 'cut', () => proxy.cut(), again),
    () =>
      fault(
        `stalled for ${lasts} ms`,
        'cut',
        () => proxy.stall(),
        () => proxy.resume(),
      ),
    () => fault('half-open', 'cut', () => proxy.halfOpen(), again),
    () =>
      fault(
        `slow for ${lasts} ms`,
        'cut',
        () => proxy.delay(20 + (lasts % 300)),
        () => proxy.delay(0),
      ),
    () =>
      fault(
        `restarted ${manner}, ${lasts} ms`,
        'outage',
        () => application.setOnline(false, manner),
        () => application.setOnline(true),
      ),
    () =>
      fault(
        `acknowledges ${late ? 'late' : 'only what comes again'}, ${lasts} ms`,
        undefined,
        () => recorder.withhold(),
        () => recorder.release(late),
      ),
  ])();
}

/** N-16: the endpoint that serves the group goes away, until the other one has taken over. */
export function failOverFault(random: Random): Fault {
  const after = random.below(500);
  const rest = random.below(1000);
  const manner = random.of<'gently' | 'abruptly'>(['gently', 'abruptly']);
  return {
    target: 'G1',
    counts: 'outage',
    name: `fail-over of G1, ${manner}`,
    async run(stage: Stage) {
      await pause(after);
      const applications = stage.failOverSites.map(({ recorder }) => recorder.application);
      const gone = applications.find(({ connected }) => connected) ?? applications[0];
      const other = applications.find((application) => application !== gone);
      if (!gone || !other) return;
      await gone.setOnline(false, manner);
      if (!other.connected) await within(takeOverLimit, [other.changes], () => other.connected);
      await pause(rest);
      await gone.setOnline(true);
    },
  };
}

/** NetBackup is not there, fails, or does not answer. */
export function netBackupFault(random: Random): Fault {
  const after = random.below(800);
  const lasts = lastingFor(random);
  const status = random.of([500, 502, 503]);
  const isAnswered = random.isOneIn(2);
  const kinds: [name: string, begin: (stage: Stage) => unknown, end: (stage: Stage) => unknown][] = [
    ['is gone', ({ netBackup }) => netBackup.setOnline(false), ({ netBackup }) => netBackup.setOnline(true)],
    [`answers ${status}`, (stage) => stage.answerWith({ status }), (stage) => stage.answerWith(undefined)],
    [
      `hangs, and then ${isAnswered ? 'answers' : 'cuts'}`,
      (stage) => stage.hold(),
      (stage) => stage.releaseHeld(isAnswered ? undefined : 'cut'),
    ],
  ];
  const [name, begin, end] = kinds[random.below(kinds.length)] ?? ['', () => undefined, () => undefined];
  return {
    target: 'NetBackup',
    counts: 'outage',
    name: `NetBackup ${name}, ${lasts} ms`,
    async run(stage) {
      await pause(after);
      stage.netBackupRecord.disturb();
      await begin(stage);
      await pause(lasts);
      await end(stage);
      stage.netBackupRecord.disturb();
    },
  };
}

/** Decision 24: the disk of the data folder is full, or nearly. */
export function diskFault(random: Random): Fault {
  const after = random.below(800);
  const lasts = lastingFor(random);
  const kind = random.isOneIn(3) ? 'short' : 'full';
  return {
    target: 'disk',
    counts: 'outage',
    name: `the disk is ${kind === 'full' ? 'full' : 'nearly full'} for ${lasts} ms`,
    async run(stage) {
      await pause(after);
      stage.fillDisk(kind);
      await pause(lasts);
      stage.freeDisk();
    },
  };
}
