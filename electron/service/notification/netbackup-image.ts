import { createHash } from 'node:crypto';
import type { ImageOperation, Notification } from '../../../shared/notifications.ts';
import { type Attributes, numberOr, seconds, textOf, timeOf } from './attribute-values.ts';
import type { Resource } from './netbackup-reader.ts';

/** What an IMAGE notification names. */
export interface ImageName {
  readonly backupId: string;
  readonly clientName: string;
  readonly policyType: string;
  /** Epoch milliseconds. */
  readonly backupTime: number;
}

/** What the polls use of an image as NetBackup's lists give it. */
export interface NetBackupImage extends ImageName {
  /** Of the job that made it; 0 where that is not known. */
  readonly jobId: number;
  /** Another one means that the image has changed. */
  readonly digest: string;
  /** K-21: no copy is left that can be restored here. */
  readonly noLocalCopy: boolean;
}

/** `netbackup-api.md`; anything else in upper case, with `_` for `-`. */
const clientTypes: Readonly<Record<string, string>> = {
  Standard: 'STANDARD',
  VMware: 'VMWARE',
  'MS-Windows': 'WINDOWS_NT',
  'Hyper-V': 'HYPERV',
  'MS-SQL-Server': 'SQL_SERVER',
  'MS-Exchange-Server': 'EXCHANGE',
  Oracle: 'OBACKUP',
};
const clientTypeOf = (policyType: string): string =>
  (Object.hasOwn(clientTypes, policyType) ? clientTypes[policyType] : undefined) ??
  policyType.toUpperCase().replaceAll('-', '_');

/**
 * A fixed choice: a NetBackup that is upgraded gives more attributes, and that changes no image. Each list gives all of
 * them; `GET` of one image may give others, so images are compared as lists give them only.
 */
const watched = [
  'policyType',
  'clientName',
  'policyName',
  'backupTime',
  'jobId',
  'kbytes',
  'numCopies',
  'primaryCopy',
  'expiration',
  'remoteExpirationDate',
  'scheduleType',
] as const;
const watchedOfFragment = ['copyNumber', 'fragmentNumber', 'kbytes', 'copyType'] as const;

const pick = (attributes: Attributes, names: readonly string[]) => names.map((name) => attributes[name] ?? null);

/** `undefined` where the version does not tell it. */
function fragmentsOf(attributes: Attributes): Attributes[] | undefined {
  const { fragments } = attributes;
  if (!Array.isArray(fragments)) return undefined;
  return fragments.map((fragment: unknown) =>
    typeof fragment === 'object' && fragment !== null ? { ...fragment } : {},
  );
}

/** The order in which NetBackup names the fragments says nothing. */
function digestOf(attributes: Attributes): string {
  const fragments = fragmentsOf(attributes)?.map((each) => JSON.stringify(pick(each, watchedOfFragment)));
  const text = JSON.stringify([pick(attributes, watched), fragments?.sort() ?? null]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function hasNoLocalCopy(attributes: Attributes, now: number): boolean {
  const fragments = fragmentsOf(attributes);
  const isGone = fragments?.length === 0 || attributes['numCopies'] === 0;
  if (isGone) return (timeOf(attributes['remoteExpirationDate']) ?? 0) > now;
  return fragments?.every((fragment) => fragment['copyType'] === 'CLOUD_SNAPSHOT_REPLICA') ?? false;
}

/**
 * @param now NetBackup's own time, epoch milliseconds
 * @returns `undefined` for what has no backup id
 */
export function readImage({ id, attributes }: Resource, now: number): NetBackupImage | undefined {
  const backupId = textOf(id) || textOf(attributes['backupId']);
  if (backupId === '') return undefined;
  return {
    backupId,
    clientName: textOf(attributes['clientName']),
    policyType: textOf(attributes['policyType']),
    backupTime: timeOf(attributes['backupTime']) ?? 0,
    jobId: numberOr(attributes['jobId'], 0),
    digest: digestOf(attributes),
    noLocalCopy: hasNoLocalCopy(attributes, now),
  };
}

/**
 * N-7, decision 28: what a cloud application is told of an image.
 * @param seen when the change was seen, epoch milliseconds
 */
export function imageNotification(image: ImageName, operationId: ImageOperation, seen: number): Notification {
  return {
    object: 'IMAGE',
    data: {
      clientType: clientTypeOf(image.policyType),
      clientName: image.clientName,
      backupTime: seconds(image.backupTime),
      createdTime: seconds(seen),
      operationId,
      backupId: image.backupId,
    },
  };
}
