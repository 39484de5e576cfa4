import type { CampaignRecord, ImageChange, Poll } from './campaign-record.ts';
import type { Finding } from './finding.ts';
import { finding, isPolledBetween } from './judge-jobs.ts';
import type { Told } from './told.ts';

const second = (time: number) => Math.floor(time / 1000);
const createdTime = ({ data }: Told) => Number(data['createdTime']);

/** What NetBackup did to one image. */
interface History {
  made?: number;
  /** Every change of its attributes, the loss of its local copies included. */
  readonly changed: number[];
  lostCopies?: number;
  removed?: number;
}

/** What has to be told of images, and what may be. */
export class ImageJudge {
  readonly #images = new Map<string, History>();
  readonly #first: ReadonlySet<string>;
  readonly #passes: readonly Poll[];

  constructor({ changes, firstImages, imagePasses }: CampaignRecord) {
    this.#first = firstImages;
    this.#passes = imagePasses;
    for (const change of changes) if (change.kind === 'image') this.#note(change);
  }

  #note({ backupId, change, time }: ImageChange): void {
    const history = this.#images.get(backupId) ?? { changed: [] };
    this.#images.set(backupId, history);
    if (change === 'made') history.made = time;
    else if (change === 'removed') history.removed = time;
    else history.changed.push(time);
    if (change === 'lost its local copies') history.lostCopies = time;
  }

  /**
   * Names of what a group has to be told, which depends on when it was told what: an image that polls saw for the first time
   * after a change has no UPDATE.
   */
  due(told: readonly Told[]): string[] {
    const bySubject = new Map<string, Told[]>();
    for (const each of told) bySubject.set(each.subject, [...(bySubject.get(each.subject) ?? []), each]);
    return [...this.#images].flatMap(([subject, history]) =>
      this.#dueOf(subject, history, bySubject.get(subject) ?? []),
    );
  }

  #dueOf(subject: string, { made, changed, lostCopies, removed }: History, told: readonly Told[]): string[] {
    const due: string[] = [];
    const isFirst = this.#first.has(subject);
    // One that comes and goes between two polls is never seen; whatever else is told of one says that it was seen.
    const wasSeen = removed === undefined || told.length > 0 || isPolledBetween(this.#passes, made ?? 0, removed);
    if (!isFirst && wasSeen) due.push(`image ${subject} CREATE`);
    if ((isFirst || told.length > 0) && removed !== undefined) due.push(`image ${subject} DELETE`);
    const last = changed.at(-1);
    if (last === undefined || !(isFirst || told.length > 0)) return due;
    if (removed !== undefined && !isPolledBetween(this.#passes, last, removed)) return due;
    // Seen in the second of the change: before or after it.
    const seenSince = (time: number) =>
      told.some((each) => each.what !== 'DELETE' && createdTime(each) >= second(time));
    const updates = told.filter(({ what }) => what === 'UPDATE').length;
    if (!seenSince(last)) due.push(`image ${subject} UPDATE ${updates + 1}`);
    const creation = told.find(({ what }) => what === 'CREATE');
    const wasMadeWithout = creation && lostCopies !== undefined && createdTime(creation) >= second(lostCopies);
    if (lostCopies !== undefined && !wasMadeWithout) due.push(`image ${subject} NO_LOCAL_COPY_AVAILABLE`);
    return due;
  }

  /** What is wrong with what one group was told of images. */
  judge(groupId: string, told: readonly Told[]): Finding[] {
    const findings: Finding[] = [];
    const seen = new Map<string, Told[]>();
    let latest: { told: Told; time: number } | undefined;
    for (const [place, each] of told.entries()) {
      const find = (kind: Finding['kind'], text: string, ...others: Told[]) =>
        findings.push(finding(kind, groupId, [each, ...others], text));
      const moments = this.#momentsOf(each);
      if (!moments) {
        if (each.what === 'UPDATE') find('duplicateWithoutResend', 'it was told more often than it was updated');
        else find('outOfOrder', 'NetBackup had not done that by then');
        continue;
      }
      const before = seen.get(each.subject) ?? [];
      seen.set(each.subject, [...before, each]);
      for (const text of this.#wrongAfter(each, before, told[place - 1])) find('outOfOrder', text, ...before.slice(-1));
      const previous = told[place - 1];
      if (previous && createdTime(previous) > createdTime(each))
        find('outOfOrder', `came after ${previous.name}, which was seen later`, previous);
      if (latest && moments.latest < latest.time && isPolledBetween(this.#passes, moments.latest, latest.time))
        find('outOfOrder', `came after ${latest.told.name}, which a later poll saw`, latest.told);
      if (!latest || moments.earliest > latest.time) latest = { told: each, time: moments.earliest };
    }
    return findings;
  }

  #wrongAfter({ what, subject, messageId }: Told, before: readonly Told[], previous: Told | undefined): string[] {
    const wrong: string[] = [];
    if (what === 'CREATE' ? before.length > 0 : before.length === 0 && !this.#first.has(subject))
      wrong.push(what === 'CREATE' ? 'came after something else of the same image' : 'came before its CREATE');
    if (before.some((each) => each.what === 'DELETE')) wrong.push('came after its DELETE');
    if (
      what === 'NO_LOCAL_COPY_AVAILABLE' &&
      !(previous?.what === 'UPDATE' && previous.subject === subject && previous.messageId === messageId)
    )
      wrong.push('does not follow its UPDATE in the same message');
    return wrong;
  }

  /** Between which moments NetBackup did what is told; `undefined` when it had not, when the service saw it. */
  #momentsOf(told: Told): { earliest: number; latest: number } | undefined {
    const history = this.#images.get(told.subject);
    const times = history ? timesOf(history, told.what) : [];
    const until = createdTime(told);
    const done = times.filter((time) => second(time) <= until && time <= told.time);
    const [earliest] = done;
    const latest = done.at(-1);
    // The nth UPDATE needs as many changes.
    const count = told.what === 'UPDATE' ? Number(told.name.split(' ').at(-1)) : 1;
    return earliest === undefined || latest === undefined || done.length < count ? undefined : { earliest, latest };
  }
}

function timesOf({ made, changed, lostCopies, removed }: History, what: string): number[] {
  const times = { CREATE: made, NO_LOCAL_COPY_AVAILABLE: lostCopies, DELETE: removed }[what];
  if (what === 'UPDATE') return changed;
  return times === undefined ? [] : [times];
}
