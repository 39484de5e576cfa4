import { NbwssError } from '../../../shared/error-catalogue.ts';
import { partsOf, type Sealer } from './key-sealer.ts';

const sealerId = /^[a-z-]{1,32}-v\d$/;

/** What is missing where nothing here opens what was sealed in a known way; the remedy is the administrator's. */
const missing: Record<string, string> = {
  passphrase:
    'It was sealed with a passphrase, and none is given: set NBWSS_VAULT_PASSPHRASE_FILE or NBWSS_VAULT_PASSPHRASE and restart.',
  'key-store':
    "It was sealed with a key in the system's key store, which is not available here: only the desktop app of the same user can open it, once the key store is there.",
};
missing['safe-storage'] = missing['key-store'] ?? '';

/** Secrets by name, sealed. */
export type SealedSecrets = Readonly<Record<string, string>>;

/** Secrets that were sealed anew, and what is not needed any more once they are saved. */
export interface Resealed {
  readonly secrets: SealedSecrets;
  /** How many there were, by the id of the sealer that had sealed them. */
  readonly from: ReadonlyMap<string, number>;
  /** Names of the keys that sealed them before. */
  readonly formerKeys: readonly string[];
}

/** Decision 42: seals with the first way, opens with the one that sealed. */
export class TokenVault {
  readonly #sealers: readonly [Sealer, ...Sealer[]];

  constructor(sealers: readonly [Sealer, ...Sealer[]]) {
    this.#sealers = sealers;
  }

  get protection(): string {
    return this.#sealers[0].protection;
  }

  get warnings(): string[] {
    return this.#sealers.flatMap(({ warnings }) => warnings);
  }

  /** Learns what is saved. To be called before the first secret is sealed. */
  start(secrets: SealedSecrets): void {
    const sealed = Object.values(secrets);
    for (const sealer of this.#sealers) sealer.start(sealed);
  }

  /** @throws when there is no key to seal with */
  seal(name: string, secret: string): string {
    return this.#sealers[0].seal(name, secret);
  }

  /** @throws NbwssError `credentialsNotRead`: sealed on another computer, or the key is lost */
  open(name: string, sealed: string): string {
    const sealer = this.#sealerOf(sealed);
    if (!sealer) throw new NbwssError('credentialsNotRead', { causes: [whyNobody(sealed)] });
    try {
      return sealer.open(name, sealed);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      throw new NbwssError('credentialsNotRead', { causes: [cause] }, { cause: error });
    }
  }

  /**
   * Seals anew what the way in force has not sealed with its present key. What cannot be opened stays as it is.
   * @returns `undefined` when there is nothing to change
   * @throws when there is no key to seal with
   */
  resealed(secrets: SealedSecrets): Resealed | undefined {
    const from = new Map<string, number>();
    const formerKeys = new Set<string>();
    const changed = Object.entries(secrets).map(([name, sealed]): [string, string] => {
      const sealer = this.#sealerOf(sealed);
      if (!sealer || (sealer === this.#sealers[0] && sealer.isCurrent(sealed))) return [name, sealed];
      const secret = this.#openedOrNot(name, sealed);
      if (secret === undefined) return [name, sealed];
      from.set(sealer.id, (from.get(sealer.id) ?? 0) + 1);
      const key = sealer.keyOf(sealed);
      if (key !== undefined) formerKeys.add(key);
      return [name, this.seal(name, secret)];
    });
    if (from.size === 0) return undefined;
    return { secrets: Object.fromEntries(changed), from, formerKeys: [...formerKeys] };
  }

  /** Seals with another key from now on. */
  renewKey(): Promise<void> {
    return this.#sealers[0].renewKey();
  }

  /** Deletes those of these keys that no saved secret needs. */
  forgetKeys(keyNames: readonly string[], secrets: SealedSecrets): void {
    const names = new Set(keyNames);
    for (const sealer of this.#sealers) sealer.forgetKeys(names, Object.values(secrets));
  }

  /** Why a saved secret cannot be opened, in a sentence; `undefined` when it can. */
  whyUnreadable(name: string, sealed: string): string | undefined {
    try {
      this.open(name, sealed);
      return undefined;
    } catch (error) {
      if (error instanceof NbwssError) return error.report.causes.join(' ');
      throw error;
    }
  }

  #openedOrNot(name: string, sealed: string): string | undefined {
    try {
      return this.open(name, sealed);
    } catch (error) {
      if (error instanceof NbwssError) return undefined;
      throw error;
    }
  }

  #sealerOf(sealed: string): Sealer | undefined {
    const { id } = partsOf(sealed);
    return this.#sealers.find(({ opens }) => opens.includes(id));
  }
}

/** Only a sealer's id is told: anything else may be a token that somebody wrote there. */
function whyNobody(sealed: string): string {
  const { id } = partsOf(sealed);
  if (!sealerId.test(id)) return 'It was sealed in a way that is not available here.';
  return missing[id.replace(/-v\d$/, '')] ?? `It was sealed by "${id}", which is not available here.`;
}
