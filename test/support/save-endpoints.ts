import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '../../electron/practice/certificates.ts';
import { type Config, configVersion } from '../../electron/service/credentials/config-file.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { TokenVault } from '../../electron/service/credentials/token-vault.ts';
import { vaultVersion } from '../../electron/service/credentials/vault-file.ts';
import { openDataFolder } from '../../electron/service/data-folder.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';

/**
 * Writes the files of a data folder in which endpoints have been saved and their certificate accepted, in this order: two
 * thousand of them in a moment, where the dialog would validate and write the whole file for each.
 */
export function saveEndpoints(
  dataFolder: string,
  { certificate, sha256Fingerprint }: Pick<Identity, 'certificate' | 'sha256Fingerprint'>,
  endpoints: readonly EndpointDetails[],
): void {
  const folder = openDataFolder(dataFolder);
  try {
    const vault = new TokenVault([new KeyFileSealer(folder.vaultKey)]);
    const acceptance = {
      trust: 'certificate' as const,
      sha256Fingerprint,
      acceptedWarnings: ['self-signed' as const],
      validTo: 4_000_000_000,
    };
    const config: Omit<Config, 'vault'> = {
      version: configVersion,
      endpoints: endpoints.map(({ token: _secret, ...details }, index) => ({
        ...details,
        state: 'ACTIVATED',
        acceptance,
        addedAt: index + 1,
      })),
      netBackup: null,
    };
    const secrets = Object.fromEntries(
      endpoints.map(({ hostName, token }) => {
        const name = `token of ${hostName}`;
        return [name, vault.seal(name, token)];
      }),
    );
    for (const { hostName } of endpoints) writeFileSync(join(folder.trustStore, `${hostName}.pem`), certificate);
    writeFileSync(join(folder.path, 'config.json'), JSON.stringify(config));
    writeFileSync(join(folder.path, 'vault.json'), JSON.stringify({ version: vaultVersion, revision: 0, secrets }));
  } finally {
    folder.release();
  }
}
