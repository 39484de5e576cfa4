import type { DatabaseSync } from 'node:sqlite';
import type { Notification } from '../../../shared/notifications.ts';
import { type ImageName, imageNotification, type NetBackupImage } from './netbackup-image.ts';

interface ImageRow {
  backupId: string;
  clientName: string;
  policyType: string;
  backupTime: number;
  digest: string;
  noLocalCopy: number;
  pass: number;
}

/** What comes of looking at images: what is to be told, and what is to be written with it. */
export interface ImageFindings {
  readonly notifications: readonly Notification[];
  readonly images: readonly NetBackupImage[];
  /** Number of the pass that has seen them. */
  readonly pass: number;
}

/**
 * N-4, K-2, K-21: compares images with what is known of them. CREATE for an unknown one, UPDATE for one that has changed, and
 * NO_LOCAL_COPY_AVAILABLE right after it when it has lost the last copy that can be restored here.
 * @param pass number of the pass that sees them
 * @param isNew whether an unknown image is told; otherwise it was there before anybody asked
 * @param seen epoch milliseconds
 */
export function compareImages(
  database: DatabaseSync,
  images: readonly NetBackupImage[],
  { pass, isNew, seen }: { pass: number; isNew: (image: NetBackupImage) => boolean; seen: number },
): ImageFindings {
  const read = database.prepare('SELECT * FROM images WHERE backupId = ?');
  const notifications: Notification[] = [];
  // A page may name an image twice when the list has grown meanwhile.
  const distinct = [...new Map(images.map((image) => [image.backupId, image])).values()];
  const written = distinct.filter((image) => {
    const known = read.get(image.backupId) as ImageRow | undefined;
    if (!known) {
      if (isNew(image)) notifications.push(imageNotification(image, 'CREATE', seen));
      return true;
    }
    if (known.digest === image.digest) return known.pass !== pass;
    notifications.push(imageNotification(image, 'UPDATE', seen));
    if (image.noLocalCopy && known.noLocalCopy === 0)
      notifications.push(imageNotification(image, 'NO_LOCAL_COPY_AVAILABLE', seen));
    return true;
  });
  return { notifications, images: written, pass };
}

export function writeImages(database: DatabaseSync, images: readonly NetBackupImage[], pass: number): void {
  const write = database.prepare(
    `INSERT OR REPLACE INTO images (backupId, clientName, policyType, backupTime, digest, noLocalCopy, pass)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { backupId, clientName, policyType, backupTime, digest, noLocalCopy } of images)
    write.run(backupId, clientName, policyType, backupTime, digest, noLocalCopy ? 1 : 0, pass);
}

/** An image that a pass has not seen, and the number of the last one that has. */
export type MissedImage = ImageName & { readonly pass: number };

/** Images that a pass has not seen, in the order of the index `imagesByPass`. @param after the last one of those that were given before */
export function imagesMissedBy(
  database: DatabaseSync,
  pass: number,
  after: MissedImage | undefined,
  limit: number,
): MissedImage[] {
  const rows = database
    .prepare(
      `SELECT backupId, clientName, policyType, backupTime, pass FROM images
       WHERE pass < ? AND (pass, backupId) > (?, ?) ORDER BY pass, backupId LIMIT ?`,
    )
    .all(pass, after?.pass ?? -1, after?.backupId ?? '', limit);
  return rows as unknown as MissedImage[];
}

export function removeImages(database: DatabaseSync, images: readonly ImageName[]): void {
  const remove = database.prepare('DELETE FROM images WHERE backupId = ?');
  for (const { backupId } of images) remove.run(backupId);
}

/** They are there after all. */
export function markSeen(database: DatabaseSync, images: readonly ImageName[], pass: number): void {
  const mark = database.prepare('UPDATE images SET pass = ? WHERE backupId = ?');
  for (const { backupId } of images) mark.run(pass, backupId);
}
