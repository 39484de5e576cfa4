import { asNbwssError, NbwssError } from '../../shared/error-catalogue.ts';
import type { ConfigFile } from './credentials/config-file.ts';
import type { SealedSecrets, TokenVault } from './credentials/token-vault.ts';
import type { Log } from './log.ts';

const secretsOf = (count: number) => (count === 1 ? '1 saved secret' : `${count} saved secrets`);

/** Which secrets can be opened: looked at again only when they change. */
interface Seen {
  readonly secrets: SealedSecrets;
  /** Why one cannot be opened, by its name and how it is sealed. */
  readonly reasons: ReadonlyMap<string, string | undefined>;
  /** How many there are, by the reason. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Decision 42: how the saved secrets are protected, and the move to another way or key. */
export class VaultAdministration {
  readonly #vault: TokenVault;
  readonly #log: Log;
  readonly #changed: () => void;
  #file: ConfigFile | undefined;
  #moveWarnings: string[] = [];
  #seen: Seen | undefined;

  /** @param changed what the console shows of it is another now */
  constructor(vault: TokenVault, log: Log, changed: () => void) {
    this.#vault = vault;
    this.#log = log;
    this.#changed = changed;
  }

  /** A sentence for the console. */
  get protection(): string {
    return this.#vault.protection;
  }

  get warnings(): readonly string[] {
    const unreadable = [...this.#unreadable()].map(
      ([reason, count]) => `${secretsOf(count)} cannot be read. ${reason}`,
    );
    return [...(this.#file?.vaultWarnings ?? []), ...this.#vault.warnings, ...this.#moveWarnings, ...unreadable];
  }

  /** Moves what another way or key has sealed to the way in force, and deletes keys that nothing needs any more. */
  start(file: ConfigFile): void {
    this.#file = file;
    this.#moveWarnings = [];
    for (const warning of file.vaultWarnings) this.#log.warn('vault damaged', { detail: warning });
    this.#vault.start(file.config.vault);
    for (const warning of this.#vault.warnings) this.#log.warn('vault key', { detail: warning });
    try {
      this.#move(file);
    } catch (error) {
      const { causes } = asNbwssError(error).report;
      const why = causes.join(' ') || (error instanceof Error ? error.message : String(error));
      this.#moveWarnings = [`Saved secrets could not be moved to the protection in force: ${why}`];
      this.#log.warn('secrets not moved', { detail: why });
    }
    for (const [reason, count] of this.#unreadable())
      this.#log.warn('secrets not readable', { detail: `${secretsOf(count)}: ${reason}` });
  }

  /**
   * Seals every secret that can be opened with a new key, and deletes the former one.
   * @returns how many were sealed anew, and how many cannot be read and stay as they are
   * @throws NbwssError `storeNotWritten` (T-10): the secrets are as they were; `notPossible` while config.json is not open
   */
  async rotateKey(): Promise<{ resealed: number; unreadable: number }> {
    const file = this.#file;
    if (!file) throw new NbwssError('notPossible', { causes: ['The service has not read config.json.'] });
    if (Object.keys(file.config.vault).length === 0) return { resealed: 0, unreadable: 0 };
    try {
      await this.#vault.renewKey();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new NbwssError('storeNotWritten', { causes: [`No new key could be made: ${why}`] }, { cause: error });
    }
    const resealed = this.#move(file);
    this.#log.info('vault key rotated', { detail: `${secretsOf(resealed)} sealed anew` });
    this.#changed();
    const unreadable = [...this.#unreadable().values()].reduce((sum, count) => sum + count, 0);
    return { resealed, unreadable };
  }

  /** Saved first, then the keys are deleted: a crash in between leaves their names for the next start. */
  #move(file: ConfigFile): number {
    const resealed = this.#vault.resealed(file.config.vault);
    if (resealed) {
      file.reseal(resealed.secrets, [...new Set([...file.formerKeys, ...resealed.formerKeys])]);
      for (const [way, count] of resealed.from)
        this.#log.info('secrets sealed anew', { detail: `${secretsOf(count)}, sealed by ${way} before` });
    }
    if (file.formerKeys.length > 0) {
      this.#vault.forgetKeys(file.formerKeys, file.config.vault);
      file.reseal(file.config.vault, []);
    }
    return [...(resealed?.from.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  /** How many secrets cannot be opened, by the reason. */
  #unreadable(): ReadonlyMap<string, number> {
    const secrets = this.#file?.config.vault ?? {};
    if (this.#seen?.secrets !== secrets) this.#seen = this.#look(secrets, this.#seen?.reasons);
    return this.#seen.counts;
  }

  #look(secrets: SealedSecrets, known: ReadonlyMap<string, string | undefined> | undefined): Seen {
    const reasons = new Map<string, string | undefined>();
    const counts = new Map<string, number>();
    for (const [name, sealed] of Object.entries(secrets)) {
      const key = `${name}:${sealed}`;
      const reason = known?.has(key) ? known.get(key) : this.#vault.whyUnreadable(name, sealed);
      reasons.set(key, reason);
      if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    return { secrets, reasons, counts };
  }
}
