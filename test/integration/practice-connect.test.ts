import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConsoleHost } from '../../electron/console-host.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { follow, type Known } from '../../renderer/client/console-store.ts';
import type { ConsoleState } from '../../shared/console-state.ts';
import { openConf } from '../support/config-store.ts';

let folder: string;
let host: ConsoleHost;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
  host = new ConsoleHost({
    version: '0',
    dataFolder: join(folder, 'data'),
    openConfigStore: openConf,
    environment: {},
    sealers: ({ vaultKey }) => [new KeyFileSealer(vaultKey)],
    logLevel: undefined,
    report: (line) => expect.fail(line),
  });
  await host.start(false);
});
afterEach(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Follows what the console is shown until it is as wanted. Ends with the test's own time limit. */
async function shows(wanted: (state: ConsoleState) => boolean): Promise<void> {
  let known: Known | undefined;
  for await (const update of host.watch(undefined)) {
    known = follow(known, update);
    if (known.isWhole && wanted(known.state)) return;
  }
}
const connected = ({ endpoints, frame }: ConsoleState) =>
  endpoints.some(({ connectionState }) => connectionState === 'CONNECTED') &&
  (frame.practice?.applications.some((application) => application.connected) ?? false);
const disconnected = (state: ConsoleState) => !connected(state) && state.endpoints.length > 0;

describe('decision 47: a practice server is connected by one call', () => {
  test('outside practice mode it is refused, and nothing is added', async () => {
    await expect(host.connectPractice()).rejects.toMatchObject({ code: 'notPossible' });
    expect(host.service.rows()).toEqual([]);
  });

  test('from nothing: it is added, connected, and told of a backup; with practice mode all of it goes', async () => {
    await host.startPractice();
    expect(host.service.rows()).toEqual([]);
    const practiceFolder = dirname(host.dataFolder);
    const [hostName] = await Promise.all([host.connectPractice(), host.connectPractice()]);
    expect(hostName).toBe('localhost');
    await shows(connected);
    await shows(({ frame }) => frame.practice?.applications[0]?.notificationMessages[0]?.first?.object === 'JOB');
    const exchange = await host.sendPracticeCommand('1', { method: 'GET', uri: '/netbackup/admin/jobs', body: '' });
    expect(exchange.response?.responseCode).toBe(200);
    await host.leavePractice();
    expect(existsSync(practiceFolder)).toBe(false);
    expect(host.service.rows()).toEqual([]);
  });

  test('C-11, decision 35: whatever has ended the connection, the same call mends it', async () => {
    await host.startPractice();
    await host.connectPractice();
    const ends: readonly (() => unknown)[] = [
      () => host.triggerPractice({ scenario: 'expire-token' }),
      () => host.triggerPractice({ scenario: 'renew-certificate' }),
      () => host.triggerPractice({ scenario: 'outage', amount: 3600 }),
      () => host.service.endpoints.deactivate(['localhost']),
      () => host.service.endpoints.delete(['localhost']),
    ];
    for (const end of ends) {
      await shows(connected);
      await end();
      await shows((state) => disconnected(state) || state.endpoints.length === 0);
      await host.connectPractice();
    }
    await shows(connected);
    expect(host.service.rows()).toHaveLength(1);
  });
});
