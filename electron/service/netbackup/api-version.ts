/** Newest version of NetBackup's REST API that we know (netbackup-api.md: release 11.2). */
export const newestApiVersion = 14;

/** The media type of a version, such as `application/vnd.netbackup+json;version=12.0`. */
export const mediaType = (version: number): string => `application/vnd.netbackup+json;version=${version}.0`;

/** The number in `X-NetBackup-API-Version`, such as 12 of `12.0`; `undefined` for anything else. */
export function parseApiVersion(header: string | undefined): number | undefined {
  const found = /^\s*(\d{1,3})(?:\.\d{1,3})?\s*$/.exec(header ?? '');
  const version = Number(found?.[1] ?? 0);
  return version >= 1 ? version : undefined;
}

/** Which version of the API is spoken: the highest that both sides know, lower where even that is refused (406, 415). */
export class ApiVersion {
  #server: number | undefined;
  #ceiling = newestApiVersion;
  #proven = false;

  /** What the server calls its newest; `undefined` when it has not said so. */
  get server(): number | undefined {
    return this.#server;
  }

  /** The version to ask for. */
  get current(): number {
    return Math.min(this.#server ?? newestApiVersion, this.#ceiling);
  }

  /** The version as it is shown, such as `12.0`; null while it is a guess. */
  get text(): string | null {
    return this.#server !== undefined || this.#proven ? `${this.current}.0` : null;
  }

  /** @param header `X-NetBackup-API-Version` of any answer; a server that was upgraded or downgraded is met anew */
  learn(header: string | undefined): void {
    const server = parseApiVersion(header);
    if (server === undefined || server === this.#server) return;
    this.#server = server;
    this.#ceiling = newestApiVersion;
  }

  /** An answer came in the current version. */
  accepted(): void {
    this.#proven = true;
  }

  /**
   * A version was refused.
   * @returns whether there is an older one to try; when there is none, the next call begins at the top again
   */
  stepDown(refused: number): boolean {
    this.#ceiling = Math.min(this.#ceiling, refused - 1);
    if (this.#ceiling >= 1) return true;
    this.#ceiling = newestApiVersion;
    return false;
  }
}
