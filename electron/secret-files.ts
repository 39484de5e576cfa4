import { realpathSync, type Stats, statSync } from 'node:fs';
import { sep } from 'node:path';
import { isOpenToOthers } from './service/open-to-others.ts';

const groupMayRead = 0o040;
/** In the real path of each file of a Kubernetes secret: a folder such as `..2026_11_29_08_00_00.1234567890`. */
const kubernetesFolder = /\/\.\.\d{4}_[\d_.]+\//;

/**
 * Decision 42: warns of files with a secret that the host was given and that are open to others. They are not ours, so their mode is
 * left as it is.
 * @param apiKeyFile as the flag `--netbackup-api-key-file` named it
 * @returns sentences for the list of warnings, which hold neither path nor secret
 */
export function secretFileWarnings(env: NodeJS.ProcessEnv, apiKeyFile?: string): string[] {
  const files = {
    NBWSS_VAULT_PASSPHRASE_FILE: env['NBWSS_VAULT_PASSPHRASE_FILE'],
    NBWSS_VAULT_OLD_PASSPHRASE_FILE: env['NBWSS_VAULT_OLD_PASSPHRASE_FILE'],
    '--netbackup-api-key-file': apiKeyFile,
  };
  return Object.entries(files).flatMap(([name, file]) => {
    const stat = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
    if (file === undefined || !stat?.isFile() || !isLoose(stat)) return []; // a pipe is its owner's, and has no path
    if (isHandedIn(realpathSync(file), env['CREDENTIALS_DIRECTORY'])) return [];
    const mode = (stat.mode & 0o777).toString(8).padStart(4, '0');
    return `The file that ${name} names is open to other users of this computer: it has mode ${mode}. Give it mode 0600; if somebody may have copied it, replace the secret.`;
  });
}

/** A file of root may let its group read: so it is given to a service that cannot change it, by its group or an ACL. */
export const isLoose = ({ mode, uid }: Pick<Stats, 'mode' | 'uid'>): boolean =>
  isOpenToOthers({ mode: uid === 0 ? mode & ~groupMayRead : mode });

/**
 * Whether the mode says nothing, because others do not come to the file at all: systemd gives the folder of a credential to its
 * service alone, and Docker (mode 0444) and Kubernetes (mode 0644) mount a secret into a container of its own.
 * @param path the real one
 * @param credentials `CREDENTIALS_DIRECTORY`, which systemd sets for a service with credentials
 */
export const isHandedIn = (path: string, credentials: string | undefined): boolean =>
  [credentials, '/run/secrets'].some((folder) => folder && path.startsWith(folder + sep)) ||
  kubernetesFolder.test(path);
