import { pause, within } from './fault.ts';
import { judge, type Verdict } from './judge.ts';
import type { Stage } from './stage.ts';

/** Milliseconds that the wait at the end may go on without anything that was missing arriving. */
const patience = 90_000;
const startLimit = 120_000;

/** Decision 25: what is there first is taken stock of silently. */
export async function baseline(stage: Stage): Promise<void> {
  await polledAgain(stage);
  stage.netBackupRecord.begin();
}

/** N-12: the last fault: every group is sent something that nobody acknowledges, so that only a timer brings it again. */
export async function silence({ sites, moments }: Stage): Promise<void> {
  for (const { recorder } of sites) recorder.withhold();
  const groupIds = new Set(sites.map(({ groupId }) => groupId));
  const isSilent = (groupId: string) => sites.some((site) => site.groupId === groupId && site.recorder.isWaitedFor);
  // It comes before it is held back: `stored` and `polled` are announced later, when it is.
  await within(patience, [moments.stored, moments.polled], () => [...groupIds].every(isSilent));
  for (const { recorder } of sites) recorder.release(false);
}

/** All faults have ended: waits until everything has arrived, and nothing more comes. @param say takes one line for people */
export async function settle(stage: Stage, say: (line: string) => void): Promise<Verdict> {
  const { production, netBackup, moments, record } = stage;
  production.stop();
  await netBackup.changes.until('NetBackup has done its work', () => production.isOver, startLimit);
  let verdict = judge(record);
  let progress = Date.now();
  say(`All faults have ended; ${verdict.produced - verdict.delivered} notifications are on their way.`);
  while (missing(verdict) > 0 && Date.now() - progress < patience) {
    await within(patience, [moments.acknowledged, moments.polled]);
    await pause(100); // what comes together is judged together
    const now = judge(stage.record);
    if (now.delivered > verdict.delivered) progress = Date.now();
    verdict = now;
  }
  if (missing(verdict) === 0) await polledAgain(stage);
  return judge(stage.record);
}

/** Two more polls of jobs and passes over the catalogue have begun: the first of each is over. */
async function polledAgain({ netBackupRecord, netBackup }: Stage): Promise<void> {
  const [polls, passes] = [netBackupRecord.jobPolls.length, netBackupRecord.imagePasses.length];
  await netBackup.changes.until(
    'jobs and images are polled',
    () => netBackupRecord.jobPolls.length >= polls + 2 && netBackupRecord.imagePasses.length >= passes + 2,
    startLimit,
  );
}

const missing = ({ findings }: Verdict) => findings.filter(({ kind }) => kind === 'lost').length;
