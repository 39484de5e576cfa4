import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { startHeadless } from '../support/headless-process.ts';
import { filesIn } from '../support/saved-files.ts';
import { tempFolder } from '../support/temp-folder.ts';

const apiKey = 'SENTINEL-KEY';

describe('the headless host with --netbackup', () => {
  const startNetBackup = async () => {
    const netBackup = await PracticeNetBackup.start({ account: { apiKey } });
    onTestFinished(() => netBackup.close());
    return netBackup;
  };
  /** Starts it with these files beside its data folder. */
  const start = (baseUrl: string, ca: string, key: string) => {
    const folder = tempFolder();
    const write = (name: string, text: string) => {
      const file = join(folder, name);
      writeFileSync(file, text);
      return file;
    };
    const data = join(folder, 'data');
    const flags = ['--netbackup', baseUrl, '--netbackup-ca', write('ca.pem', ca)];
    const host = startHeadless(['--data', data, ...flags, '--netbackup-api-key-file', write('key', key)]);
    onTestFinished(async () => void (await host.end('SIGKILL')));
    return { host, data };
  };

  it('decisions 15, 42: the address with /netbackup, a bundle and a key file with a line end are taken; nothing of them is saved', async () => {
    const netBackup = await startNetBackup();
    const { host, data } = start(`${netBackup.origin}/netbackup/`, `# ours\n${netBackup.caCertificate}`, `${apiKey}\n`);
    await host.ready();
    await netBackup.changes.until('the first read', () =>
      netBackup.received.some(
        ({ target, headers }) => target.startsWith('/netbackup/admin/jobs') && headers['authorization'] === apiKey,
      ),
    );
    const { status, stderr, stdout } = await host.end();
    expect(status).toBe(0);
    expect(stdout + stderr).not.toContain(apiKey);
    for (const [file, hex] of Object.entries(filesIn(data)))
      expect([file, Buffer.from(hex, 'hex').includes(apiKey)]).toEqual([file, false]);
  });

  it('decision 43: a key file that holds no key is refused in one line, which does not repeat it', async () => {
    const netBackup = await startNetBackup();
    const { host } = start(netBackup.origin, netBackup.caCertificate, `${apiKey} and more`);
    const { status, stderr } = await host.ended;
    expect(status).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/API key: must hold no blanks/);
    expect(stderr).not.toContain('SENTINEL');
  });
});
