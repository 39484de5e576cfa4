import type { CampaignRecord } from './campaign-record.ts';
import type { Finding } from './finding.ts';
import { ImageJudge } from './judge-images.ts';
import { finding, JobJudge } from './judge-jobs.ts';
import { judgeMessages } from './judge-messages.ts';
import { type Told, toldOf } from './told.ts';

export interface Verdict {
  /** Notifications that NetBackup's changes gave rise to, counted once for each group that has to get them. */
  readonly produced: number;
  /** Those of them that arrived, repeats taken out. What is missing is lost. */
  readonly delivered: number;
  readonly findings: readonly Finding[];
}

/** N-11 to N-16, decisions 20 to 26: compares what the groups got with what NetBackup did. */
export function judge(record: CampaignRecord): Verdict {
  const groups = [...record.groups].map(([groupId, arrivals]) => ({ groupId, arrivals, told: toldOf(arrivals) }));
  const jobs = new JobJudge(record);
  const images = new ImageJudge(record);
  const due = new Set([
    ...jobs.due(),
    ...groups.flatMap(({ told }) => images.due(told.filter(({ object }) => object === 'IMAGE'))),
  ]);
  // What one group was told rightly, every group has to be told.
  const wrong = new Set<string>();
  const findings: Finding[] = groups.flatMap(({ groupId, arrivals, told }) => {
    const found = [
      ...jobs.judge(
        groupId,
        told.filter(({ object, isRepeated }) => object === 'JOB' && !isRepeated),
      ),
      ...images.judge(
        groupId,
        told.filter(({ object, isRepeated }) => object === 'IMAGE' && !isRepeated),
      ),
    ];
    for (const { notification } of found) wrong.add(notification);
    return [...judgeMessages(groupId, arrivals), ...found, ...repeats(groupId, told)];
  });
  for (const { told } of groups) for (const { name } of told) if (!wrong.has(name)) due.add(name);
  for (const { groupId, told } of groups) {
    const names = new Set(told.map(({ name }) => name));
    for (const name of due) if (!names.has(name)) findings.push(lost(groupId, name));
  }
  findings.push(...differences(groups));
  const missing = findings.filter(({ kind }) => kind === 'lost').length;
  const produced = due.size * groups.length;
  return { produced, delivered: produced - missing, findings };
}

const lost = (groupId: string, notification: string): Finding => ({
  kind: 'lost',
  groupId,
  notification,
  messageIds: [],
  times: [],
  text: 'never arrived',
});

/** Delivery is at least once, but only the same message may come again. */
function repeats(groupId: string, told: readonly Told[]): Finding[] {
  const firsts = new Map<string, Told>();
  return told.flatMap((each) => {
    const first = firsts.get(each.name);
    firsts.set(each.name, first ?? each);
    return first ? [finding('duplicateWithoutResend', groupId, [each, first], 'was told twice')] : [];
  });
}

/** Every group gets the same sequence of jobs, and of images. */
function differences(groups: readonly { groupId: string; told: readonly Told[] }[]): Finding[] {
  const [first, ...others] = groups;
  if (!first) return [];
  return others.flatMap(({ groupId, told }) =>
    (['JOB', 'IMAGE'] as const).flatMap((object) => {
      const [mine, theirs] = [told, first.told].map((list) =>
        list.filter((each) => each.object === object && !each.isRepeated),
      ) as [Told[], Told[]];
      const names = [mine, theirs].map((list) => new Set(list.map(({ name }) => name)));
      const [a, b] = [mine, theirs].map((list) => list.filter(({ name }) => names.every((set) => set.has(name))));
      const place = (a ?? []).findIndex((each, index) => !isSame(each, b?.[index]));
      const [here, there] = [a?.[place], b?.[place]];
      if (!here || !there) return [];
      const text = `in this place group ${first.groupId} was told ${there.name} ${JSON.stringify(there.data)}`;
      return [finding('outOfOrder', groupId, [here, there], text)];
    }),
  );
}

const isSame = (a: Told, b: Told | undefined) =>
  a.name === b?.name && JSON.stringify(a.data) === JSON.stringify(b.data);
