import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { shownCount } from '../support/shown-texts.ts';

const cloud = 'Practice cloud application 1';

describe('decision 19: the command policy in the console', () => {
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    desk = await ConsoleDesk.open({ args: () => ['--practice'] });
    console = await desk.openPage('chromium/command-policy');
    await console.rowShows('localhost', 'CONNECTED');
  });
  afterAll(() => desk.close());

  const openPolicy = async () => {
    await console.goTo('WebSocket Servers');
    await console.row('localhost').getByRole('gridcell').first().click();
    await console.page
      .getByRole('region', { name: 'Details' })
      .getByRole('button', { name: 'Command policy…' })
      .click();
    const dialog = console.dialog('Command policy');
    await dialog.waitFor();
    return dialog;
  };
  const ask = async (method: string, uri: string) => {
    await console.goTo('Practice');
    return (await console.sendCommand(cloud, method, uri, '')).code;
  };

  it('decision 19: allows all at first; read-only refuses a POST with 403 from the next command on, and the connection stays', async () => {
    expect(await ask('DELETE', '/netbackup/config/servers/vmservers/none')).toBe(404);
    const dialog = await openPolicy();
    expect(await dialog.getByRole('radio', { name: /^Allow all/ }).isChecked()).toBe(true);
    await dialog.getByRole('radio', { name: /^Read-only/ }).check();
    await console.shot('read-only');
    expect(await axeViolations(console.page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await console.said('The command policy of localhost was saved.');
    await console.page
      .getByRole('region', { name: 'Details' })
      .getByText('Read-only: GET, HEAD and the login are carried out, everything else is refused.')
      .waitFor();
    await console.shot('details');
    expect(await ask('DELETE', '/netbackup/config/servers/vmservers/none')).toBe(403);
    expect(await ask('GET', '/netbackup/admin/jobs')).toBe(200);
    await console.goTo('WebSocket Servers');
    await console.rowShows('localhost', 'CONNECTED');
  });

  it('decision 19: rules are tried out before they are saved, and a wrong one cannot be saved', async () => {
    const dialog = await openPolicy();
    await dialog.getByRole('radio', { name: /^Rules/ }).check();
    const rules = dialog.getByRole('list', { name: 'Rules' }).getByRole('listitem');
    expect(await shownCount(rules)).toBe(2);
    await dialog.getByRole('button', { name: 'Add rule' }).click();
    const path = rules.last().getByRole('textbox', { name: 'Path' });
    await expect.poll(() => path.evaluate((element) => element === document.activeElement)).toBe(true);
    await path.fill('/config');
    await dialog.getByText('The path must begin with /netbackup.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await console.shot('wrong-rule');
    await path.fill('/netbackup/config');
    await rules.last().getByRole('combobox', { name: 'Method' }).selectOption('Any');

    const trial = async (method: string, uri: string) => {
      await dialog.getByRole('combobox', { name: 'Method of the call' }).selectOption(method);
      await dialog.getByRole('textbox', { name: 'URI of the call' }).fill(uri);
      return dialog.getByRole('status').textContent();
    };
    expect(await trial('DELETE', '/netbackup/config/servers/vmservers/none')).toBe('It passes.');
    expect(await trial('DELETE', '/netbackup/admin/jobs/1')).toContain('It is refused with 403');
    expect(await trial('GET', '/netbackup/admin/jobs?page[limit]=1')).toBe('It passes.');
    expect(await trial('GET', '/netbackup/admin/jobs/../x')).toContain('It is refused with 400');
    expect(await trial('GET', '/netbackup/admin/jobs')).toBe('It passes.');
    await console.shot('rules');
    expect(await axeViolations(console.page)).toEqual([]);
    await rules.nth(1).getByRole('button', { name: 'Remove rule GET /netbackup/admin/jobs' }).press('Enter');
    await expect.poll(() => console.page.locator(':focus').textContent()).toBe('Add rule');
    expect(await trial('GET', '/netbackup/admin/jobs')).toContain('It is refused with 403');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' }); // "saved" may still stand there from before
    expect(await ask('DELETE', '/netbackup/config/servers/vmservers/none')).toBe(404);
    expect(await ask('GET', '/netbackup/admin/jobs')).toBe(403);
    const again = await openPolicy();
    expect(await shownCount(again.getByRole('list', { name: 'Rules' }).getByRole('listitem'))).toBe(2);
    await console.page.keyboard.press('Escape');
    expect(console.complaints).toEqual([]);
  });
});
