import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { openDesktopApp } from '../support/desktop-app.ts';
import { type KeyStoreSession, openKeyStoreSession } from '../support/key-store-session.ts';
import { savedSecretsIn } from '../support/saved-secrets.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';

const host = 'cloud.nebula.com';
const passphrase = 'correct horse battery';
const protections = {
  'key-store': "Saved secrets are encrypted with a key in the system's key store (AES-256-GCM).",
  'key-file': 'Saved secrets are encrypted with a key file in the data folder (AES-256-GCM).',
  passphrase:
    'Saved secrets are encrypted with a key derived from the passphrase in NBWSS_VAULT_PASSPHRASE (scrypt, AES-256-GCM).',
};

describe('decision 42: the desktop app with gnome-keyring', () => {
  let session: KeyStoreSession | { missing: string } = { missing: 'it was not started' };
  let cloud: PracticeCloudApplication;
  let dataFolder: string;
  beforeAll(async () => {
    session = await openKeyStoreSession();
    dataFolder = join(mkdtempSync(join(tmpdir(), 'nbwss-test-')), 'data');
    cloud = await PracticeCloudApplication.start({ hostName: 'localhost' });
    await seedEndpoints(dataFolder, cloud, [{ hostName: host }]);
    // Node's SQLite made them in a mode that the imitation of a made Electron does not know.
    for (const name of readdirSync(dataFolder)) if (name.includes('.sqlite')) rmSync(join(dataFolder, name));
  });
  afterAll(async () => {
    if ('close' in session) await session.close();
    await cloud?.close();
    rmSync(join(dataFolder, '..'), { recursive: true, force: true });
  });
  beforeEach((context) => {
    if ('missing' in session) context.skip(session.missing);
  });

  /** Starts the app, does something with it, and ends it. */
  const run = async (
    env: Record<string, string>,
    work: (console: ConsolePage) => Promise<void>,
    { hasKeyStore = true } = {},
  ) => {
    if ('missing' in session) return;
    const args = hasKeyStore ? session.args : ['--password-store=basic'];
    await using opened = await openDesktopApp('electron-key-store', {
      dataFolder,
      args,
      env: { ...session.env, ...env },
    });
    await work(opened.console);
  };
  /** The token can be read, and the console says how it is protected. */
  const isProtectedBy = (way: keyof typeof protections) => async (console: ConsolePage) => {
    await console.rowShows(host, 'CONNECTED');
    await console.goTo('Properties');
    await protection(console).getByText(protections[way], { exact: true }).waitFor();
    await protection(console).scrollIntoViewIfNeeded();
    await console.shot(way);
    expect(Object.values(savedSecretsIn(dataFolder)).map((sealed) => sealed.split(':')[0])).toEqual([`${way}-v2`]);
    expect(existsSync(join(dataFolder, 'vault.key'))).toBe(way === 'key-file');
  };
  const protection = ({ page }: ConsolePage) => page.getByRole('region', { name: 'Protection of secrets' });

  it('decision 42: what a key file sealed moves to the key store of the system, and the key file goes', async () => {
    expect(Object.values(savedSecretsIn(dataFolder))).toEqual([expect.stringMatching(/^key-file-v2:/)]);
    await run({}, isProtectedBy('key-store'));
  });

  it('decision 42: to a passphrase, and back by the former one alone', async () => {
    await run({ NBWSS_VAULT_PASSPHRASE: passphrase }, isProtectedBy('passphrase'));
    await run({ NBWSS_VAULT_OLD_PASSPHRASE: passphrase }, async (console) => {
      await isProtectedBy('key-store')(console);
      const [before] = Object.values(savedSecretsIn(dataFolder));
      await protection(console).getByRole('button', { name: 'Rotate key…' }).click();
      await console.dialog('Rotate key').getByRole('button', { name: 'Rotate key' }).click();
      await console.said('1 saved secret was encrypted with a new key.');
      const [after] = Object.values(savedSecretsIn(dataFolder));
      expect(after?.split(':')[1]).not.toBe(before?.split(':')[1]);
    });
  });

  it('decision 42: without the key store the row stays and says so, and nothing is overwritten', async () => {
    const saved = readFileSync(join(dataFolder, 'vault.json'), 'utf8');
    const withoutKeyStore = async (console: ConsolePage) => {
      await console.rowShows(host, 'Credentials cannot be read');
      await console.page
        .getByText(
          "1 saved secret cannot be read. It was sealed with a key in the system's key store, which is not available",
        )
        .waitFor();
      await console.shot('without-key-store');
    };
    await run({}, withoutKeyStore, { hasKeyStore: false });
    expect(readFileSync(join(dataFolder, 'vault.json'), 'utf8')).toBe(saved);
    expect(existsSync(join(dataFolder, 'vault.key'))).toBe(false);
  });

  it('decision 42: to a key file where one is chosen, the key store being there', async () => {
    await run({ NBWSS_VAULT: 'key-file' }, isProtectedBy('key-file'));
  });
});
