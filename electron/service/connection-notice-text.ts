import { causeEntry, type FailureCause } from '../../shared/connection-causes.ts';
import type { ConnectionNotice } from '../../shared/connection-notice.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';

/** So many groups are named, the others counted. */
const named = 5;
/** A desktop shows a few lines only, and a group id may have 1,024 characters. */
const longestName = 60;

function shortened(name: string): string {
  const shown = shownIdentifier(name);
  return shown.length > longestName ? `${shown.slice(0, longestName - 1)}…` : shown;
}

interface Loss {
  readonly groupId: string;
  /** Served the group. */
  readonly hostName: string;
  readonly cause: FailureCause;
}

/** @param losses at least one; @param at epoch milliseconds */
export function lostNotice(losses: readonly Loss[], at: number): ConnectionNotice {
  const [first] = losses as readonly [Loss, ...Loss[]];
  const about = { kind: 'lost', at, count: losses.length, groupId: first.groupId } as const;
  if (losses.length === 1) {
    const title = `${shortened(first.groupId)} lost its connection`;
    return { ...about, title, body: `${shortened(first.hostName)}: ${causeEntry(first.cause).meaning}` };
  }
  const causes = [...Map.groupBy(losses, ({ cause }) => cause)].sort(([, a], [, b]) => b.length - a.length);
  const [most] = causes as [(typeof causes)[number]];
  const why = `${causes.length > 1 ? 'Most of them: ' : ''}${causeEntry(most[0]).meaning}`;
  return { ...about, title: `${losses.length} groups lost their connection`, body: `${list(losses)}. ${why}` };
}

interface Return {
  readonly groupId: string;
  /** Serves it now. */
  readonly hostName: string;
  /** Milliseconds. */
  readonly awayFor: number;
}

/** @param returns at least one; @param at epoch milliseconds */
export function backNotice(returns: readonly Return[], at: number): ConnectionNotice {
  const [first] = returns as readonly [Return, ...Return[]];
  const about = { kind: 'back', at, count: returns.length, groupId: first.groupId } as const;
  if (returns.length === 1) {
    const title = `${shortened(first.groupId)} is connected again`;
    const body = `${shortened(first.hostName)} serves it. It was without connection for ${duration(first.awayFor)}.`;
    return { ...about, title, body };
  }
  const longest = duration(Math.max(...returns.map(({ awayFor }) => awayFor)));
  const body = `${list(returns)}. They were without connection for up to ${longest}.`;
  return { ...about, title: `${returns.length} groups are connected again`, body };
}

/** Such as `sg1, sg2, sg3, sg4, sg5 and 3 more`. */
function list(groups: readonly { readonly groupId: string }[]): string {
  const names = groups
    .slice(0, named)
    .map(({ groupId }) => shortened(groupId))
    .join(', ');
  return groups.length > named ? `${names} and ${groups.length - named} more` : names;
}

const units = [
  ['day', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** The two largest units of a time in milliseconds: `2 min 5 s`, `1 day 3 h`, at least `1 s`. */
function duration(milliseconds: number): string {
  let rest = Math.max(1, Math.round(milliseconds / 1000));
  const parts: string[] = [];
  for (const [unit, seconds] of units) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${unit === 'day' && count > 1 ? 'days' : unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}
