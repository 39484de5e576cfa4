import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { connectionCauses } from '../../shared/connection-causes.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';
import { seedEndpoints } from '../support/seed-endpoints.ts';
import { shownTexts } from '../support/shown-texts.ts';

/** After the start nothing is tried by itself. */
const properties = `${shippedPropertiesFile.replace('connectionInfo.period=60', 'connectionInfo.period=3600')}connectionInfo.earlyRun=false\n`;
const healthy = 'cloud.example';
const mute = 'mute.example';
const long = `${'a-very-long-label-of-a-host-name-that-fills-sixty-three-letters.'.repeat(4)}example`.slice(0, 253);

describe('decision 41: the dialog Diagnose', () => {
  let cloud: PracticeCloudApplication;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    cloud = await PracticeCloudApplication.start({ hostName: '127.0.0.1', token: 'SENTINEL-TOKEN' });
    desk = await ConsoleDesk.open({
      seed: async (folder) => {
        const query = (of: string) => `${cloud.endpointUrl}?key=SENTINEL-QUERY&of=${of}`;
        await seedEndpoints(folder, cloud, [
          { hostName: healthy, url: query('healthy'), groupId: 'sg1' },
          { hostName: mute, url: query('mute'), groupId: 'sg2' },
          { hostName: long, url: query('long'), groupId: `group-${'x'.repeat(200)}` },
        ]);
        writeFileSync(join(folder, 'nbwss.properties'), properties);
        await cloud.setOnline(false); // what the start of the service tries fails
      },
    });
    console = await desk.openPage('chromium/diagnosis');
    await console.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await console.row(mute).waitFor();
  });
  beforeEach(async () => {
    await cloud.setOnline(true);
    await console.page.setViewportSize({ width: 1280, height: 800 });
  });
  afterEach(() => {
    expect(console.complaints).toEqual([]);
  });
  afterAll(async () => {
    await desk?.close();
    await cloud?.close();
  });

  const dialog = () => console.dialog('Diagnose');
  const steps = () => dialog().getByRole('list', { name: 'Steps of the diagnosis' }).locator('> li');
  const button = (name: string) => dialog().getByRole('button', { name, exact: true });
  const concludes = (text: string) => dialog().getByRole('status').getByText(text, { exact: true }).waitFor();
  const verdicts = async () =>
    (await steps().allTextContents()).map((text) => /Passed|Warning|Failed|Not tried|Running…|Waiting/.exec(text)?.[0]);
  const close = async () => {
    await button('Close').click();
    await dialog().waitFor({ state: 'hidden' });
  };

  it('by keyboard alone: the last item of the row’s menu; every step passes; the report is copied, without a secret; Escape gives the focus back', async () => {
    await console.row(healthy).getByRole('gridcell').first().click();
    await console.page.keyboard.press('Shift+F10');
    await console.page.getByRole('menuitem', { name: 'Delete', exact: true }).waitFor();
    await console.page.keyboard.press('End');
    await console.page.keyboard.press('Enter');
    await dialog().waitFor();
    await concludes('Every step has passed.');
    expect(await verdicts()).toEqual([
      'Passed',
      'Passed',
      'Not tried',
      'Passed',
      'Passed',
      'Passed',
      'Passed',
      'Passed',
    ]);
    await dialog().getByText(`${healthy} of sg1`, { exact: true }).waitFor();
    await looksRight(console, 'passed');
    await console.page.keyboard.press('Shift+Tab');
    await expect.poll(() => button('Copy report').evaluate((element) => element === document.activeElement)).toBe(true);
    await console.page.keyboard.press('Enter');
    await concludes('The report was copied.');
    const report = await console.page.evaluate(() => navigator.clipboard.readText());
    expect(report).toMatch(/^# NBWSS Console: diagnosis of a WebSocket server\n\n- Version: NBWSS Console \d/);
    expect(report).toContain(`- URL: ${cloud.endpointUrl}?[query left out]\n- Group ID: sg1\n`);
    expect(report).toContain('- Result: Every step has passed.');
    expect(report).toMatch(/\n7\. CONNECT: Passed \(\d+ ms\)\n {3}- The cloud application accepted the token\n/);
    expect(report).not.toContain('SENTINEL');
    expect(await console.page.content()).not.toContain('SENTINEL-TOKEN');
    await console.page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    expect(await console.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('gridcell');
  });

  it('from the details: the step that fails has its meaning and what to do; run again, it passes', async () => {
    await cloud.setOnline(false);
    await console.row(healthy).getByRole('gridcell').first().click();
    const details = console.page.getByRole('region', { name: 'Details' });
    await details.getByRole('button', { name: 'Diagnose…', exact: true }).click();
    await concludes('It fails at: TCP connection.');
    const { meaning, actions } = connectionCauses.refused;
    const tcp = steps().nth(1);
    await tcp.getByText(meaning, { exact: true }).waitFor();
    expect(await shownTexts(tcp.getByRole('listitem'))).toEqual([...actions]);
    expect((await verdicts()).slice(2)).toEqual(Array.from({ length: 6 }, () => 'Not tried'));
    await console.page.setViewportSize({ width: 1024, height: 640 });
    await looksRight(console, 'failed-1024x640');
    await cloud.setOnline(true);
    await button('Run again').click();
    await concludes('Every step has passed.');
    await close();
  });

  it('from the menu bar, with the longest names: a step that runs shows it, and Stop ends it', async () => {
    cloud.behaviour = { ...cloud.behaviour, onConnect: () => undefined };
    await console.row(long).getByRole('gridcell').first().click();
    await console.page.getByRole('menubar').getByRole('menuitem', { name: 'Actions' }).click();
    await console.page.getByRole('menuitem', { name: 'Diagnose…', exact: true }).click();
    const connect = steps().nth(6);
    await connect.getByText('Running…', { exact: true }).waitFor();
    await connect.getByText('1 s', { exact: true }).waitFor();
    await console.page.setViewportSize({ width: 1024, height: 640 });
    await looksRight(console, 'running-1024x640');
    await button('Stop').click();
    await concludes('The diagnosis was stopped.');
    await cloud.changes.until('no connection is left', () => cloud.connections.length === 0);
    await close();
  });

  it('a connected endpoint is pinged, and not connected a second time; two rows cannot be diagnosed at once', async () => {
    cloud.behaviour = {
      ...cloud.behaviour,
      onConnect: (request, connection) => connection.answerConnect(request, true),
    };
    await console.page.getByRole('toolbar').getByRole('button', { name: 'Run connection process now' }).click();
    await console.rowShows(healthy, 'CONNECTED');
    await console.choose(healthy, 'Diagnose…');
    await concludes('Every step that was tried has passed.');
    expect((await verdicts()).slice(5)).toEqual(['Not tried', 'Not tried', 'Passed']);
    await steps()
      .nth(6)
      .getByText(/^Connected since .* UTC, not tried again$/)
      .waitFor();
    await looksRight(console, 'connected');
    await close();
    const details = console.page.getByRole('region', { name: 'Details' });
    expect(await details.getByRole('button', { name: 'Diagnose…', exact: true }).count()).toBe(0);
    await console
      .row(mute)
      .getByRole('gridcell')
      .first()
      .click({ modifiers: ['Control'] });
    await console.row(mute).getByRole('gridcell').first().click({ button: 'right' });
    const item = console.page.getByRole('menuitem', { name: 'Diagnose…', exact: true });
    expect(await item.getAttribute('aria-disabled')).toBe('true');
    await console.page.keyboard.press('Escape');
  });
});
