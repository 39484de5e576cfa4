import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { addMaster, asNetBackup } from '../support/master-dialog.ts';
import { prepared, preparedCauses, preparedStates } from '../support/prepared-endpoints.ts';
import { preparedMasters, showPreparedMasters } from '../support/prepared-masters.ts';
import { showPrepared } from '../support/prepared-state.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { command, seedHistory } from '../support/seed-history.ts';
import { seedNotifications } from '../support/seed-notifications.ts';

/**
 * What the console stands before: `empty` a new data folder, `prepared` an endpoint in each state, `many` 10,000 of them, `seeded` a
 * service with a past, `practice` practice mode at work, `masters` 20 master servers of which some fail, `remote` one NetBackup master
 * server that answers.
 */
export type SceneName = 'empty' | 'prepared' | 'many' | 'seeded' | 'practice' | 'masters' | 'remote';

/** A page before a host of its own. */
export interface Scene {
  readonly console: ConsolePage;
  /** A cloud application whose endpoint can be added. */
  readonly cloud: PracticeCloudApplication;
  /** Loads the page anew, and waits until it shows what the service knows. */
  begin(): Promise<void>;
  /** Only of `remote`: what answers, or does not. */
  readonly netBackup: PracticeNetBackup | undefined;
  close(): Promise<void>;
}

const manyEndpoints = () =>
  Array.from({ length: 10_000 }, (_, index) =>
    prepared(`cloud${index + 1}.nebula.com`, {
      groupId: `sg${Math.floor(index / 4) + 1}`,
      priority: (index % 4) + 1,
      ...(index % 4 === 0 ? { connectionState: 'CONNECTED' } : {}),
    }),
  );

async function seed(folder: string, cloud: PracticeCloudApplication): Promise<void> {
  await seedEndpoints(folder, cloud, [{ hostName: 'cloud1.nebula.com' }, { hostName: 'cloud2.nebula.com' }]);
  const minute = 60_000;
  const methods = ['GET', 'GET', 'POST', 'DELETE'];
  const commands = Array.from({ length: 60 }, (_, index) =>
    command({
      time: Date.now() - index * minute,
      id: `A${index}`,
      method: methods[index % methods.length] ?? 'GET',
      status: index % 7 === 0 ? 403 : 200,
      verdict: index % 7 === 0 ? 'refused by policy' : 'relayed',
    }),
  );
  await seedHistory(folder, commands);
  const groups = [
    { groupId: 'group of cloud1.nebula.com', undelivered: 12 },
    { groupId: 'group without endpoint', undelivered: 1234 },
  ];
  seedNotifications(folder, groups, Date.now() - 90 * minute);
}

/** @param shots folder under test/results/ for the screenshots */
export async function openScene(name: SceneName, shots: string): Promise<Scene> {
  const cloud = await PracticeCloudApplication.start({ hostName: '127.0.0.1' });
  const desk = await ConsoleDesk.open({
    ...(name === 'seeded' ? { seed: (folder: string) => seed(folder, cloud) } : {}),
    ...(name === 'practice' ? { args: () => ['--practice'] } : {}),
  });
  const netBackup = name === 'remote' ? await PracticeNetBackup.start() : undefined;
  const shown =
    name === 'prepared' || name === 'remote'
      ? [...preparedCauses, ...preparedStates]
      : name === 'many'
        ? manyEndpoints()
        : undefined;
  const console = await desk.openPage(shots, {
    prepare: async ({ page }) => {
      if (shown) await showPrepared(page, shown, { sg1: 'served.nebula.com' });
      if (name === 'masters') await showPreparedMasters(page, preparedMasters());
    },
  });
  if (netBackup) {
    const longName = 'Vault site in the basement of the building north of the river';
    await console.grid().getByRole('gridcell').first().waitFor();
    await addMaster(console, asNetBackup(netBackup, longName));
  }
  const ready = () =>
    name === 'empty' || name === 'masters'
      ? console.servers().getByText('No WebSocket servers have been added').waitFor()
      : console.grid().getByRole('gridcell').first().waitFor();
  return {
    console,
    cloud,
    netBackup,
    async begin() {
      await console.page.reload();
      await ready();
    },
    async close() {
      await desk.close();
      await netBackup?.close();
      await cloud.close();
    },
  };
}
