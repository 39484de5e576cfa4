import type { Route } from './api.ts';
import { ApiError } from './api-error.ts';
import { type Attributes, isoTime } from './attributes.ts';
import { answerWithItem, answerWithList, type Collection } from './collection.ts';
import type { Image, MasterServer } from './master-server.ts';
import { offsetPage } from './paging.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;

const attributes: Attributes<Image> = {
  backupId: { kind: 'text', of: (image) => image.backupId },
  backupTime: { kind: 'date', of: (image) => image.backupTime },
  clientName: { kind: 'text', of: (image) => image.clientName },
  policyType: { kind: 'text', of: (image) => image.policyType },
  policyName: { kind: 'text', of: (image) => image.policyName },
  scheduleName: { kind: 'text', of: (image) => image.scheduleName },
  scheduleType: { kind: 'text', of: (image) => image.scheduleType },
};
const path = '/netbackup/catalog/images';
const images: Collection<Image> = {
  type: 'image',
  path,
  id: (image) => image.backupId,
  attributes,
  others: ({ jobId, kbytes, numCopies, primaryCopy, expiration, remoteExpirationDate, fragments }) => ({
    jobId,
    kbytes,
    numCopies,
    primaryCopy,
    expiration: isoTime(expiration),
    ...(remoteExpirationDate > 0 ? { remoteExpirationDate: isoTime(remoteExpirationDate) } : {}),
    fragments,
  }),
  defaultOrder: '-backupTime,backupId',
};

/**
 * `/catalog/images`
 * @param now epoch milliseconds
 */
export const imageRoutes = (master: MasterServer, now: () => number): Route[] => [
  {
    method: 'GET',
    path,
    access: 'signed in',
    answer: (request) =>
      answerWithList(
        images,
        master.images,
        request,
        // Without a filter by backup time only the last 24 hours are listed.
        (all, filter) =>
          filter?.mentions.has('backupTime') ? all : all.filter((image) => image.backupTime >= now() - dayMilliseconds),
        offsetPage,
      ),
  },
  {
    method: 'GET',
    path: `${path}/{backupId}`,
    access: 'signed in',
    answer(request) {
      const image = master.image(request.parts[0] ?? '');
      if (!image) throw new ApiError(404, 'The image was not found.');
      return answerWithItem(images, image, request);
    },
  },
];
