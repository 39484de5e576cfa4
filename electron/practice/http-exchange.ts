import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request body that is larger than a practice server takes. */
export class BodyTooLargeError extends Error {}

/**
 * Reads a whole request body.
 * @throws BodyTooLargeError over `limit` bytes; the rest is not read
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.pause();
        reject(new BodyTooLargeError(`The body is larger than ${limit} bytes`));
        return;
      }
      chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The connection was closed')));
  });
}

/** Sends a whole answer; nothing of a practice server may be kept by a cache. */
export function sendAnswer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): void {
  // After a refused body the rest of it is still on its way: such a connection cannot be used again.
  const close = status === 413 ? { connection: 'close' } : {};
  response.writeHead(status, {
    'cache-control': 'no-store',
    'content-length': String(Buffer.byteLength(body)),
    ...close,
    ...headers,
  });
  response.end(body);
}

/** The JSON value in a text; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON object (not a list) as a record; `undefined` for anything else. */
export const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;

/** Header values as a record of texts; repeated ones joined. */
export function headerTexts(request: IncomingMessage): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) texts[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return texts;
}

/** The path of a request target, without its query. */
export const pathOf = (target: string): string => target.split('?', 1)[0] ?? '/';

/** The query of a request target, without the question mark. */
export const queryOf = (target: string): string => target.slice(pathOf(target).length + 1);

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Against DNS rebinding: whether a Host header names this computer. */
export function isLoopbackHost(host: string | undefined): boolean {
  return loopbackHosts.has((host ?? '').replace(/:\d+$/, '').toLowerCase());
}
