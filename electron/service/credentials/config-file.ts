import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { historyKeepingSchema } from '../../../shared/command-history.ts';
import { desktopSettingsSchema } from '../../../shared/desktop.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { canonicalHostName } from '../../../shared/host-name.ts';
import { thisComputerId } from '../../../shared/master-terms.ts';
import { savedCredentialsSchema } from '../../../shared/netbackup.ts';
import { shownValue } from '../../../shared/properties.ts';
import { proxySettingsSchema } from '../../../shared/proxy.ts';
import { restApiSettingsSchema } from '../../../shared/rest-api-settings.ts';
import { savedEndpointSchema } from '../../../shared/saved-endpoint.ts';
import { savedMasterSchema } from '../../../shared/saved-master.ts';
import { updateSettingsSchema } from '../../../shared/updates.ts';
import { DamagedConfigError, LastGoodConfig } from './last-good-config.ts';
import type { SealedSecrets } from './token-vault.ts';
import { systemText } from './trust-store.ts';
import { VaultFile } from './vault-file.ts';

/** Format of `config.json`. A change of the format raises it and adds a step to {@link migrations}. */
export const configVersion = 2;

const settingsSchema = z.object({
  version: z.literal(configVersion),
  endpoints: z.array(savedEndpointSchema),
  netBackup: z
    .object({
      baseUrl: z.string(),
      /** One or more certificates in PEM. */
      caCertificate: z.string(),
      /** Absent in files of the first version. */
      credentials: savedCredentialsSchema.optional(),
    })
    .nullable(),
  /** Decision 14; without it the environment decides. Its password is among the secrets. */
  proxy: proxySettingsSchema.optional(),
  /** How much of the history of commands is kept; absent until it is changed. */
  history: historyKeepingSchema.optional(),
  /** Of the desktop app; absent until one is changed. */
  desktop: desktopSettingsSchema.optional(),
  /** Master servers elsewhere; absent until one is added. */
  masters: z.array(savedMasterSchema).optional(),
  /** REST API of the desktop app; absent until it is switched on. */
  restApi: restApiSettingsSchema.optional(),
  /** Of the desktop app; absent until it is switched on. */
  updates: updateSettingsSchema.optional(),
});

/** What else stands in the file. */
const savedSchema = settingsSchema.extend({
  /** Formats up to 1 are read, too. */
  version: z.int().min(1).max(configVersion),
  /** The last change of `vault.json` that belongs to it; absent before the first one. */
  vaultRevision: z.int().nonnegative().optional(),
  /** The secrets stood here up to format 1; they move to `vault.json`. */
  vault: z.record(z.string(), z.string()).optional(),
});

/** The settings, and the sealed secrets of `vault.json` by name, such as `token of <host name>`. */
export type Config = z.infer<typeof settingsSchema> & { vault: Record<string, string> };

const emptySettings = { version: configVersion, endpoints: [], netBackup: null };

/** What electron-store and conf have in common: the whole store as it is in the file. We write it ourselves (durable-file.ts). */
export interface ConfigStore {
  readonly store: Record<string, unknown>;
  readonly path: string;
}

/** Steps of electron-store and conf: the key is the format that the step leads to. */
type Migration = (store: { get(key: string): unknown; set(key: string, value: unknown): void }) => void;
const migrations: Record<string, Migration> = {
  [`${configVersion}.0.0`]: (store) => store.set('version', configVersion),
};

/** What a host hands to the constructor of electron-store or conf, beside the folder. */
export const configStoreOptions = {
  configName: 'config',
  name: 'config', // electron-store's word for it
  projectVersion: `${configVersion}.0.0`,
  migrations,
  defaults: emptySettings as Record<string, unknown>,
  configFileMode: 0o600,
  clearInvalidConfig: false,
};

/** Opens `config.json` in a folder; electron-store in the desktop app, conf elsewhere (same file). */
export type OpenConfigStore = (folder: string) => ConfigStore;

export interface ConfigFileOptions {
  /** Epoch milliseconds, for the names of files that are set aside. */
  now?: () => number;
  /** Why nothing may be written now, such as a data folder that is gone; `undefined` when it may. */
  refusal?: () => string | undefined;
  /** A save has led to other {@link ConfigFile.warnings}. */
  warningsChanged?: () => void;
}

/** `config.json`, checked when read and written whole, with a copy of the last good one beside it, and the secrets that belong to it (`vault.json`). */
export class ConfigFile {
  readonly #store: ConfigStore;
  readonly #vaultFile: VaultFile;
  #config: Config;
  #vaultRevision: number | undefined;
  /** What else stands in the file, such as the store library's record of its migrations: it is written back as it was. */
  readonly #others: object;
  readonly #lastGood: LastGoodConfig;
  readonly #refusal: () => string | undefined;
  readonly #warningsChanged: () => void;

  /**
   * A damaged file is kept under another name when there is a last good copy to go on with.
   * @throws NbwssError `storeNotOpened` (T-22): unreadable, damaged without a copy, or written by a later version; the file
   * stays as it is
   */
  constructor(
    open: OpenConfigStore,
    folder: string,
    { now = Date.now, refusal, warningsChanged }: ConfigFileOptions = {},
  ) {
    this.#refusal = refusal ?? (() => undefined);
    this.#warningsChanged = warningsChanged ?? (() => undefined);
    this.#lastGood = new LastGoodConfig(folder, judge, now);
    try {
      this.#lastGood.recover();
      const saved = readSaved(this.#lastGood.file);
      this.#vaultRevision = saved?.vaultRevision;
      this.#vaultFile = new VaultFile(folder, now);
      // Before anything is written to config.json, the secrets of a former format are in their new place.
      this.#vaultFile.start(saved?.vaultRevision ?? 0, saved?.vault ?? {});
      this.#store = open(folder);
      this.#config = { ...settingsSchema.parse(this.#store.store), vault: { ...this.#vaultFile.secrets } };
      const { vault, ...others } = JSON.parse(readFileSync(this.#store.path, 'utf8').replace(byteOrderMark, ''));
      this.#others = others;
      this.#lastGood.accept();
      if (vault !== undefined) this.#write(this.#config, this.#vaultRevision);
    } catch (error) {
      throw new NbwssError('storeNotOpened', { causes: [problemText(error)] }, { cause: error });
    }
  }

  get config(): Config {
    return this.#config;
  }

  /** What people have to know, in sentences: a damaged file that was set aside, a copy that cannot be written. */
  get warnings(): readonly string[] {
    return this.#lastGood.warnings;
  }

  /** The same of the file with the secrets. */
  get vaultWarnings(): readonly string[] {
    return this.#vaultFile.warnings;
  }

  /** Names of keys that have been replaced, and whose files may be there still. */
  get formerKeys(): readonly string[] {
    return this.#vaultFile.formerKeys;
  }

  /**
   * Replaces settings and secrets in one step (see {@link VaultFile}), then the copy; what was there stays when it fails.
   * @throws NbwssError `storeNotWritten` (T-10)
   */
  save(config: Config): void {
    const warned = this.#allWarnings();
    this.#orNotWritten(() => {
      if (this.#vaultFile.differsFrom(config.vault)) {
        this.#vaultFile.change(config.vault, (revision) => {
          this.#write(config, revision);
          this.#vaultRevision = revision;
        });
      } else {
        this.#write(config, this.#vaultRevision);
        this.#vaultFile.tidy();
      }
    });
    this.#config = config;
    if (this.#allWarnings() !== warned) this.#warningsChanged();
  }

  #allWarnings(): string {
    return [...this.warnings, ...this.vaultWarnings].join();
  }

  /**
   * Replaces the secrets by the same ones, sealed anew.
   * @param formerKeys keys whose files may be deleted once this is done
   * @throws NbwssError `storeNotWritten` (T-10)
   */
  reseal(vault: SealedSecrets, formerKeys: readonly string[]): void {
    this.#orNotWritten(() => this.#vaultFile.reseal(vault, formerKeys));
    this.#config = { ...this.#config, vault: { ...vault } };
  }

  #write({ vault: _apart, ...settings }: Config, vaultRevision: number | undefined): void {
    const whole = { ...this.#others, ...settings, ...(vaultRevision === undefined ? {} : { vaultRevision }) };
    this.#lastGood.save(JSON.stringify(whole, undefined, '\t'));
  }

  #orNotWritten(write: () => void): void {
    try {
      const refusal = this.#refusal();
      if (refusal !== undefined) throw new Error(refusal);
      write();
    } catch (error) {
      throw new NbwssError('storeNotWritten', { causes: [systemText(error)] }, { cause: error });
    }
  }
}

/** @returns `undefined` when there is no file yet */
function readSaved(file: string): z.infer<typeof savedSchema> | undefined {
  if (!existsSync(file)) return undefined;
  return savedSchema.parse(JSON.parse(readFileSync(file, 'utf8').replace(byteOrderMark, '')));
}

const byteOrderMark = /^\ufeff/;

/**
 * Opening a store writes to it (defaults, migrations), and takes some damage for an empty store: so the file is judged before.
 * @throws DamagedConfigError, or an error when it was written by a later version
 */
function judge(text: string): void {
  const saved = parsed(text.replace(byteOrderMark, ''));
  const { data } = z.object({ version: z.number() }).safeParse(saved);
  if (data && data.version > configVersion) {
    throw new Error(`config.json has format ${data.version}; this version reads up to ${configVersion}`);
  }
  const { data: config, error } = savedSchema.safeParse(saved);
  if (!config) {
    const [issue] = error.issues;
    throw new DamagedConfigError(
      `is not valid at ${shownValue(issue?.path.join('.') || 'its root')}: ${issue?.message ?? 'unknown'}`,
    );
  }
  const hostNames = new Set<string>();
  for (const { hostName } of config.endpoints) {
    if (hostNames.has(canonicalHostName(hostName)))
      throw new DamagedConfigError(`has more than one endpoint with the host name ${shownValue(hostName)}`);
    hostNames.add(canonicalHostName(hostName));
  }
  const ids = new Set([thisComputerId]);
  for (const { id } of config.masters ?? []) {
    if (ids.has(id)) throw new DamagedConfigError(`has more than one master server with the id ${shownValue(id)}`);
    ids.add(id);
  }
}

/** @throws DamagedConfigError no JSON; also such that could not be written again, since it is nested too deep */
function parsed(text: string): unknown {
  try {
    const saved: unknown = JSON.parse(text);
    JSON.stringify(saved);
    return saved;
  } catch (error) {
    // A parser's message may quote the file, and the file holds (sealed) secrets.
    throw new DamagedConfigError(error instanceof RangeError ? 'is nested too deep' : 'is not JSON', { cause: error });
  }
}

function problemText(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError) return 'config.json changed while it was opened';
  return systemText(error);
}
