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
  const images = resources.map((resource) => {
    const image = readImage(resource, serverTime);
    if (!image) throw new SourceFailure('odd answer', 'NetBackup lists an image without its backup id');
    return image;
  });
  return { images, next: hasNext ? offset + images.length : undefined };
}

/** Whether NetBackup has an image still. @throws SourceFailure */
export const isImageThere = (reader: NetBackupReader, backupId: string): Promise<boolean> =>
  reader.exists(`${path}/${encodeURIComponent(backupId)}`);
