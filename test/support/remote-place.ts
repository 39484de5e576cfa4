import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import type { ConsolePage } from './console-page.ts';
import type { MainJobPlace } from './main-job.ts';
import { addMaster, type GivenInDialog } from './master-dialog.ts';

/**
 * A master server elsewhere for the main job: it is added by the dialog first.
 * @param folder where the details file is put
 * @param applications two of one group, of priority 1 and 2
 */
export function remotePlace(
  master: GivenInDialog,
  folder: string,
  [one, two]: readonly [PracticeCloudApplication, PracticeCloudApplication],
): MainJobPlace {
  return {
    promise: '',
    showsDetailsServer: master.kind !== 'NetBackup',
    async begin(console: ConsolePage) {
      await console.servers().getByText('No WebSocket servers have been added').waitFor();
      await addMaster(console, master);
      await console.servers().getByText('No WebSocket servers have been added').waitFor();
      const file = join(folder, 'endpoint.json');
      writeFileSync(file, JSON.stringify(one.details));
      return { file, url: two.detailsUrl };
    },
    async end(console: ConsolePage) {
      // Nothing of it was saved on this computer, or is shown under its name.
      console.master = 'This computer';
      await console.goTo('WebSocket Servers');
      await console.servers().getByText('No WebSocket servers have been added').waitFor();
    },
  };
}
