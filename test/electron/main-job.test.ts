import { describe, it } from 'vitest';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { openDesktopApp } from '../support/desktop-app.ts';
import { doTheMainJob } from '../support/main-job.ts';
import { asNetBackup } from '../support/master-dialog.ts';
import { useServers } from '../support/open-servers.ts';
import { remotePlace } from '../support/remote-place.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('the main job in the desktop app', () => {
  const { cloud, closeLater } = useServers();

  it('D-1, D-3 to D-18, P-1 to P-9, C-5, X-9, Z-1, Z-2: from an empty folder to a relayed call and back', async () => {
    await using app = await openDesktopApp('electron');
    await doTheMainJob(app.console);
  });

  it('D-1, D-3 to D-18, P-1 to P-9, C-5, Z-1, Z-2, issue 10: on a NetBackup master server, over a port of its own', async () => {
    const netBackup = closeLater(await PracticeNetBackup.start());
    const one = await cloud({ hostName: 'localhost', priority: 1 });
    const two = await cloud({ hostName: '127.0.0.1', priority: 2 });
    const place = remotePlace(asNetBackup(netBackup, 'Vault site'), tempFolder(), [one, two]);
    await using app = await openDesktopApp('electron-remote');
    await doTheMainJob(app.console, place);
  });
});
