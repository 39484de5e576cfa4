import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { detailText } from '../../shared/connection-text.ts';
import { makeMessage } from '../../shared/messages.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { useServers } from '../support/open-servers.ts';
import { ServiceBench } from '../support/service-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const lateRuns = `${shippedPropertiesFile}connectionInfo.earlyRun=false\n`;

describe('the connection process', () => {
  const { bench, cloud } = useServers();
  /** ep1 (priority 1) and ep2 (priority 2) of one group: two host names that both mean this computer. */
  const twoEndpoints = async () =>
    [await cloud({ hostName: 'localhost', priority: 1 }), await cloud({ hostName: '127.0.0.1', priority: 2 })] as const;
  const connectRequests = (application: PracticeCloudApplication) =>
    application.received.filter((entry) => entry.kind === 'message' && entry.message?.type === 'CONNECT').length;

  it('C-1, decision 5: the endpoint with the lowest priority number is tried first, whatever the order of adding', async () => {
    const [ep1, ep2] = await twoEndpoints();
    const console = bench({ properties: lateRuns });
    await console.add(ep2);
    await console.add(ep1);
    console.service.runNow();
    await console.connected('localhost');
    expect(connectRequests(ep2)).toBe(0);
  });

  it('C-2 goes on with the next endpoint of the group in the same run when the first cannot be reached', async () => {
    const [ep1, ep2] = await twoEndpoints();
    const console = bench({ properties: lateRuns });
    await console.add(ep1);
    await console.add(ep2);
    await ep1.setOnline(false);
    console.service.runNow();
    await console.connected('127.0.0.1');
    expect(console.row('localhost').timeline.at(-1)).toMatchObject({ to: 'disconnected' });
  });

  it('C-3: however often the process is told to run, an endpoint has one connection', async () => {
    const ep1 = await cloud({});
    const console = bench();
    await console.add(ep1);
    for (let i = 0; i < 5; i++) console.service.runNow();
    await console.connected('localhost');
    await console.service.endpoints.activate(['localhost']);
    console.service.runNow();
    await console.clock.advance(2 * minute);
    expect(connectRequests(ep1)).toBe(1);
    expect(ep1.connections).toHaveLength(1);
  });

  it('C-4, C-8, E-4: an endpoint added to a group that is served stands by', async () => {
    const [ep1, ep2] = await twoEndpoints();
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    await console.add(ep2);
    await console.until('standby', () => console.row('127.0.0.1').detail.kind === 'standby');
    expect(detailText(console.row('127.0.0.1'), console.clock.now())).toBe('Standby: sg1 is served by localhost');
    await console.clock.advance(3 * minute);
    expect(ep2.listener.connections.every(({ bytesReceived }) => bytesReceived === 0)).toBe(true);
  });

  it('C-5: no fail-back; ep1 is tried only after the cloud application has closed ep2', async () => {
    const [ep1, ep2] = await twoEndpoints();
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    await console.add(ep2);
    await ep1.setOnline(false);
    await console.until('ep1 is lost', () => console.row('localhost').connectionState === 'DISCONNECTED');
    console.service.runNow();
    await console.connected('127.0.0.1');
    await ep1.setOnline(true);
    for (let run = 0; run < 10; run++) await console.clock.advance(minute);
    expect(console.row('127.0.0.1').connectionState).toBe('CONNECTED');
    expect(connectRequests(ep1)).toBe(1);
    await ep2.setOnline(false);
    await console.until('ep2 is lost', () => console.row('127.0.0.1').detail.kind === 'failed');
    await console.clock.advance(1500); // decision 7: the early run after a loss
    await console.connected('localhost');
  });

  it('C-6, decision 7: with early runs off a new endpoint is connected by the next regular run, not before', async () => {
    const ep1 = await cloud({});
    const console = bench({ properties: lateRuns });
    const { withinSeconds } = await console.add(ep1);
    expect(withinSeconds).toBe(60);
    await console.clock.advance(59 * second);
    expect(ep1.received).toEqual([]);
    await console.clock.advance(second);
    await console.connected('localhost');
  });

  it('C-6: the period is connectionInfo.period', async () => {
    const ep1 = await cloud({});
    const console = bench({ properties: lateRuns.replace('connectionInfo.period=60', 'connectionInfo.period=7') });
    await console.add(ep1);
    expect(detailText(console.row('localhost'), console.clock.now())).toBe('Next attempt in 7 s');
    await console.clock.advance(7 * second);
    await console.connected('localhost');
  });

  it('R-5, decision 45: an edit of nbwss.properties applies while the service runs, warns of bad values, and drops no connection', async () => {
    const ep1 = await cloud({});
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    const edited = shippedPropertiesFile
      .replace('period=60', 'period=7')
      .replace('maxPongMissAllowed=10', 'maxPongMissAllowed=many');
    writeFileSync(join(console.dataFolder, 'nbwss.properties'), edited);
    await console.clock.advance(second); // the file is looked at each second
    expect(console.service.frame().connectionProcess.periodSeconds).toBe(7);
    expect(console.service.frame()).toMatchObject({
      connectionProcess: { nextRunAt: console.clock.now() + 7 * second },
      warnings: ['nbwss.properties: keepAlive.maxPongMissAllowed=many is not a whole number; the default 10 is used'],
    });
    expect(console.row('localhost')).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
  });

  it('C-7, Z-3, decision 9: a deleted endpoint is disconnected at once with 1000', async () => {
    const ep1 = await cloud({});
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    console.service.endpoints.delete(['localhost']);
    await ep1.changes.until('closed', () => ep1.received.some((entry) => entry.kind === 'closed'));
    expect(ep1.received.find((entry) => entry.kind === 'closed')).toMatchObject({ code: 1000 });
    expect(console.service.rows()).toEqual([]);
  });

  it('C-9: an established connection has no time limit', async () => {
    const ep1 = await cloud({});
    const console = bench({
      properties: shippedPropertiesFile.replace('connectionInfo.period=60', 'connectionInfo.period=3600'),
      propertiesLookPeriod: hour,
    });
    await console.add(ep1);
    await console.connected('localhost');
    await console.clock.advance(day);
    expect(console.row('localhost').connectionState).toBe('CONNECTED');
    expect(connectRequests(ep1)).toBe(1);
  });

  it('C-10: with a new token, deleted and added again, the endpoint connects', async () => {
    const ep1 = await cloud({ token: 'the new token' });
    const console = bench();
    await console.add({ details: { ...ep1.details, token: 'the expired token' } });
    await console.failed('localhost');
    expect(console.row('localhost')).toMatchObject({ tokenRejections: 1 });
    console.service.endpoints.delete(['localhost']);
    await console.add(ep1);
    await console.connected('localhost');
    expect(console.row('localhost')).toMatchObject({ tokenRejections: 0, lastError: null });
  });

  it('C-11, M-8, M-9, decision 1: CONNECTED only after a CONNECT RESPONSE with the same id and valid true', async () => {
    const ep1 = await cloud({ behaviour: { onConnect: () => undefined } });
    const console = bench();
    await console.add(ep1);
    await console.until('waiting', () => console.row('localhost').detail.kind === 'waiting-for-connect-response');
    expect(console.row('localhost').connectionState).toBe('DISCONNECTED');
    await ep1.changes.until('CONNECT', () => connectRequests(ep1) === 1);
    const [connection] = ep1.connections;
    const request = ep1.received.find((entry) => entry.kind === 'message');
    expect(request).toMatchObject({
      message: { version: '1.0', type: 'CONNECT', subType: 'REQUEST', payload: { token: ep1.token } },
    });
    connection?.send(makeMessage('CONNECT', 'RESPONSE', 'ANOTHER-ID', 1, { valid: true }));
    await console.until('the other id is remarked', () =>
      console.logged.some(({ event }) => event === 'CONNECT RESPONSE ignored'),
    );
    expect(console.row('localhost').connectionState).toBe('DISCONNECTED');
    const id = request?.kind === 'message' ? (request.message?.id ?? '') : '';
    connection?.send(makeMessage('CONNECT', 'RESPONSE', id.toLowerCase(), 1, { valid: true }));
    await console.connected('localhost');
  });

  it.each([
    ['valid false', { valid: false }],
    ['valid missing', {}],
    ['valid a string', { valid: 'true' }],
    ['a list', [true]],
  ])(
    'C-11, decision 3: %s closes with 1000, is told, and is tried again by regular runs only',
    async (_name, payload) => {
      const ep1 = await cloud({
        behaviour: {
          onConnect: (request, connection) =>
            connection.send(makeMessage('CONNECT', 'RESPONSE', request.id, 1, payload)),
        },
      });
      const console = bench();
      await console.add(ep1);
      await console.failed('localhost');
      expect(detailText(console.row('localhost'), console.clock.now())).toBe('Token rejected by the cloud application');
      await ep1.changes.until('closed', () => ep1.received.some((entry) => entry.kind === 'closed'));
      expect(ep1.received.find((entry) => entry.kind === 'closed')).toMatchObject({ code: 1000 });
      await console.service.endpoints.activate(['localhost']); // an early run, if anything had changed
      expect(connectRequests(ep1)).toBe(1);
      await console.clock.advance(minute);
      await console.until('a second rejection', () => console.row('localhost').tokenRejections === 2);
    },
  );

  it('decision 2: no CONNECT RESPONSE within 30 s ends the attempt, and the next endpoint is tried in the same run', async () => {
    const [ep1, ep2] = await twoEndpoints();
    ep1.behaviour = { ...ep1.behaviour, onConnect: () => undefined };
    const console = bench({ properties: lateRuns });
    await console.add(ep1);
    await console.add(ep2);
    console.service.runNow();
    await console.until('waiting', () => console.row('localhost').detail.kind === 'waiting-for-connect-response');
    await console.clock.advance(29 * second);
    expect(console.row('localhost').detail.kind).toBe('waiting-for-connect-response');
    await console.clock.advance(second);
    await console.connected('127.0.0.1');
  });

  it('decision 2: a server that never answers the upgrade is given up after 10 s', async () => {
    const ep1 = await cloud({ behaviour: { onUpgrade: () => 'never' } });
    const console = bench();
    await console.add(ep1);
    await ep1.changes.until('upgrade', () => ep1.received.some((entry) => entry.kind === 'upgrade'));
    await console.clock.advance(10 * second);
    await console.failed('localhost');
    expect(console.row('localhost').lastError).toContain('within 10 s');
  });

  it('decision 4: a COMMAND before the connection is accepted is dropped, not executed and not answered', async () => {
    const ep1 = await cloud({
      behaviour: {
        onConnect: (request, connection) => {
          connection.send(makeMessage('COMMAND', 'REQUEST', 'EARLY', 1, { uri: '/netbackup/ping', method: 'GET' }));
          connection.answerConnect(request, true);
        },
      },
    });
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    expect(console.logged).toContainEqual(expect.objectContaining({ event: 'message before CONNECT was accepted' }));
    expect(console.row('localhost').commands).toBe(0);
  });

  it('decision 7: a connection that lasted 30 s and is lost comes back within 1.5 s; a shorter one waits for the regular run', async () => {
    const ep1 = await cloud({});
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    await console.clock.advance(30 * second);
    for (const connection of ep1.connections) connection.close(1001, 'restart');
    await console.until('lost', () => console.row('localhost').closeStatus === 'GOING_AWAY');
    await console.clock.advance(1500);
    await console.connected('localhost');
    await console.clock.advance(10 * second);
    for (const connection of ep1.connections) connection.close(1000, 'short');
    await console.until('lost again', () => console.row('localhost').closeStatus === 'NORMAL_CLOSURE');
    await console.clock.advance(5 * second);
    const { connectionState, nextAttemptAt } = console.row('localhost');
    expect(connectionState).toBe('DISCONNECTED');
    await console.clock.advance((nextAttemptAt ?? 0) - console.clock.now()); // to the run, and no further
    await console.connected('localhost');
  });

  it('decision 9: quitting closes with 1001', async () => {
    const ep1 = await cloud({});
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    await console.service.stop();
    await ep1.changes.until('closed', () => ep1.received.some((entry) => entry.kind === 'closed'));
    expect(ep1.received.find((entry) => entry.kind === 'closed')).toMatchObject({ code: 1001 });
  });

  it('C-12, C-13, decision 10: pings every 30 s; ten in a row without a pong end the connection, and any pong starts the count anew', async () => {
    let answers = false;
    const ep1 = await cloud({ behaviour: { onPing: (data, connection) => void (answers && connection.pong(data)) } });
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    const pings = () => ep1.received.filter(({ kind }) => kind === 'ping').length;
    /** Lets time pass ping by ping, each having arrived. */
    const pass = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const before = pings();
        await console.clock.advance(30 * second);
        await ep1.changes.until('a ping', () => pings() > before);
      }
    };
    await pass(9);
    answers = true;
    await pass(1);
    // The pong has arrived when the socket has taken what was sent after it.
    ep1.connections[0]?.send(makeMessage('COMMAND', 'RESPONSE', 'ANY', 1, {}));
    await console.until('the message after the pong', () =>
      console.logged.some(({ event }) => event === 'message ignored'),
    );
    answers = false;
    await pass(10);
    expect(console.row('localhost').connectionState).toBe('CONNECTED');
    await console.clock.advance(30 * second);
    await console.failed('localhost');
    expect(detailText(console.row('localhost'), console.clock.now())).toBe('No answer to pings');
    expect(console.row('localhost').closeStatus).toBe('GOING_AWAY');
  });

  it('C-14: an undecodable message closes the connection, or is ignored with exception.ignoreDecoder=true', async () => {
    for (const ignore of [false, true]) {
      const ep1 = await cloud({});
      const console = bench({
        properties: shippedPropertiesFile.replace('ignoreDecoder=false', `ignoreDecoder=${ignore}`),
      });
      await console.add(ep1);
      await console.connected('localhost');
      ep1.connections[0]?.send('{"version":');
      if (ignore)
        await console.until('remarked', () =>
          console.logged.some(({ event }) => event === 'decoder exception ignored'),
        );
      else await console.until('closed', () => console.row('localhost').closeStatus === 'NOT_CONSISTENT');
      expect(console.row('localhost').connectionState).toBe(ignore ? 'CONNECTED' : 'DISCONNECTED');
    }
  });

  it('C-15, P-7: a DEACTIVATED endpoint is closed with 1000 and not connected again until it is activated', async () => {
    const [ep1, ep2] = await twoEndpoints();
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    await console.add(ep2);
    console.service.endpoints.deactivate(['localhost']);
    await console.connected('127.0.0.1');
    expect(console.row('localhost')).toMatchObject({
      state: 'DEACTIVATED',
      connectionState: 'DISCONNECTED',
      closeStatus: 'NORMAL_CLOSURE',
    });
    await console.clock.advance(10 * minute);
    expect(connectRequests(ep1)).toBe(1);
    await console.service.endpoints.activate(['localhost']);
    expect(console.row('localhost')).toMatchObject({ state: 'ACTIVATED', connectionState: 'DISCONNECTED' }); // C-5
  });

  it('C-17, decision 42: without a readable token nothing is sent, and the row says why', async () => {
    const ep1 = await cloud({});
    const dataFolder = join(tempFolder(), 'data');
    const before = new ServiceBench({ dataFolder, properties: lateRuns });
    await before.add(ep1);
    await before.close();
    rmSync(join(dataFolder, 'vault.key'));
    const looked = ep1.listener.connections.length;
    const console = bench({ dataFolder, properties: lateRuns });
    await console.failed('localhost');
    expect(detailText(console.row('localhost'), console.clock.now())).toBe('Credentials cannot be read');
    expect(ep1.listener.connections).toHaveLength(looked);
  });

  it('T-23, decision 31: Activate saves the state, and tells when the attempt that follows fails', async () => {
    const ep1 = await cloud({});
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    console.service.endpoints.deactivate(['localhost']);
    await ep1.setOnline(false);
    await expect(console.service.endpoints.activate(['localhost'])).rejects.toThrow(
      'Unable to establish connection with host: localhost',
    );
    expect(console.row('localhost').state).toBe('ACTIVATED');
  });

  it('T-23, decision 31: also when a later endpoint of the group is connected in the same walk', async () => {
    const [first, second] = [await cloud({ priority: 1 }), await cloud({ hostName: '127.0.0.1', priority: 2 })];
    const console = bench();
    for (const application of [first, second]) await console.add(application);
    await console.connected('localhost');
    const both = ['localhost', '127.0.0.1'];
    console.service.endpoints.deactivate(both);
    await first.setOnline(false);
    await expect(console.service.endpoints.activate(both)).rejects.toThrow(
      'Unable to establish connection with host: localhost',
    );
    expect(console.row('127.0.0.1').connectionState).toBe('CONNECTED');
  });
});
