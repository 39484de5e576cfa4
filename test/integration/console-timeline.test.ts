import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { withConsole } from '../faults/service-console.ts';
import { startHeadless } from '../support/headless-process.ts';
import { closedPort } from '../support/odd-servers.ts';
import { saveEndpoints } from '../support/save-endpoints.ts';
import { tempFolder } from '../support/temp-folder.ts';

it('T-24 the console is told the latest four transitions with each row, and all of an endpoint when it asks', async () => {
  const data = join(tempFolder(), 'data');
  mkdirSync(data, { mode: 0o700 });
  const hostName = 'ep1.nebula.com';
  const url = `wss://127.0.0.1:${await closedPort()}/x`;
  saveEndpoints(data, await makeCertificate({ commonName: '127.0.0.1' }), [
    { hostName, url, groupId: 'sg1', priority: 1, token: 'a token' },
  ]);
  writeFileSync(join(data, 'nbwss.properties'), 'connectionInfo.period=1\n');
  const host = startHeadless(['--data', data]);
  try {
    await withConsole(await host.ready(), async (client) => {
      await expect
        .poll(async () => (await client.endpoints.timeline({ hostName })).length, { timeout: 20_000 })
        .toBeGreaterThan(5);
      for await (const update of await client.state.watch()) {
        if (update.kind !== 'snapshot') throw new Error('a snapshot comes first');
        const [row] = update.state.endpoints;
        const all = await client.endpoints.timeline({ hostName });
        expect(row?.timeline).toHaveLength(4);
        const pieces = all.map((_transition, from) => all.slice(from, from + 4));
        expect(pieces).toContainEqual(row?.timeline);
        break;
      }
      expect(await client.endpoints.timeline({ hostName: 'nobody.nebula.com' })).toEqual([]);
    });
  } finally {
    await host.end();
  }
});
