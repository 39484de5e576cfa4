import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectFolder } from '../../electron/launch/project.mjs';
import { startHeadless } from '../support/headless-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { tempFolder } from '../support/temp-folder.ts';

const read = (name: string) => readFileSync(join(projectFolder, 'docs', name), 'utf8');
const guide = read('headless-host.md');
const proxyGuide = read('headless-behind-a-proxy.md');
const unit = read('systemd/nbwss.service');

/** What the guide's install block does for the secrets. */
const makesSecrets = /^umask 077.*?(?=^systemctl)/ms.exec(guide)?.[0] ?? '';
const inUnit = (setting: RegExp) => setting.exec(unit)?.[1] ?? '';

describe.skipIf(process.platform !== 'linux')('docs/headless-host.md', () => {
  it('the secrets that its commands make are closed, and start the host that the unit starts; both pages print the token', async () => {
    const etc = join(tempFolder(), 'etc');
    const shell = (commands: string) =>
      execFileSync('sh', ['-e'], { input: commands.replaceAll('/etc/nbwss', etc), encoding: 'utf8' });
    shell(makesSecrets);
    const modes = ['', 'environment', 'vault-passphrase'].map((name) => statSync(join(etc, name)).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);

    const token = readFileSync(join(etc, 'environment'), 'utf8').trim().replace('NBWSS_TOKEN=', '');
    const print = /\nsed [^\n]*/.exec(proxyGuide)?.[0] ?? '';
    expect(shell(print).trim()).toBe(token);
    expect(guide).toContain(`#token=$(${print.trim()})`);

    const flags = inUnit(/^ExecStart=.*\/dist\/headless\/headless\.mjs (.*) \$NBWSS_FLAGS$/m);
    expect(flags).toBe('--listen 127.0.0.1:8485');
    const passphrase = inUnit(/^LoadCredential=vault-passphrase:\/etc\/nbwss\/(.*)$/m);
    const host = startHeadless(['--data', join(etc, 'data'), ...flags.replace('8485', '0').split(' ')], {
      NBWSS_TOKEN: token,
      NBWSS_VAULT_PASSPHRASE_FILE: join(etc, passphrase),
    });
    onTestFinished(async () => void (await host.end('SIGKILL')));
    const rest = new RestClient({ ...(await host.ready()), token });
    const { status, text } = await rest.call('GET', '/nbwss/status');
    rest.close();
    expect({ status, warnings: JSON.parse(text).warnings }).toEqual({ status: 200, warnings: [] });
  });

  it('no page names a file of /etc/nbwss that this one does not', () => {
    const named = (text: string) => text.match(/\/etc\/nbwss\/[\w.-]*\w/g) ?? [];
    const known = new Set(named(guide));
    const pages = [proxyGuide, unit, read('security.md'), read('administrator-guide.md'), read('master-servers.md')];
    expect(pages.flatMap(named).filter((file) => !known.has(file))).toEqual([]);
  });

  it('more flags come by the variable that the unit adds', () => {
    expect(unit).toMatch(/^Environment=NBWSS_FLAGS=$/m);
    for (const page of [guide, proxyGuide]) expect(page).toMatch(/^Environment="NBWSS_FLAGS=--/m);
  });
});
