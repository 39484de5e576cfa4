import type { z } from 'zod';
import { maxDetailsBytes } from '../../../shared/endpoint-details-size.ts';
import { type ErrorCode, NbwssError } from '../../../shared/error-catalogue.ts';
import { isUnderstood } from './media-types.ts';
import { RequestRefusal } from './request-refusal.ts';

/**
 * The body of a request, at most 1 MiB; what is longer is not read to its end.
 * @throws RequestRefusal 415, 413
 */
export async function readBody(request: Request): Promise<Uint8Array> {
  const coding = request.headers.get('content-encoding') ?? 'identity';
  if (!isUnderstood(request.headers.get('content-type') ?? undefined) || coding !== 'identity')
    throw new RequestRefusal('unsupportedMediaType');
  // The rest of the body stays unread, so the connection cannot be used again.
  const tooLarge = () => new RequestRefusal('tooLarge', { connection: 'close' });
  if (Number(request.headers.get('content-length') ?? 0) > maxDetailsBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > maxDetailsBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Reads a body by its schema; keys that the schema does not name are dropped.
 * @param refusal of the catalogue, for a body that does not fit; it names the fields
 */
export function parseBody<T>(body: Uint8Array, schema: z.ZodType<T>, refusal: ErrorCode): T {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // The parser's own message quotes the body, which may hold a token.
    throw new NbwssError(refusal, { causes: ['The request body is not JSON in UTF-8.'] });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new NbwssError(refusal, { causes: ['The request body must be one JSON object.'] });
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const { path, message } of result.error.issues) fields[String(path[0] ?? 'body')] ??= message;
  throw new NbwssError(refusal, { fields });
}
