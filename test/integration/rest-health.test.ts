import { mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { DamageScene, useDataFolder } from '../support/damage/damage-scene.ts';
import { DocumentedAnswers } from '../support/documented-answers.ts';
import { RestClient } from '../support/rest-client.ts';
import { permanentFolder } from '../support/temp-folder.ts';

/** What somebody who watches a host by its REST API is told of files that cannot be used. */

const used = permanentFolder();
beforeAll(() => useDataFolder(join(used, 'data')));

async function started(damage: (scene: DamageScene) => void): Promise<RestClient> {
  const scene = new DamageScene(join(used, 'data'));
  damage(scene);
  const client = new RestClient(await scene.start().ready());
  onTestFinished(() => client.close());
  return client;
}

/** SQLite needs a file of this name for what it commits; a folder in its place cannot be moved away as damage can. */
function lock(scene: DamageScene, file: string): void {
  rmSync(scene.file(`${file}-wal`), { force: true });
  mkdirSync(join(scene.file(`${file}-wal`), 'in the way'), { recursive: true });
}

const status = async (client: RestClient) =>
  JSON.parse((await client.call('GET', '/nbwss/status')).text) as { warnings: string[] };
const health = async (client: RestClient) => {
  const answer = await client.call('GET', '/healthz', { anonymous: true });
  return [answer.status, answer.text];
};

describe('N-15, decision 19 files that cannot be used are told by /healthz and by the status', () => {
  it('all is well: ok, and no warning', async () => {
    const client = await started(() => undefined);
    expect(await health(client)).toEqual([200, 'ok']);
    expect(await status(client)).toMatchObject({ warnings: [] });
  });

  it('the log of notifications', async () => {
    const client = await started((scene) => lock(scene, 'notifications.sqlite'));
    expect(await health(client)).toEqual([503, 'not ok: the log of notifications cannot be used']);
    const told = await client.call('GET', '/nbwss/status');
    expect((await status(client)).warnings).toEqual([
      expect.stringMatching(/^The log of notifications cannot be used, so/),
    ]);
    const documented = await DocumentedAnswers.of(client);
    expect(documented.breach(documented.operation('GET', '/nbwss/status'), told)).toBeUndefined();
    const answer = await client.call('GET', '/healthz');
    expect(documented.breach(documented.operation('GET', '/healthz'), answer)).toBeUndefined();
  });

  it('the history of commands', async () => {
    const client = await started((scene) => lock(scene, 'history.sqlite'));
    expect(await health(client)).toEqual([503, 'not ok: the history of commands cannot be written']);
    expect((await status(client)).warnings).toEqual([expect.stringMatching(/their history cannot be written/)]);
  });

  it('T-22 the saved endpoints: the status is the error itself', async () => {
    const client = await started((scene) => {
      truncateSync(scene.file('config.json'), 100);
      writeFileSync(scene.file('config.json.last-good'), '[]');
    });
    expect(await health(client)).toEqual([503, 'not ok: the saved endpoints cannot be read']);
    expect((await client.call('GET', '/nbwss/status')).status).toBe(500);
  });

  it('the data folder, while it is away', async () => {
    const scene = new DamageScene(join(used, 'data'));
    const before = scene.log().length;
    const client = new RestClient(await scene.start().ready());
    onTestFinished(() => client.close());
    await expect.poll(() => scene.log().slice(before)).toContain('service started'); // before its file is open, the log makes its folder
    renameSync(scene.data, `${scene.data}.away`);
    expect(await health(client)).toEqual([503, 'not ok: the data folder cannot be written to']);
    renameSync(`${scene.data}.away`, scene.data);
    expect(await health(client)).toEqual([200, 'ok']);
  });

  it('a file that was set aside is a warning, and the host is well', async () => {
    const client = await started((scene) => rmSync(scene.file('notifications.sqlite')));
    expect(await health(client)).toEqual([200, 'ok']);
  });
});
