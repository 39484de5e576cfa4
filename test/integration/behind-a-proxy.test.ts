import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Identity, makeCertificate } from '../../electron/practice/certificates.ts';
import { startHeadless } from '../support/headless-process.ts';
import { MasterDesk } from '../support/master-desk.ts';
import { freePort, Nginx, nginxPath } from '../support/nginx.ts';
import { useServers } from '../support/open-servers.ts';
import { tempFolder } from '../support/temp-folder.ts';

const document = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'headless-behind-a-proxy.md'), 'utf8');
const example = /```nginx\n(.*?)```/s.exec(document)?.[1] ?? '';

/** The example with this test's names; each has to be there. */
function fitted(replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((text, [written, meant]) => {
    if (!text.includes(written)) throw new Error(`the example has no ${written}`);
    return text.replaceAll(written, meant);
  }, example);
}

describe.skipIf(!nginxPath)('docs/headless-behind-a-proxy.md: nginx (skipped where none is installed)', () => {
  const { closeLater, cloud } = useServers();

  const open = async () => {
    const folder = tempFolder();
    const identity = await makeCertificate({ commonName: 'localhost' });
    const [certificate, key] = [join(folder, 'public.pem'), join(folder, 'public.key')];
    writeFileSync(certificate, identity.certificate);
    writeFileSync(key, identity.privateKey);
    const port = await freePort();
    const publicOrigin = `https://localhost:${port}`;
    const host = startHeadless(['--data', join(folder, 'data'), '--public-origin', publicOrigin]);
    closeLater({ close: async () => void (await host.end()) });
    const { console, token } = await host.ready();
    const nginx = closeLater(
      new Nginx(
        folder,
        fitted({
          'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;`,
          'server_name console.example.com;': 'server_name localhost;',
          '/etc/ssl/console.example.com.pem': certificate,
          '/etc/ssl/console.example.com.key': key,
          '127.0.0.1:8485': new URL(console).host,
        }),
      ),
    );
    await nginx.ready();
    return { identity, publicOrigin, token };
  };

  const ask = (
    { publicOrigin, identity }: { publicOrigin: string; identity: Identity },
    method: string,
    path: string,
    headers: Record<string, string> = {},
  ) =>
    new Promise<{ status: number; cookie: string; text: string }>((resolve, reject) => {
      const url = new URL(path, publicOrigin.replace('localhost', '127.0.0.1'));
      const Host = new URL(publicOrigin).host;
      const options = { method, ca: identity.certificate, servername: 'localhost', headers: { Host, ...headers } };
      const sent = request(url, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        const cookie = response.headers['set-cookie']?.[0] ?? '';
        response.on('end', () => resolve({ status: response.statusCode ?? 0, cookie, text }));
      });
      sent.on('error', reject).end();
    });

  it('the console, its WebSocket and the REST API come through, and a strange Host or Origin does not', async () => {
    const at = await open();
    const { publicOrigin, token, identity } = at;
    expect((await ask(at, 'GET', '/healthz')).text).toBe('ok');
    expect((await ask(at, 'GET', '/healthz', { Host: 'evil.example.com' })).status).toBe(403);
    expect((await ask(at, 'GET', '/healthz', { Origin: 'https://evil.example.com' })).status).toBe(403);
    const page = await ask(at, 'GET', '/');
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('<div id="root">')]);
    const session = await ask(at, 'POST', '/session', { Authorization: token, Origin: publicOrigin });
    expect(session.status).toBe(204);
    expect(session.cookie).toMatch(/; Secure/);
    const list = await ask(at, 'GET', '/netbackup/config/servers/wssendpoints', { Authorization: token });
    expect([list.status, list.text]).toEqual([200, '[]']);

    const socket = new WebSocket(`${publicOrigin.replace('https:', 'wss:')}/console?master=this-computer`, {
      ca: identity.certificate,
      origin: publicOrigin,
      headers: { cookie: session.cookie.split(';')[0] ?? '' },
    });
    closeLater({ close: () => Promise.resolve(socket.terminate()) });
    const told = new Promise<string>((resolve, reject) => {
      socket.on('message', (data) => String(data).includes('snapshot') && resolve(String(data)));
      socket.on('error', reject);
    });
    socket.on('open', () => socket.send(JSON.stringify({ i: '1', p: { u: '/state/watch' } })));
    expect(await told).toContain('this-computer');
  });

  it('a console elsewhere has it as a master server, by its public address and its accepted certificate', async () => {
    const { identity, publicOrigin, token } = await open();
    const application = await cloud({ hostName: 'localhost' });
    const desk = closeLater(await MasterDesk.open());
    const { masters } = desk.channel().client;
    const { server, ca } = await masters.fetchCertificate({ kind: 'headless host', origin: publicOrigin });
    expect([server?.sha256Fingerprint, ca]).toEqual([identity.sha256Fingerprint, null]);
    const { id } = await masters.add({
      kind: 'headless host',
      name: 'branch',
      origin: `${publicOrigin}/`,
      credentials: { kind: 'token', token },
      trust: { trust: 'certificate', certificate: server?.pem ?? '' },
      pollSeconds: 2,
    });
    const channel = desk.channel(id);
    const { details } = application;
    const { certificate } = await channel.client.details.validateFile({ details });
    await channel.client.endpoints.add({ details, certificate: certificate.pem, trust: 'certificate' });
    await channel.rowIs('localhost', { connectionState: 'CONNECTED' });
  });
});
