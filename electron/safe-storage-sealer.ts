import { safeStorage } from 'electron';
import type { Sealer } from './service/credentials/token-vault.ts';

/** Where the system's key store is only an imitation (decision 42). */
const imitation = 'basic_text';

/** Whether the system offers a real key store. Only after the app is ready. */
export function hasKeyStore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== imitation;
}

/** Decision 42: seals with the key that the system's key store holds for this app. */
export const safeStorageSealer: Sealer = {
  id: 'safe-storage-v1',
  protection: "Saved tokens are encrypted with a key in the system's key store.",
  seal(name, secret) {
    return safeStorage.encryptString(JSON.stringify({ name, secret })).toString('base64');
  },
  open(name, sealed) {
    const opened = JSON.parse(safeStorage.decryptString(Buffer.from(sealed, 'base64'))) as {
      name: string;
      secret: string;
    };
    if (opened.name !== name) throw new Error('the secret was sealed for another endpoint');
    return opened.secret;
  },
};
