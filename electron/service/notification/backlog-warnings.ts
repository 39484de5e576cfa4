import type { DiskStatus } from '../../../shared/notification-status.ts';
import { shownIdentifier } from '../../../shared/shown-identifier.ts';
import type { GroupCount } from './delivery-history.ts';
import { leastFreeBytes } from './notification-source.ts';

/** Decision 24: a larger backlog is warned of. */
const largeBacklog = 100_000;
/** A group without connection is warned of when its backlog has grown for so many milliseconds. */
const grownFor = 60_000;
/** So many groups are named, the others counted. */
const named = 5;

/** A group without connection: since when, in monotonic milliseconds, and what waited then. */
interface Unserved {
  readonly since: number;
  readonly undelivered: number;
}

/** The disk of the data folder, and while it is short the group that holds most of the log. */
export function diskStatus(freeBytes: number | undefined, counts: readonly GroupCount[]): DiskStatus {
  const isShort = freeBytes !== undefined && freeBytes < leastFreeBytes;
  const [largest] = isShort ? byBacklog(counts) : [];
  const holder = largest ? { groupId: largest.groupId, undelivered: largest.undelivered } : null;
  return { freeBytes: freeBytes ?? null, isShort, holder };
}

/** Decision 24: what is said of backlogs that need the administrator. */
export class BacklogWarnings {
  readonly #unserved = new Map<string, Unserved>();

  /**
   * @param counts of all groups
   * @param awaited groups with endpoints and without connection
   * @param monotonic milliseconds
   */
  look(
    counts: readonly GroupCount[],
    awaited: (groupId: string) => boolean,
    disk: DiskStatus,
    monotonic: number,
  ): string[] {
    const large = byBacklog(counts.filter(({ undelivered }) => undelivered > largeBacklog));
    const growing = byBacklog(this.#growing(counts, awaited, monotonic));
    return [
      ...(disk.isShort ? [diskWarning(disk)] : []),
      ...(large.length > 0 ? [`Over 100,000 notifications wait: ${list(large)}.`] : []),
      ...(growing.length > 0 ? [`Without connection, and more and more notifications wait: ${list(growing)}.`] : []),
    ];
  }

  #growing(counts: readonly GroupCount[], awaited: (groupId: string) => boolean, monotonic: number): GroupCount[] {
    const waiting = counts.filter(({ groupId }) => awaited(groupId));
    const groupIds = new Set(waiting.map(({ groupId }) => groupId));
    for (const groupId of this.#unserved.keys()) if (!groupIds.has(groupId)) this.#unserved.delete(groupId);
    return waiting.filter(({ groupId, undelivered }) => {
      const known = this.#unserved.get(groupId);
      // What was discarded meanwhile does not hide that it grows.
      if (!known || undelivered < known.undelivered) {
        this.#unserved.set(groupId, { since: known?.since ?? monotonic, undelivered });
        return false;
      }
      return monotonic - known.since >= grownFor && undelivered > known.undelivered;
    });
  }
}

function diskWarning({ freeBytes, holder }: DiskStatus): string {
  const free = Math.floor((freeBytes ?? 0) / (1024 * 1024));
  const who = holder ? ` Most of it holds ${list([holder])}.` : '';
  return `Only ${free} MiB are free on the disk of the data folder, so NetBackup is not polled until there is room.${who}`;
}

/** The groups with a backlog, the largest first. */
const byBacklog = (counts: readonly GroupCount[]): GroupCount[] =>
  counts.filter(({ undelivered }) => undelivered > 0).sort((a, b) => b.undelivered - a.undelivered);

/** Such as `sg1 (120,000 notifications), sg2 (1 notification) and 3 more`. */
function list(counts: readonly Pick<GroupCount, 'groupId' | 'undelivered'>[]): string {
  const names = counts
    .slice(0, named)
    .map(
      ({ groupId, undelivered }) =>
        `${shownIdentifier(groupId)} (${undelivered.toLocaleString('en')} ${words(undelivered)})`,
    )
    .join(', ');
  return counts.length > named ? `${names} and ${counts.length - named} more` : names;
}

const words = (count: number) => (count === 1 ? 'notification' : 'notifications');
