import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import { startHeadless } from '../support/headless-process.ts';
import { doTheMainJob, type MainJobPlace } from '../support/main-job.ts';
import { asNetBackup } from '../support/master-dialog.ts';
import { useServers } from '../support/open-servers.ts';
import { remotePlace } from '../support/remote-place.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('the main job in Chromium, against the headless host', () => {
  const { cloud, closeLater } = useServers();
  let desk: ConsoleDesk;
  beforeAll(async () => {
    desk = await ConsoleDesk.open();
  });
  afterAll(() => desk?.close());

  const applications = async () =>
    [await cloud({ hostName: 'localhost', priority: 1 }), await cloud({ hostName: '127.0.0.1', priority: 2 })] as const;

  /** What stands behind each kind of master server. */
  const places: Record<string, () => Promise<MainJobPlace | undefined>> = {
    'this computer': () => Promise.resolve(undefined),
    'a NetBackup master server': async () => {
      const netBackup = closeLater(await PracticeNetBackup.start());
      return remotePlace(asNetBackup(netBackup, 'Vault site'), tempFolder(), await applications());
    },
    'a headless host': async () => {
      const host = startHeadless(['--data', join(tempFolder(), 'data')]);
      closeLater({ close: async () => void (await host.end()) });
      const { console, token } = await host.ready();
      const { origin } = new URL(console);
      const given = { kind: 'Headless host', name: 'Branch office', origin, secret: token } as const;
      return remotePlace(given, tempFolder(), await applications());
    },
  };

  it.each(Object.keys(places))(
    'D-1, D-3 to D-10, D-12 to D-18, G-4, P-1 to P-9, C-5, X-9, Z-1, Z-2, issue 10: on %s, from an empty list and back',
    async (kind) => {
      const place = await places[kind]?.();
      const shown = await desk.openPage(`chromium/${kind.replaceAll(' ', '-')}`, { motion: true });
      await doTheMainJob(shown, place);
    },
  );
});
