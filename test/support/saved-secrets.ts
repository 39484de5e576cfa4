import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The sealed secrets of a data folder, by name. */
export function savedSecretsIn(dataFolder: string): Record<string, string> {
  return JSON.parse(readFileSync(join(dataFolder, 'vault.json'), 'utf8')).secrets;
}

/** Changes the sealed secrets of a service that does not run, as somebody with an editor would; there is no copy of them then. */
export function changeSecretsIn(
  dataFolder: string,
  change: (secrets: Record<string, string>) => Record<string, string>,
): void {
  const file = join(dataFolder, 'vault.json');
  const vault: { secrets: Record<string, string> } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...vault, secrets: change(vault.secrets) }));
  rmSync(join(dataFolder, 'vault.backup.json'), { force: true });
}
