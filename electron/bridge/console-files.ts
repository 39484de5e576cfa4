import { readFile, realpath } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { assetHeaders, type DeliveredPage, deliverPage } from './window-policy.ts';

const mediaTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The build puts a digest of their contents into the names of the files there: a browser may keep them, and what it compiled. */
const digestedFolder = `${sep}assets${sep}`;

/** What the file system says of a path that is no file. */
const noFile = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP']);

/** One file of the console as it is delivered. */
export interface DeliveredFile {
  body: string | Uint8Array;
  headers: Record<string, string>;
}

/** The built console (`dist/renderer`), for the app:// scheme and for the headless host. */
export class ConsoleFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * The file for a URL's path; `/` is the page. `undefined` for anything that is not a file of the console: there is no
   * directory listing, no other type than the known ones, and no way out of the folder, neither by `..` nor by a link.
   */
  async file(path: string): Promise<DeliveredFile | undefined> {
    if (path === '/' || path === '/index.html') return this.#page();
    let name: string;
    try {
      name = normalize(decodeURIComponent(path));
    } catch {
      return undefined;
    }
    const mediaType = mediaTypes[extname(name)];
    if (!mediaType || name.includes('\0') || name.split(sep).includes('..')) return undefined;
    try {
      const [folder, file] = await Promise.all([realpath(this.#folder), realpath(join(this.#folder, name))]);
      if (!file.startsWith(folder + sep)) return undefined;
      const body = await readFile(file);
      const kept = name.startsWith(digestedFolder) ? 'public, max-age=31536000, immutable' : 'no-store';
      return { body, headers: { ...assetHeaders, 'content-type': mediaType, 'cache-control': kept } };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code && noFile.has(code)) return undefined;
      throw error;
    }
  }

  async #page(): Promise<DeliveredFile> {
    const { html, headers }: DeliveredPage = deliverPage(await readFile(join(this.#folder, 'index.html'), 'utf8'));
    return { body: html, headers };
  }
}
