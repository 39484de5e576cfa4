import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { useServers } from '../support/open-servers.ts';
import { refusalOf } from '../support/refusal.ts';
import { seedNotifications } from '../support/seed-notifications.ts';
import type { ServiceBench } from '../support/service-bench.ts';
import { tempFolder } from '../support/temp-folder.ts';

const second = 1000;
const minute = 60 * second;

/** The shipped file with other values. */
const withValues = (values: Record<string, string | number>) =>
  Object.entries(values).reduce(
    (text, [key, value]) => `${text.replace(new RegExp(`^${key}=.*\n`, 'm'), '')}${key}=${value}\n`,
    shippedPropertiesFile,
  );

describe('R-5, decision 45 an edit applies while the service runs, and drops no connection', () => {
  const { bench, cloud } = useServers();

  const connectedTo = async (application: PracticeCloudApplication, properties?: string) => {
    const console = bench(properties === undefined ? {} : { properties });
    await console.add(application);
    await console.connected('localhost');
    return console;
  };
  /** Edits the file by hand and lets it be read. */
  const edit = async (console: ServiceBench, values: Record<string, string | number>) => {
    const read = console.logged.filter(({ event }) => event === 'properties read').length;
    writeFileSync(join(console.dataFolder, 'nbwss.properties'), withValues(values));
    await console.clock.advance(second);
    expect(console.logged.filter(({ event }) => event === 'properties read')).toHaveLength(read + 1);
  };
  const count = (application: PracticeCloudApplication, kind: string) =>
    application.received.filter((entry) => entry.kind === kind).length;
  const pinged = (application: PracticeCloudApplication, times: number) =>
    application.changes.until(`${times} pings`, () => count(application, 'ping') === times);
  const stayed = (console: ServiceBench, application: PracticeCloudApplication) => {
    expect(console.row('localhost')).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
    expect(count(application, 'upgrade')).toBe(1);
  };

  it('C-12: a shorter keepAlive.scheduledRate holds at once, and not only after the wait that had begun', async () => {
    const ep1 = await cloud({});
    const console = await connectedTo(ep1, withValues({ 'keepAlive.scheduledRate': 3600 }));
    await console.clock.advance(100 * second);
    await edit(console, { 'keepAlive.scheduledRate': 105 });
    await console.clock.advance(3 * second);
    expect(count(ep1, 'ping')).toBe(0);
    await console.clock.advance(second); // 105 s after the connection was accepted
    await pinged(ep1, 1);
    await edit(console, { 'keepAlive.scheduledRate': 1 }); // the ping that is long due comes now
    await pinged(ep1, 2);
    await console.clock.advance(second);
    await pinged(ep1, 3);
    stayed(console, ep1);
  });

  it('C-12: a longer keepAlive.scheduledRate counts from the last ping', async () => {
    const ep1 = await cloud({});
    const console = await connectedTo(ep1);
    await console.clock.advance(30 * second);
    await pinged(ep1, 1);
    await console.clock.advance(20 * second);
    await edit(console, { 'keepAlive.scheduledRate': 120 });
    await console.clock.advance(98 * second);
    expect(count(ep1, 'ping')).toBe(1);
    await console.clock.advance(second);
    await pinged(ep1, 2);
    stayed(console, ep1);
  });

  it('C-13: keepAlive.maxPongMissAllowed counts the misses that there are', async () => {
    const ep1 = await cloud({ behaviour: { onPing: () => undefined } });
    const console = await connectedTo(ep1, withValues({ 'keepAlive.scheduledRate': 10 }));
    for (let ping = 1; ping <= 4; ping++) {
      await console.clock.advance(10 * second);
      await pinged(ep1, ping);
    }
    expect(console.row('localhost').missedPongs).toBe(3);
    await edit(console, { 'keepAlive.scheduledRate': 10, 'keepAlive.maxPongMissAllowed': 4 });
    stayed(console, ep1);
    await console.clock.advance(9 * second);
    await console.until('closed', () => console.row('localhost').closeStatus === 'GOING_AWAY');
  });

  it('C-14: exception.ignoreDecoder holds from the next message on, both ways', async () => {
    const ep1 = await cloud({});
    const console = await connectedTo(ep1);
    await edit(console, { 'exception.ignoreDecoder': 'true' });
    ep1.connections[0]?.send('{"version":');
    await console.until('ignored', () => console.logged.some(({ event }) => event === 'decoder exception ignored'));
    stayed(console, ep1);
    await edit(console, { 'exception.ignoreDecoder': 'false' });
    ep1.connections[0]?.send('{"version":');
    await console.until('closed', () => console.row('localhost').closeStatus === 'NOT_CONSISTENT');
  });

  it('C-6: connectionInfo.period plans the next run anew, longer and shorter', async () => {
    const ep1 = await cloud({});
    const console = await connectedTo(ep1);
    for (const period of [3600, 7]) {
      await edit(console, { 'connectionInfo.period': period });
      expect(console.service.frame().connectionProcess).toMatchObject({
        periodSeconds: period,
        nextRunAt: console.clock.now() + period * second,
      });
    }
    const { nextRunAt } = console.service.frame().connectionProcess;
    await edit(console, { 'connectionInfo.period': 7, 'keepAlive.scheduledRate': 31 }); // which is no business of the run
    expect(console.service.frame().connectionProcess.nextRunAt).toBe(nextRunAt);
    stayed(console, ep1);
  });

  it('decision 48: connectionInfo.earlyRun=false calls off an early run that was planned, and holds back the next', async () => {
    const ep1 = await cloud({});
    const console = await connectedTo(ep1);
    await console.clock.advance(30 * second);
    for (const connection of ep1.connections) connection.close(1001, 'restart');
    await console.until('lost', () => console.row('localhost').closeStatus === 'GOING_AWAY');
    expect(console.row('localhost').nextAttemptAt).toBe(console.clock.now() + second);
    console.service.setProperties({ 'connectionInfo.earlyRun': 'false' });
    const { nextRunAt } = console.service.frame().connectionProcess;
    expect(console.row('localhost').nextAttemptAt).toBe(nextRunAt);
    await console.clock.advance((nextRunAt ?? 0) - console.clock.now() - 1);
    expect(count(ep1, 'upgrade')).toBe(1);
    await console.clock.advance(1);
    await console.connected('localhost');
  });

  it('N-1, N-13: another notification.scheduledRate holds at once for the next poll, and for what waits to be sent again', async () => {
    const dataFolder = tempFolder();
    writeFileSync(join(dataFolder, 'nbwss.properties'), withValues({ 'notification.scheduledRate': 3600 }));
    seedNotifications(dataFolder, [{ groupId: 'sg1', undelivered: 3 }], Date.now());
    const ep1 = await cloud({ behaviour: { onNotification: () => undefined } });
    const console = bench({ dataFolder });
    await console.add(ep1);
    await console.connected('localhost');
    await expect.poll(() => ep1.inbox.messages).toBe(1);
    const untilPoll = () => (console.service.notifications.source.nextPoll ?? Number.NaN) - console.clock.now();
    expect(untilPoll()).toBe(3600 * second);
    await console.clock.advance(7 * second);
    await edit(console, { 'notification.scheduledRate': 10 });
    expect(untilPoll()).toBe(10 * second);
    await console.clock.advance(second);
    expect(ep1.inbox.messages).toBe(1);
    await console.clock.advance(second); // 10 s after it was sent
    await expect.poll(() => ep1.inbox.messages).toBe(2);
    await edit(console, { 'notification.scheduledRate': 3600 });
    expect(untilPoll()).toBe(3600 * second);
    await console.clock.advance(minute);
    expect(ep1.inbox.messages).toBe(2);
    stayed(console, ep1);
  });

  it('C-16: another scheduledExecutor.threadPoolSize touches no connection', async () => {
    const ep1 = await cloud({});
    const console = await connectedTo(ep1);
    await edit(console, { 'scheduledExecutor.threadPoolSize': 64 });
    await edit(console, { 'scheduledExecutor.threadPoolSize': 1 });
    await console.clock.advance(minute);
    stayed(console, ep1);
  });
});

describe('R-5, decision 45 properties by the console', () => {
  const { bench, cloud } = useServers();

  it('decision 45: set applies at once, is shown, and is not applied again by the watch', async () => {
    const ep1 = await cloud({});
    const console = bench();
    await console.add(ep1);
    await console.connected('localhost');
    console.service.setProperties({ 'connectionInfo.period': '7' });
    const { properties, connectionProcess } = console.service.frame();
    expect(connectionProcess.nextRunAt).toBe(console.clock.now() + 7 * second);
    expect(properties.entries.find(({ key }) => key === 'connectionInfo.period')).toEqual({
      key: 'connectionInfo.period',
      inForce: '7',
      inFile: '7',
      problem: null,
      default: '60',
      changed: true,
    });
    await console.clock.advance(5 * second);
    expect(console.service.frame().connectionProcess.nextRunAt).toBe(connectionProcess.nextRunAt);
    expect(console.logged.filter(({ event }) => event === 'properties read')).toHaveLength(1);
    expect(console.row('localhost')).toMatchObject({ connectionState: 'CONNECTED', closeStatus: null });
  });

  it('decision 45: a wrong value is refused, and nothing has changed', () => {
    const console = bench();
    const before = console.service.frame();
    expect(refusalOf(() => console.service.setProperties({ 'connectionInfo.period': '0' }))).toMatchObject({
      code: 'propertiesNotValid',
      fields: { 'connectionInfo.period': 'is not between 1 and 86400' },
    });
    expect(console.service.frame()).toEqual(before);
  });

  it('decision 45: warnings of the file are told and go with their cause', async () => {
    const console = bench({ properties: withValues({ 'connectionInfo.period': 'soon' }) });
    const warning = 'connectionInfo.period=soon is not a whole number; the default 60 is used';
    expect(console.service.frame()).toMatchObject({
      warnings: [`nbwss.properties: ${warning}`],
      properties: { warnings: [warning] },
    });
    console.service.setProperties({ 'connectionInfo.period': '60' });
    expect(console.service.frame()).toMatchObject({ warnings: [], properties: { warnings: [] } });
  });
});
