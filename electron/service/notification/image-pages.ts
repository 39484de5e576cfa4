import { type NetBackupImage, readImage } from './netbackup-image.ts';
import { filterText, filterTime, type NetBackupReader, SourceFailure } from './netbackup-reader.ts';

const path = '/netbackup/catalog/images';

/** Which images are read. */
export interface ImageQuery {
  /** Epoch milliseconds on NetBackup's clock. Always given: without it NetBackup lists the last 24 hours only. */
  readonly from: number;
  readonly backupId?: string;
  readonly clientName?: string;
}

export interface ImagePage {
  readonly images: readonly NetBackupImage[];
  /** Entries without a backup id. */
  readonly unreadable: number;
  /** Where the next page begins; `undefined` after the last one. */
  readonly next: number | undefined;
}

/**
 * One page of the image catalogue, which is paged by offset in every version of the API.
 * @param serverTime NetBackup's, epoch milliseconds
 * @throws SourceFailure
 */
export async function readImagePage(
  reader: NetBackupReader,
  { from, backupId, clientName }: ImageQuery,
  offset: number,
  serverTime: number,
): Promise<ImagePage> {
  const conditions = [
    ...(backupId === undefined ? [] : [`backupId eq ${filterText(backupId)}`]),
    ...(clientName === undefined ? [] : [`clientName eq ${filterText(clientName)}`]),
    `backupTime ge ${filterTime(from)}`,
  ];
  const query = { filter: conditions.join(' and '), 'page[offset]': String(offset) };
  const { resources, hasNext } = await reader.page(path, query);
  const images = resources.map((resource) => readImage(resource, serverTime)).filter((image) => image !== undefined);
  if (hasNext && images.length === 0)
    throw new SourceFailure('odd answer', 'NetBackup gives a page of images of which none can be read');
  const unreadable = resources.length - images.length;
  return { images, unreadable, next: hasNext ? offset + resources.length : undefined };
}

/** Whether NetBackup has an image still; `undefined` when it does not say. @throws SourceFailure */
export const isImageThere = (reader: NetBackupReader, backupId: string): Promise<boolean | undefined> =>
  reader.exists(`${path}/${encodeURIComponent(backupId)}`);
