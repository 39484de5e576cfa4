import type { CampaignRecord, JobChange, Poll } from './campaign-record.ts';
import type { Finding } from './finding.ts';
import type { Told } from './told.ts';

const startStates = new Set(['QUEUED', 'ACTIVE']);
const seconds = (time: number) => Math.floor(time / 1000);

/** What has to be told of jobs, and what may be. */
export class JobJudge {
  readonly #states = new Map<string, JobChange[]>();
  readonly #polls: readonly Poll[];

  constructor({ changes, jobPolls }: CampaignRecord) {
    this.#polls = jobPolls;
    for (const change of changes) {
      if (change.kind !== 'job') continue;
      const subject = String(change.jobId);
      const states = this.#states.get(subject);
      if (states) states.push(change);
      else this.#states.set(subject, [change]);
    }
  }

  /** Names of what every group has to be told: N-3, and N-2 where an undisturbed poll has seen the job start. */
  due(): string[] {
    return [...this.#states].flatMap(([subject, states]) => [
      ...(states.some(({ state }) => state === 'DONE') ? [`job ${subject} DONE`] : []),
      ...(this.#wasSeenRunning(states) ? [`job ${subject} started`] : []),
    ]);
  }

  /** A poll began and ended, undisturbed, while the job was in one state that tells its start. */
  #wasSeenRunning(states: readonly JobChange[]): boolean {
    return states.some(
      ({ state, time }, index) =>
        startStates.has(state) &&
        isPolledBetween(this.#polls, time, states[index + 1]?.time ?? Number.POSITIVE_INFINITY),
    );
  }

  /** What is wrong with what one group was told of jobs. */
  judge(groupId: string, told: readonly Told[]): Finding[] {
    const findings: Finding[] = [];
    const done = new Map<string, Told>();
    let latest: { told: Told; time: number } | undefined;
    for (const each of told) {
      const find = (kind: Finding['kind'], text: string, ...others: Told[]) =>
        findings.push(finding(kind, groupId, [each, ...others], text));
      const moments = this.#momentsOf(each);
      if (!moments) {
        find('outOfOrder', 'NetBackup had no such job in that state by then');
        continue;
      }
      const end = done.get(each.subject);
      if (each.what === 'DONE') done.set(each.subject, each);
      else if (end) find('outOfOrder', 'the start of a job came after its end', end);
      if (latest && this.#isBefore(moments.latest, latest.time))
        find('outOfOrder', `came after ${latest.told.name}, of which NetBackup knew only in a later poll`, latest.told);
      if (!latest || moments.earliest > latest.time) latest = { told: each, time: moments.earliest };
    }
    return findings;
  }

  /** Between which moments NetBackup came to what is told; `undefined` when it had not, when it was told. */
  #momentsOf({ subject, what, time }: Told): { earliest: number; latest: number } | undefined {
    const states = (this.#states.get(subject) ?? []).filter((change) => change.time <= time);
    const reached = states.filter(({ state }) => state === what);
    const [first] = what === 'DONE' ? reached : states;
    const last = reached.at(-1);
    return first && last && { earliest: first.time, latest: last.time };
  }

  /** Whether polls can tell that one came before the other: another poll, and another second. */
  #isBefore(a: number, b: number): boolean {
    return firstAfter(this.#polls, a) < firstAfter(this.#polls, b) && seconds(a) < seconds(b);
  }
}

export function finding(kind: Finding['kind'], groupId: string, told: readonly Told[], text: string): Finding {
  return {
    kind,
    groupId,
    notification: told[0]?.name ?? '',
    messageIds: told.map(({ messageId }) => messageId),
    times: told.map(({ time }) => time),
    text,
  };
}

/**
 * Whether a poll that nothing disturbed began and ended between two moments. The one before it must not have been disturbed
 * either: after an outage the first one may still meet a connection that the outage broke.
 */
export function isPolledBetween(polls: readonly Poll[], from: number, until: number): boolean {
  for (let place = firstAfter(polls, from); place + 1 < polls.length; place++) {
    const [before, poll, next] = [polls[place - 1], polls[place], polls[place + 1]];
    if (!poll || !next || next.time > until) return false;
    if (before?.disturbances === next.disturbances && poll.disturbances === next.disturbances) return true;
  }
  return false;
}

/** Place of the first poll that began later; they are in the order of time. */
function firstAfter(polls: readonly Poll[], time: number): number {
  let [low, high] = [0, polls.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((polls[middle]?.time ?? 0) > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
