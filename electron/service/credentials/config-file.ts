import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { historyKeepingSchema } from '../../../shared/command-history.ts';
import { desktopSettingsSchema } from '../../../shared/desktop.ts';
import { NbwssError } from '../../../shared/error-catalogue.ts';
import { savedCredentialsSchema } from '../../../shared/netbackup.ts';
import { proxySettingsSchema } from '../../../shared/proxy.ts';
import { savedEndpointSchema } from '../../../shared/saved-endpoint.ts';
import { savedMasterSchema } from '../../../shared/saved-master.ts';
import { replaceFile } from '../durable-file.ts';
import { systemText } from './trust-store.ts';

/** Format of `config.json`. A change of the format raises it and adds a step to {@link migrations}. */
export const configVersion = 1;

const configSchema = z.object({
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
  /** Decision 14; without it the environment decides. Its password is in `vault`. */
  proxy: proxySettingsSchema.optional(),
  /** How much of the history of commands is kept; absent until it is changed. */
  history: historyKeepingSchema.optional(),
  /** Of the desktop app; absent until one is changed. */
  desktop: desktopSettingsSchema.optional(),
  /** Master servers elsewhere; absent until one is added. */
  masters: z.array(savedMasterSchema).optional(),
  /** Sealed secrets by name, such as `token of <host name>`. */
  vault: z.record(z.string(), z.string()),
});
export type Config = z.infer<typeof configSchema>;

const emptyConfig: Config = { version: configVersion, endpoints: [], netBackup: null, vault: {} };

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
  defaults: emptyConfig as Record<string, unknown>,
  configFileMode: 0o600,
  clearInvalidConfig: false,
};

/** Opens `config.json` in a folder; electron-store in the desktop app, conf elsewhere (same file). */
export type OpenConfigStore = (folder: string) => ConfigStore;

/** `config.json`, checked when read and written whole. */
export class ConfigFile {
  readonly #store: ConfigStore;
  #config: Config;
  /** What else stands in the file, such as the store library's record of its migrations: it is written back as it was. */
  readonly #others: object;

  /** @throws NbwssError `storeNotOpened` (T-22): unreadable, damaged, or written by a later version; the file stays as it is */
  constructor(open: OpenConfigStore, folder: string) {
    try {
      checkSaved(join(folder, 'config.json'));
      this.#store = open(folder);
      this.#config = configSchema.parse(this.#store.store);
      this.#others = JSON.parse(readFileSync(this.#store.path, 'utf8'));
    } catch (error) {
      throw new NbwssError('storeNotOpened', { causes: [problemText(error)] }, { cause: error });
    }
  }

  get config(): Config {
    return this.#config;
  }

  /**
   * Replaces the whole in one atomic write; what was there stays when it fails.
   * @throws NbwssError `storeNotWritten` (T-10)
   */
  save(config: Config): void {
    try {
      replaceFile(this.#store.path, JSON.stringify({ ...this.#others, ...config }, undefined, '\t'));
    } catch (error) {
      throw new NbwssError('storeNotWritten', { causes: [systemText(error)] }, { cause: error });
    }
    this.#config = config;
  }
}

/** Opening a store writes to it (defaults, migrations), and takes some damage for an empty store: so the file is judged before. */
function checkSaved(file: string): void {
  if (!existsSync(file)) return;
  const saved: unknown = JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  const { data } = z.object({ version: z.number() }).safeParse(saved);
  if (data && data.version > configVersion) {
    throw new Error(`config.json has format ${data.version}; this version reads up to ${configVersion}`);
  }
  configSchema.parse(saved);
}

function problemText(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `config.json is not valid at ${issue?.path.join('.') || 'its root'}: ${issue?.message ?? 'unknown'}`;
  }
  // A parser's message may quote the file, and the file holds (sealed) secrets.
  if (error instanceof SyntaxError) return 'config.json is not JSON';
  return systemText(error);
}
