import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type PropertyDefinition, propertyDefinitions, shippedPropertiesFile } from '../../shared/properties.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { looksRight } from '../support/looks-right.ts';
import { shownCount } from '../support/shown-texts.ts';

const comment = '# our own remark: prüfen';
const ours = `${comment}\r\n${shippedPropertiesFile.replaceAll('\n', '\r\n')}my.key=1`;

describe('the pane Properties', () => {
  let desk: ConsoleDesk;
  let console: ConsolePage;
  let file: string;
  beforeAll(async () => {
    desk = await ConsoleDesk.open({
      seed(folder) {
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, 'nbwss.properties'), ours);
      },
    });
    file = join(desk.dataFolder, 'nbwss.properties');
    console = await desk.openPage('chromium/properties');
  });
  beforeEach(async () => {
    writeFileSync(file, ours);
    await console.page.reload();
    await console.goTo('Properties');
    await expect.poll(() => field('connectionInfo.period').inputValue()).toBe('60');
  });
  afterEach(() => {
    expect(console.complaints).toEqual([]);
  });
  afterAll(() => desk?.close());

  const pane = () => console.page.getByRole('region', { name: 'Properties', exact: true });
  const field = (key: string) => pane().getByRole('textbox', { name: key, exact: true });
  const flag = (key: string) => pane().getByRole('switch', { name: key, exact: true });
  const button = (name: string) => pane().getByRole('button', { name, exact: true });
  const property = (key: string) =>
    pane()
      .getByRole('row')
      .filter({ has: console.page.getByRole('rowheader', { name: key }) });
  /** The file tells when something was saved: "The properties were saved." may still stand there from before. */
  const text = () => readFileSync(file, 'utf8');
  const look = (name: string) => looksRight(console, name);

  it('R-2: the seven keys with value, unit, default, bounds and meaning, and the path of the file', async () => {
    const table = pane().getByRole('table', { name: 'NBWSS properties' });
    expect(await shownCount(table.getByRole('rowheader'))).toBe(7);
    for (const [key, definition] of Object.entries<PropertyDefinition>(propertyDefinitions)) {
      const row = property(key);
      await row.getByText(definition.meaning).waitFor();
      const { unit: of, min = 0, max = 0 } = definition;
      const unit = of === undefined ? '' : ` ${of}`;
      await row
        .getByRole('cell', { name: `${definition.default}${unit}`, exact: true })
        .first()
        .waitFor();
      if (definition.type === 'boolean') expect(await flag(key).isChecked()).toBe(definition.default === 'true');
      else {
        expect(await field(key).inputValue()).toBe(definition.default);
        await row.getByRole('cell', { name: `${min} to ${max.toLocaleString('en')}` }).waitFor();
      }
    }
    await pane().getByText(file, { exact: true }).waitFor();
    expect(await pane().getByRole('table', { name: 'Extensions' }).count()).toBe(0);
    await look('defaults');
  });

  it('R-5, decision 45: Save changes the value in the file and nothing else of it, and it is in force', async () => {
    await field('connectionInfo.period').fill('7');
    await flag('exception.ignoreDecoder').click();
    await property('connectionInfo.period').getByText('Not saved').waitFor();
    expect(text()).toBe(ours);
    await button('Save').click();
    await expect.poll(text).toBe(ours.replace('period=60', 'period=7').replace('Decoder=false', 'Decoder=true'));
    await console.page.getByText(/\(every 7 s\)/).waitFor(); // the status bar tells what is in force
    await property('connectionInfo.period').getByText('Changed', { exact: true }).waitFor();
    await pane().getByText('Not saved').waitFor({ state: 'hidden' });
    expect(await field('connectionInfo.period').inputValue()).toBe('7');
    await look('changed');
  });

  it('decision 45: a wrong value is told at its field and cannot be saved; Revert takes it back', async () => {
    for (const [value, why] of [
      ['0', 'is not between 1 and 86400'],
      ['1.5', 'is not a whole number'],
      ['', 'is not a whole number'],
    ] as const) {
      await field('connectionInfo.period').fill(value);
      await property('connectionInfo.period').getByText(`The value ${why}.`).waitFor();
      expect(await button('Save').getAttribute('aria-disabled')).toBe('true');
      await field('connectionInfo.period').press('Enter');
      await button('Save').click({ force: true });
    }
    expect(await field('connectionInfo.period').getAttribute('aria-invalid')).toBe('true');
    await look('wrong-value');
    await button('Revert').click();
    await expect.poll(() => field('connectionInfo.period').inputValue()).toBe('60');
    expect(text()).toBe(ours);
  });

  it('R-5: an edit by hand appears, and leaves alone what is being typed', async () => {
    await field('keepAlive.scheduledRate').fill('33');
    writeFileSync(`${file}~`, ours.replace('period=60', 'period=soon').replace('Rate=30', 'Rate=31'));
    renameSync(`${file}~`, file); // as many editors save
    await property('connectionInfo.period')
      .getByText('The value is not a whole number. The default 60 is used.')
      .waitFor();
    await pane().getByRole('note').getByText('connectionInfo.period=soon is not a whole number').waitFor();
    expect(await field('connectionInfo.period').inputValue()).toBe('soon');
    expect(await field('keepAlive.scheduledRate').inputValue()).toBe('33');
    await property('keepAlive.scheduledRate').getByText('In the file it has become 31 meanwhile.').waitFor();
    await look('edited-by-hand');
    await button('Reset connectionInfo.period').click();
    await button('Save').click();
    await expect.poll(text).toBe(ours.replace('Rate=30', 'Rate=33'));
    await pane().getByRole('note').waitFor({ state: 'hidden' });
  });

  it('decision 45: Reset all brings the defaults back, also of a key that the file does not set', async () => {
    writeFileSync(file, ours.replace('period=60', 'period=5').replace('notification.sendTimeout=2000\r\n', ''));
    await expect.poll(() => field('connectionInfo.period').inputValue()).toBe('5');
    await property('notification.sendTimeout').getByText('The file does not set it.').waitFor();
    await button('Reset all').click();
    await button('Save').click();
    await expect.poll(() => text().split('\r\n').toSorted()).toEqual(ours.split('\r\n').toSorted());
    expect(text()).toContain(comment);
    await expect.poll(() => button('Reset all').getAttribute('aria-disabled')).toBe('true');
  });

  it('decision 45: a Reset while a Save is under way is not lost', async () => {
    await field('connectionInfo.period').fill('7');
    const [save, reset] = [button('Save'), button('Reset connectionInfo.period')];
    // Both clicks before the window is drawn again.
    await save.evaluate(
      (first, second) => {
        for (const one of [first, second])
          one?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      },
      await reset.elementHandle(),
    );
    await expect.poll(text).toBe(ours.replace('period=60', 'period=7'));
    await property('connectionInfo.period').getByText('Not saved').waitFor();
    expect(await field('connectionInfo.period').inputValue()).toBe('60');
    expect(await pane().getByText('In the file it has become').count()).toBe(0);
    await save.click();
    await expect.poll(text).toBe(ours);
  });

  it('decision 48: extension keys are shown apart, when the file has them', async () => {
    writeFileSync(file, `${ours}\r\nconnectionInfo.earlyRun=false\r\n`);
    const table = pane().getByRole('table', { name: 'Extensions' });
    await table.waitFor();
    expect(await flag('connectionInfo.earlyRun').isChecked()).toBe(false);
    await look('extensions');
    await flag('connectionInfo.earlyRun').click();
    await button('Save').click();
    await expect.poll(text).toBe(`${ours}\r\nconnectionInfo.earlyRun=true\r\n`);
  });

  it('decision 45: a file that cannot be read is warned of, and saving says what is in the way', async () => {
    rmSync(file);
    mkdirSync(file);
    await pane()
      .getByRole('note')
      .getByText('nbwss.properties cannot be read (EISDIR); the values in force stay')
      .waitFor();
    await field('connectionInfo.period').fill('7');
    await button('Save').click();
    const alert = pane().getByRole('alert');
    await alert.getByText('The properties could not be saved').waitFor();
    await alert.getByText('nbwss.properties cannot be read (EISDIR)').waitFor();
    expect(await field('connectionInfo.period').inputValue()).toBe('7');
    await look('not-saved');
    rmSync(file, { recursive: true });
    await button('Save').click();
    await expect.poll(text).toBe(shippedPropertiesFile.replace('period=60', 'period=7')); // made anew
    await alert.waitFor({ state: 'hidden' });
  });

  it('leaving the pane with something unsaved asks first', async () => {
    const { page } = console;
    await field('connectionInfo.period').fill('9');
    await page.getByRole('treeitem', { name: 'NetBackup Connection', exact: true }).click();
    const dialog = console.dialog('Unsaved changes');
    await dialog.waitFor();
    await look('leave');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await field('connectionInfo.period').inputValue()).toBe('9');
    await page.getByRole('treeitem', { name: 'NetBackup Connection', exact: true }).click();
    await dialog.getByRole('button', { name: 'Discard changes' }).click();
    await page.getByRole('heading', { name: 'NetBackup Connection', level: 1 }).waitFor();
    await console.goTo('Properties');
    await expect.poll(() => field('connectionInfo.period').inputValue()).toBe('60');
    await console.goTo('NetBackup Connection'); // without a question
    expect(text()).toBe(ours);
  });

  it('R-5: everything works by keyboard', async () => {
    const { page } = console;
    await field('notification.sendTimeout').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('2500');
    await page.keyboard.press('Enter');
    await expect.poll(text).toBe(ours.replace('Timeout=2000', 'Timeout=2500'));
    await pane().getByText('Not saved').waitFor({ state: 'hidden' }); // the page knows of it later than the file
    await expect.poll(() => page.locator(':focus').getAttribute('aria-label')).toBe('notification.sendTimeout');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.locator(':focus').getAttribute('aria-label')).toBe('Reset notification.sendTimeout');
    await page.keyboard.press('Enter');
    await expect.poll(() => field('notification.sendTimeout').inputValue()).toBe('2000');
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Reset notification.sendTimeout');
  });

  it('at 1024 by 640 nothing is cut off, also with a long path and long values', async () => {
    const { page } = console;
    await page.setViewportSize({ width: 1024, height: 640 });
    writeFileSync(file, ours.replace('period=60', `period=${'very-long-'.repeat(40)}`));
    await pane().getByRole('note').waitFor();
    const overflow = await pane().evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(overflow).toBe(0);
    await look('narrow');
    await pane().getByRole('region', { name: 'Proxy' }).scrollIntoViewIfNeeded();
    await console.shot('narrow-end');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('decision 14: the proxy is set, what is in force is said, and the password never comes back', async () => {
    const { page } = console;
    const proxy = pane().getByRole('region', { name: 'Proxy' });
    const save = proxy.getByRole('button', { name: 'Save proxy' });
    expect(await proxy.getByRole('radio', { name: 'As the environment says' }).isChecked()).toBe(true);
    await proxy.getByRole('radio', { name: 'This proxy:' }).check();
    await proxy.getByRole('textbox', { name: 'URL' }).fill('ftp://proxy');
    await save.click();
    await proxy.getByText('URL must begin with http:// or https://.').waitFor();
    await pane().getByRole('alert').getByText('The proxy settings are not valid').waitFor();
    await look('proxy-wrong');
    await proxy.getByRole('textbox', { name: 'URL' }).fill(' http://proxy.example.com:3128 ');
    await proxy.getByRole('textbox', { name: 'User' }).fill('nbwss');
    await proxy.getByLabel('Password', { exact: true }).fill('sentinel-of-the-proxy');
    await proxy.getByRole('textbox', { name: 'Hosts without proxy' }).fill('.example.com, 127.0.0.1');
    await save.click();
    await console.said('The proxy was saved.');
    await proxy.getByText(/Connections go through the proxy http:\/\/proxy\.example\.com:3128/).waitFor();
    expect(await proxy.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    await proxy.getByText('A password is saved. Leave this empty to keep it.').waitFor();
    expect(await page.content()).not.toContain('sentinel-of-the-proxy');
    await proxy.getByRole('textbox', { name: 'User' }).fill('mallory');
    await proxy.getByText('for others it has to be given again').waitFor();
    await save.click();
    await proxy.getByText('Password must be given again: the saved one is kept only').waitFor();
    await proxy.getByRole('button', { name: 'Revert proxy' }).click();
    await proxy.getByText('A password is saved. Leave this empty to keep it.').waitFor();
    expect(readFileSync(join(desk.dataFolder, 'config.json'), 'utf8')).not.toContain('sentinel-of-the-proxy');
    await look('proxy');
    await proxy.getByRole('checkbox', { name: 'Remove the saved password' }).check();
    await save.click();
    await proxy.getByText('It is encrypted when it is saved, and never shown again.').waitFor();
    await proxy.getByRole('radio', { name: 'No proxy' }).check();
    await save.click();
    await proxy.getByText('No proxy: connections go directly.').waitFor();
  });
});
