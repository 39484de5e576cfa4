import { ApiError } from './api-error.ts';

/** `application/vnd.netbackup+json;version=12.0` */
const vendorType = /^application\/vnd\.netbackup\+json\s*;\s*version\s*=\s*"?(\d{1,3})\.0"?$/i;
const anyType = new Set(['*/*', 'application/*', 'application/json']);
const jsonType = /^application\/json(\s*;\s*charset\s*=\s*"?utf-8"?)?$/i;

/** How an answer is written: the API version that was asked for, and the media type that says so. */
export interface Representation {
  readonly version: number;
  readonly contentType: string;
}

function supportedVersion(mediaType: string, newest: number): number | undefined {
  const version = Number(vendorType.exec(mediaType)?.[1] ?? Number.NaN);
  return version >= 1 && version <= newest ? version : undefined;
}

/**
 * What the client accepts: the first of its types that the server knows. Plain JSON means the newest version.
 * @throws ApiError 406
 */
export function negotiate(accept: string | undefined, newest: number): Representation {
  const plain = { version: newest, contentType: 'application/json' };
  if (accept === undefined || accept.trim() === '') return plain;
  for (const part of accept.split(',')) {
    const mediaType = part.replace(/;\s*q=[\d.]+\s*$/i, '').trim();
    if (anyType.has(mediaType.toLowerCase()) || jsonType.test(mediaType)) return plain;
    const version = supportedVersion(mediaType, newest);
    if (version !== undefined) {
      return { version, contentType: `application/vnd.netbackup+json;version=${version}.0` };
    }
  }
  throw new ApiError(406, 'The requested media type or API version is not supported.', {}, [
    `Versions 1.0 to ${newest}.0 of application/vnd.netbackup+json are supported.`,
  ]);
}

/**
 * What the client sends.
 * @throws ApiError 415
 */
export function checkContentType(contentType: string | undefined, newest: number): void {
  const mediaType = (contentType ?? '').trim();
  if (jsonType.test(mediaType) || supportedVersion(mediaType, newest) !== undefined) return;
  throw new ApiError(415, 'The media type of the request body is not supported.', {}, [
    mediaType === '' ? 'There is no Content-Type header.' : `Content-Type: ${mediaType.slice(0, 200)}`,
  ]);
}
