/** Headers of a request that tell where it comes from; each absent one is `undefined`. */
export interface RequestSource {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site` and `Sec-Fetch-Mode`: what a browser itself says of the page that asks. */
  readonly site: string | undefined;
  readonly mode: string | undefined;
}

/**
 * Whose requests are looked at at all: `Host` against DNS rebinding, `Origin` and `Sec-Fetch-Site` against other pages, also those of
 * other ports of this computer. `Origin: null` is refused.
 */
export class RequestGuard {
  readonly #origins: ReadonlySet<string>;
  readonly #hosts: ReadonlySet<string>;

  /** @param publicOrigin of a reverse proxy, whose Host and Origin are accepted too */
  constructor(origin: string, publicOrigin: string | undefined) {
    const own = new URL(origin); // as browsers send it: without the port that HTTP has anyway
    const local = new URL(own);
    local.hostname = 'localhost';
    this.#origins = new Set([own.origin, local.origin, ...(publicOrigin ? [publicOrigin] : [])]);
    this.#hosts = new Set([...this.#origins].map((known) => new URL(known).host));
  }

  allows({ host, origin, site, mode }: RequestSource): boolean {
    if (host === undefined || !this.#hosts.has(host.toLowerCase())) return false;
    if (origin !== undefined && !this.#origins.has(origin)) return false;
    // A link elsewhere may lead to the console; anything else from another page may not.
    return site === undefined || site === 'same-origin' || site === 'none' || mode === 'navigate';
  }
}
