import { NbwssError } from '../../shared/error-catalogue.ts';
import type { Config } from './credentials/config-file.ts';

/** Tokens of endpoints, to be masked in what people get to see. Each is opened once: to open it costs as much as to relay a call. */
export class OpenedTokens {
  readonly #open: (hostName: string) => string;
  #opened: { readonly config: Config | undefined; readonly tokens: Map<string, string> } | undefined;

  /** @param open reads and opens the saved one. @throws NbwssError when that is not possible */
  constructor(open: (hostName: string) => string) {
    this.#open = open;
  }

  /**
   * @param config as it is now: each change makes another object
   * @returns `undefined` when there is none that could be read, and so none that was sent
   */
  of(config: Config | undefined, hostName: string): string | undefined {
    if (!this.#opened || this.#opened.config !== config) this.#opened = { config, tokens: new Map() };
    const { tokens } = this.#opened;
    const known = tokens.get(hostName);
    if (known !== undefined) return known;
    try {
      const token = this.#open(hostName);
      tokens.set(hostName, token);
      return token;
    } catch (error) {
      if (error instanceof NbwssError) return undefined; // not kept: the key may be there a moment later
      throw error;
    }
  }
}
