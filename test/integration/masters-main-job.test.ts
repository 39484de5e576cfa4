import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { ConsoleClient } from '../../renderer/client/console-client.ts';
import { reportOf } from '../../renderer/client/problem.ts';
import type { GivenMaster } from '../../shared/masters.ts';
import { withConsole } from '../faults/service-console.ts';
import type { ConsoleChannel } from '../support/console-channel.ts';
import { startHeadless } from '../support/headless-process.ts';
import { MasterDesk } from '../support/master-desk.ts';
import { useServers } from '../support/open-servers.ts';
import { tempFolder } from '../support/temp-folder.ts';

const accept = async ({ masters }: ConsoleClient, kind: GivenMaster['kind'], origin: string) => {
  const { server, ca } = await masters.fetchCertificate({ kind, origin });
  if (ca) return { trust: 'issuer' as const, certificate: ca.certificate.pem };
  return server ? { trust: 'certificate' as const, certificate: server.pem } : undefined;
};

describe('issue 10: the main job on a master server of each kind', () => {
  const { closeLater, cloud } = useServers();

  /** The channel of a master server of a kind, with the real one behind it. */
  const open: Record<string, () => Promise<{ channel: ConsoleChannel; desk: MasterDesk; id: string }>> = {
    async thisComputer() {
      const desk = closeLater(await MasterDesk.open());
      return { channel: desk.channel(), desk, id: 'this-computer' };
    },
    async netBackup() {
      const netBackup = closeLater(await PracticeNetBackup.start());
      const desk = closeLater(await MasterDesk.open());
      const own = desk.channel().client;
      const { origin, account } = netBackup;
      const trust = await accept(own, 'NetBackup', origin);
      const { id } = await own.masters.add({
        kind: 'NetBackup',
        name: 'Vault site',
        origin: `${origin}/netbackup/`,
        credentials: { kind: 'api-key', apiKey: account.apiKey },
        ...(trust ? { trust } : {}),
        pollSeconds: 2,
      });
      return { channel: desk.channel(id), desk, id };
    },
    async headlessHost() {
      const process = startHeadless(['--data', join(tempFolder(), 'data')]);
      closeLater({ close: async () => void (await process.end()) });
      const { console, token } = await process.ready();
      const desk = closeLater(await MasterDesk.open());
      const { id } = await desk.channel().client.masters.add({
        kind: 'headless host',
        name: 'Branch office',
        origin: new URL(console).origin,
        credentials: { kind: 'token', token },
        pollSeconds: 2,
      });
      return { channel: desk.channel(id), desk, id };
    },
  };

  it.each(Object.keys(open))(
    '%s: add from FILE and URL, certificate, states, Deactivate, Activate, Delete',
    async (kind) => {
      const one = await cloud({ hostName: 'localhost', priority: 1 });
      const two = await cloud({ hostName: '127.0.0.1', priority: 2 });
      const started = await open[kind]?.();
      if (!started) throw new Error(kind);
      const { channel, desk, id } = started;
      const { details, endpoints } = channel.client;
      await channel.until(
        'an empty list',
        ({ frame, endpoints }) => frame.service.state === 'ready' && endpoints.length === 0,
      );

      // FILE
      const contents = Buffer.from(JSON.stringify(one.details)).toString('base64');
      const read = await details.readFile({ contents });
      expect(read.details).toEqual(one.details);
      const validated = await details.validateFile({ details: read.details });
      expect(validated.certificate.sha256Fingerprint).toBe(one.listener.identity.sha256Fingerprint);
      const trust = 'certificate' as const;
      const added = await endpoints.add({ details: validated.details, certificate: validated.certificate.pem, trust });
      expect(added).toMatchObject({ hostName: 'localhost', priority: 1 });
      await channel.rowIs('localhost', { state: 'ACTIVATED', connectionState: 'CONNECTED', groupId: 'sg1' });
      expect(channel.row('localhost')?.certificate?.sha256Fingerprint).toBe(one.listener.identity.sha256Fingerprint);
      const shown = await endpoints.acceptedCertificate({ hostName: 'localhost' });
      expect(shown.certificate.sha256Fingerprint).toBe(one.listener.identity.sha256Fingerprint);

      // A second time
      const again = await details.validateFile({ details: read.details });
      expect(again.renewable).toBe('localhost');
      const taken = await endpoints
        .add({ details: read.details, certificate: validated.certificate.pem, trust })
        .catch(reportOf);
      expect(taken).toMatchObject({ code: 'alreadyExists', lines: ['the entity already exists'] });

      // URL, where the details server's certificate comes first if it is not trusted there
      let found = await details.validateUrl({ url: two.detailsUrl });
      if (found.kind === 'details-server')
        found = await details.validateUrl({ url: two.detailsUrl, detailsServer: found.certificate.pem });
      if (found.kind !== 'validated') throw new Error('not validated');
      const { validation } = found;
      expect(validation.details).toEqual(two.details);
      await endpoints.add({ details: validation.details, certificate: validation.certificate.pem, trust });
      await channel.rowIs('127.0.0.1', { state: 'ACTIVATED', connectionState: 'DISCONNECTED' });
      expect(channel.frame.groups).toEqual([{ groupId: 'sg1', connectedHost: 'localhost' }]);

      // Deactivate: the other one takes over; no fail-back after Activate
      await endpoints.deactivate({ hostNames: ['localhost'] });
      await channel.rowIs('localhost', {
        state: 'DEACTIVATED',
        connectionState: 'DISCONNECTED',
        closeStatus: 'NORMAL_CLOSURE',
      });
      await channel.rowIs('127.0.0.1', { connectionState: 'CONNECTED' });
      await endpoints.activate({ hostNames: ['localhost'] });
      await channel.rowIs('localhost', { state: 'ACTIVATED', connectionState: 'DISCONNECTED' });
      await channel.rowIs('127.0.0.1', { connectionState: 'CONNECTED' });

      // Renew, in the way that there is
      one.replaceToken();
      const { renew } = channel.frame.capabilities;
      expect(renew).not.toBe('none');
      const renewed = await details.validateFile({ details: { ...one.details, priority: 7 }, renews: 'localhost' });
      await endpoints.renew({
        hostName: 'localhost',
        details: renewed.details,
        certificate: renewed.certificate.pem,
        trust,
      });
      await channel.rowIs('localhost', { priority: 7, state: 'ACTIVATED' });

      // Delete
      await endpoints.delete({ hostNames: ['localhost', '127.0.0.1'] });
      await channel.until('an empty list again', ({ endpoints }) => endpoints.length === 0);
      expect(await endpoints.delete({ hostNames: ['localhost'] }).catch(reportOf)).toMatchObject({
        code: 'notFound',
        lines: ['no entity was found'],
      });
      expect([...channel.masterIds]).toEqual([id]);
      expect(readFileSync(join(desk.dataFolder, 'config.json'), 'utf8')).not.toContain(one.details.token);
    },
  );
});

describe('issue 10: channels over real WebSockets', () => {
  const { closeLater } = useServers();

  it('a channel is closed when its master server is changed or removed, and opened again it is the new one', async () => {
    const process = startHeadless(['--data', join(tempFolder(), 'data')]);
    closeLater({ close: async () => void (await process.end()) });
    const ready = await process.ready();
    const given: GivenMaster = {
      kind: 'headless host',
      name: 'itself',
      origin: new URL(ready.console).origin,
      credentials: { kind: 'token', token: ready.token },
      pollSeconds: 2,
    };
    const id = await withConsole(ready, async ({ masters }) => (await masters.add(given)).id);
    const idIn = (client: ConsoleClient) =>
      client.state.watch().then(async (stream) => {
        for await (const update of stream) if (update.kind === 'snapshot') return update.state.frame.master;
        throw new Error('the stream has ended');
      });
    expect(await withConsole(ready, idIn, id)).toMatchObject({ id, pollSeconds: 2 });
    expect(await withConsole(ready, idIn)).toMatchObject({ id: 'this-computer' });

    const edit = () => withConsole(ready, ({ masters }) => masters.edit({ id, master: { ...given, pollSeconds: 3 } }));
    const whileOpen = withConsole(
      ready,
      async (client) => {
        await idIn(client);
        await edit();
        return new Promise<never>(() => undefined); // ends when the channel is closed
      },
      id,
    );
    await expect(whileOpen).rejects.toThrow('closed the connection');
    expect(await withConsole(ready, idIn, id)).toMatchObject({ id, pollSeconds: 3 });
    await withConsole(ready, ({ masters }) => masters.remove({ ids: [id] }));
    await expect(withConsole(ready, idIn, id)).rejects.toThrow('404');
  });
});
