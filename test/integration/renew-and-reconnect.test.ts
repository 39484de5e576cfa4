import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { NbwssError } from '../../shared/error-catalogue.ts';
import { runsByHand } from '../support/hostile-scene.ts';
import { useServers } from '../support/open-servers.ts';
import { savedFilesIn } from '../support/saved-files.ts';
import type { ServiceBench } from '../support/service-bench.ts';

const second = 1000;
const minute = 60 * second;
const tokensOf = (application: PracticeCloudApplication) =>
  application.received.flatMap((entry) =>
    entry.kind === 'message' && entry.message?.type === 'CONNECT'
      ? [(entry.message.payload as { token: string }).token]
      : [],
  );
const closesOf = (application: PracticeCloudApplication) =>
  application.received.flatMap((entry) => (entry.kind === 'closed' ? [entry.code] : []));

/** Renews as the dialog does: Validate, accept, Renew. */
async function renew(console: ServiceBench, hostName: string, details: EndpointDetails): Promise<void> {
  const { certificate } = await console.service.details.validateFile(details, hostName);
  await console.service.endpoints.renew(hostName, details, certificate.pem, 'certificate');
}

describe('C-10, decision 38: Renew credentials', () => {
  const { bench, cloud } = useServers();

  it('C-10: another token: the connection is closed with 1000, and a new one with the new token follows at once', async () => {
    const ep1 = await cloud({
      token: 'the new token',
      behaviour: { onConnect: (request, to) => to.answerConnect(request, true) },
    });
    const console = bench();
    await console.add({ details: { ...ep1.details, token: 'the old token' } });
    await console.connected('localhost');
    await renew(console, 'localhost', ep1.details);
    await ep1.changes.until('both', () => tokensOf(ep1).length === 2);
    await console.connected('localhost');
    expect(tokensOf(ep1)).toEqual(['the old token', 'the new token']);
    expect(closesOf(ep1)).toEqual([1000]);
    expect(ep1.connections).toHaveLength(1);
    expect(console.row('localhost')).toMatchObject({ closeStatus: 'NORMAL_CLOSURE', lastError: null });
  });

  it('C-10, decision 3: a rejected token that is renewed is tried at once, and the rejections are forgotten', async () => {
    const ep1 = await cloud({ token: 'the new token' });
    const console = bench();
    await console.add({ details: { ...ep1.details, token: 'the expired token' } });
    await console.until('rejected', () => console.row('localhost').tokenRejections === 1);
    await renew(console, 'LOCALHOST', ep1.details);
    await console.connected('localhost');
    expect(console.row('localhost')).toMatchObject({ tokenRejections: 0, lastError: null });
  });

  it('decision 38: another URL and certificate: closed at the old server, connected at the new one', async () => {
    const old = await cloud();
    const moved = await cloud({ identity: await makeCertificate({ commonName: 'localhost' }) });
    const console = bench();
    await console.add(old);
    await console.connected('localhost');
    await renew(console, 'localhost', moved.details);
    await moved.changes.until('connected there', () => moved.connected);
    await console.connected('localhost');
    expect(closesOf(old)).toEqual([1000]);
    expect(console.row('localhost')).toMatchObject({
      url: moved.endpointUrl,
      certificate: { sha256Fingerprint: moved.listener.identity.sha256Fingerprint },
    });
    expect(console.service.rows()).toHaveLength(1);
  });

  it('decision 38: another priority counts from the walk that follows', async () => {
    const ep1 = await cloud({ hostName: 'localhost', priority: 1 });
    const ep2 = await cloud({ hostName: '127.0.0.1', priority: 2 });
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    await console.add(ep2);
    await renew(console, 'localhost', { ...ep1.details, priority: 3 });
    await console.connected('127.0.0.1');
    expect(closesOf(ep1)).toEqual([1000]);
    expect(console.row('localhost')).toMatchObject({ priority: 3, detail: { kind: 'standby', servedBy: '127.0.0.1' } });
  });

  it('decision 38, C-4: moved to another group, its old group is taken over by another endpoint of it', async () => {
    const ep1 = await cloud({ hostName: 'localhost', priority: 1 });
    const ep2 = await cloud({ hostName: '127.0.0.1', priority: 2 });
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    await console.add(ep2);
    await renew(console, 'localhost', { ...ep1.details, groupId: 'sg2' });
    await console.connected('127.0.0.1');
    await console.connected('localhost');
    expect(closesOf(ep1)).toEqual([1000]);
    expect(console.service.frame().groups).toEqual([
      { groupId: 'sg2', connectedHost: 'localhost' },
      { groupId: 'sg1', connectedHost: '127.0.0.1' },
    ]);
  });

  it('decision 38, C-15: a DEACTIVATED endpoint stays DEACTIVATED, and is connected with the new token once it is activated', async () => {
    const ep1 = await cloud({ token: 'the new token' });
    const console = bench({ properties: runsByHand });
    await console.add({ details: { ...ep1.details, token: 'the old token' } });
    console.service.endpoints.deactivate(['localhost']);
    await renew(console, 'localhost', ep1.details);
    await console.clock.advance(10 * minute);
    expect(console.row('localhost')).toMatchObject({ state: 'DEACTIVATED', detail: { kind: 'none' } });
    expect(tokensOf(ep1)).toEqual([]);
    await console.service.endpoints.activate(['localhost']);
    console.service.runNow();
    await console.connected('localhost');
    expect(tokensOf(ep1)).toEqual(['the new token']);
  });

  it('decision 38: a failing server after renewal is told, with what was wrong before forgotten', async () => {
    const ep1 = await cloud();
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    ep1.behaviour = { ...ep1.behaviour, onUpgrade: () => ({ status: 503 }) };
    await renew(console, 'localhost', { ...ep1.details, priority: 7 });
    await console.failed('localhost');
    expect(console.row('localhost')).toMatchObject({
      priority: 7,
      closeStatus: 'NORMAL_CLOSURE',
      detail: { kind: 'failed', cause: 'upgrade-refused' },
    });
  });

  describe('what is refused leaves everything as it was', () => {
    const refusal = async (console: ServiceBench, act: () => Promise<unknown>) => {
      const before = savedFilesIn(console.dataFolder);
      const rows = console.service.rows();
      const error = await act().catch((reason: unknown) => reason);
      if (!(error instanceof NbwssError)) throw error;
      expect(savedFilesIn(console.dataFolder)).toEqual(before);
      expect(console.service.rows()).toEqual(rows);
      return error.report;
    };

    it('decision 38: the details of another host', async () => {
      const ep1 = await cloud({ hostName: 'localhost' });
      const ep2 = await cloud({ hostName: '127.0.0.1', groupId: 'sg2' });
      const console = bench();
      await console.add(ep1);
      await console.connected('localhost');
      const { certificate } = await console.service.details.validateFile(ep2.details);
      const report = await refusal(console, () =>
        console.service.endpoints.renew('localhost', ep2.details, certificate.pem, 'certificate'),
      );
      expect(report).toMatchObject({
        code: 'detailsNotValid',
        fields: { hostName: 'is 127.0.0.1, but the credentials of localhost are to be renewed' },
      });
    });

    it('T-13: the URL of another endpoint', async () => {
      const ep1 = await cloud({ hostName: 'localhost' });
      const ep2 = await cloud({ hostName: '127.0.0.1', groupId: 'sg2' });
      const console = bench();
      await console.add(ep1);
      await console.add(ep2);
      await console.connected('localhost');
      await console.connected('127.0.0.1');
      const details = { ...ep1.details, url: ep2.endpointUrl };
      const { certificate } = await console.service.details.validateFile(details, 'localhost');
      const report = await refusal(console, () =>
        console.service.endpoints.renew('localhost', details, certificate.pem, 'certificate'),
      );
      expect(report).toMatchObject({ code: 'alreadyExists', causes: ['The endpoint 127.0.0.1 has the same URL.'] });
    });

    it('T-16: another certificate than the one that was shown', async () => {
      const ep1 = await cloud();
      const console = bench();
      await console.add(ep1);
      await console.connected('localhost');
      const { certificate } = await console.service.details.validateFile(ep1.details, 'localhost');
      ep1.listener.replaceCertificate(await makeCertificate({ commonName: 'localhost' }));
      const report = await refusal(console, () =>
        console.service.endpoints.renew('localhost', ep1.details, certificate.pem, 'certificate'),
      );
      expect(report.code).toBe('certificateDiffers');
    });

    it('decision 43: a URL with a password, which comes into no log', async () => {
      const ep1 = await cloud({});
      const console = bench();
      await console.add(ep1);
      const details = { ...ep1.details, url: 'wss://user:planted-secret@localhost:8443/x' };
      const renewing = console.service.endpoints.renew('localhost', details, 'PEM', 'certificate');
      await expect(renewing).rejects.toMatchObject({ code: 'malformedUrl' });
      expect(JSON.stringify(console.logged)).not.toContain('planted-secret');
    });

    it('T-21: a host that is not saved', async () => {
      const ep1 = await cloud();
      const console = bench();
      await console.add(ep1);
      await console.connected('localhost');
      const report = await refusal(console, () =>
        console.service.endpoints.renew('gone.example.com', ep1.details, '', 'certificate'),
      );
      expect(report.code).toBe('notFound');
    });

    it.each([
      ['T-10', 'storeNotWritten', ''],
      ['T-17', 'trustStoreNotWritten', 'truststore'],
    ])('%s: a write that fails', async (_rule, code, folder) => {
      const ep1 = await cloud();
      const renewed = await makeCertificate({ commonName: 'localhost' });
      const console = bench();
      await console.add(ep1);
      await console.connected('localhost');
      ep1.listener.replaceCertificate(renewed);
      // The file that is written beside the old one cannot be made.
      const obstacle = join(console.dataFolder, folder, `.${process.pid}.new`);
      mkdirSync(obstacle);
      const report = await refusal(console, () => renew(console, 'localhost', { ...ep1.details, groupId: 'sg2' }));
      expect(report.code).toBe(code);
      expect(console.row('localhost')).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
      rmSync(obstacle, { recursive: true });
      await renew(console, 'localhost', { ...ep1.details, groupId: 'sg2' });
      await console.until('moved', () => console.service.frame().groups[0]?.connectedHost === 'localhost');
      expect(console.service.frame().groups).toEqual([{ groupId: 'sg2', connectedHost: 'localhost' }]);
    });
  });
});

describe('C-5, decision 8: Reconnect by priority', () => {
  const { bench, cloud, byteServer } = useServers();

  /** ep1 (priority 1) was down, so that ep2 (priority 2) serves the group; now ep1 is back. */
  const servedByEp2 = async () => {
    const ep1 = await cloud({ hostName: 'localhost', priority: 1 });
    const ep2 = await cloud({ hostName: '127.0.0.1', priority: 2 });
    const console = bench();
    await console.add(ep2);
    await console.connected('127.0.0.1');
    await console.add(ep1);
    await console.until('standby', () => console.row('localhost').detail.kind === 'standby');
    return { console, ep1, ep2 };
  };

  it('decision 8: from ep2 back to ep1, with 1000 at ep2', async () => {
    const { console, ep1, ep2 } = await servedByEp2();
    console.service.endpoints.reconnect(['127.0.0.1']);
    await console.connected('localhost');
    expect(closesOf(ep2)).toEqual([1000]);
    expect(ep1.connections).toHaveLength(1);
    expect(console.row('127.0.0.1')).toMatchObject({
      connectionState: 'DISCONNECTED',
      closeStatus: 'NORMAL_CLOSURE',
      detail: { kind: 'standby', servedBy: 'localhost' },
    });
  });

  it('decision 8: to ep2 again when ep1 is down', async () => {
    const { console, ep1, ep2 } = await servedByEp2();
    await ep1.setOnline(false);
    console.service.endpoints.reconnect(['localhost', '127.0.0.1']);
    await ep2.changes.until('a second CONNECT', () => tokensOf(ep2).length === 2);
    await console.connected('127.0.0.1');
    expect(closesOf(ep2)).toEqual([1000]);
    expect(console.row('localhost').timeline.some(({ reason }) => reason.includes('ECONNREFUSED'))).toBe(true);
  });

  it('decision 8: during a walk it begins anew: the attempt under way is given up, ep1 is tried first', async () => {
    const ep1 = await cloud({ hostName: 'localhost', priority: 1 });
    const ep2 = await byteServer({ hostName: '127.0.0.1', groupId: 'sg1', priority: 2 });
    const console = bench({ properties: runsByHand });
    await console.add(ep1);
    await console.add(ep2);
    await ep1.setOnline(false);
    console.service.runNow();
    const line = await ep2.open();
    await line.connectRequest();
    await ep1.setOnline(true);
    console.service.endpoints.reconnect(['127.0.0.1']);
    await line.until('our close', () => line.close !== undefined);
    expect(line.close).toEqual({ code: 1000, reason: 'reconnect by priority' });
    line.reset();
    await console.connected('localhost');
    expect(console.row('127.0.0.1').detail).toEqual({ kind: 'standby', servedBy: 'localhost' });
    expect(console.row('127.0.0.1').closeStatus).toBeNull();
  });

  it('decision 8: while ep2 waits for the end of an old connection, ep1 is not passed over', async () => {
    const ep1 = await byteServer({ hostName: 'localhost', groupId: 'sg1', priority: 1 });
    const ep2 = await byteServer({ hostName: '127.0.0.1', groupId: 'sg1', priority: 2 });
    const console = bench({ properties: runsByHand });
    await console.add(ep1);
    await console.add(ep2);
    console.service.runNow();
    const line = await ep1.accept();
    await console.connected('localhost');
    console.service.endpoints.deactivate(['localhost']); // this peer does not answer the close
    console.service.runNow(); // ep2 waits for it
    await line.until('our close', () => line.close !== undefined);
    await console.service.endpoints.activate(['localhost']);
    console.service.endpoints.reconnect(['localhost']);
    await console.clock.advance(5 * second);
    await ep1.accept();
    await console.connected('localhost');
    expect(ep2.lines.every(({ bytesReceived }) => bytesReceived === 0)).toBe(true);
  });

  it('decision 8, T-21: a row that is gone', () => {
    expect(() => bench().service.endpoints.reconnect(['gone.example.com'])).toThrow('no entity was found');
  });
});
