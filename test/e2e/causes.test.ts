import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { connectionCauses, type FailureCause } from '../../shared/connection-causes.ts';
import { shippedPropertiesFile } from '../../shared/properties.ts';
import { axeViolations } from '../support/axe.ts';
import { ConsoleDesk } from '../support/console-desk.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { failingEndpoints, seedFailing } from '../support/failing-endpoints.ts';
import { longHost, preparedCauses, preparedStates } from '../support/prepared-endpoints.ts';
import { showPrepared } from '../support/prepared-state.ts';
import { shownTexts } from '../support/shown-texts.ts';

/** A regular run once an hour, so that what failed stays as it is; quick pings, so that a dead peer is found soon. */
const properties = shippedPropertiesFile
  .replace('connectionInfo.period=60', 'connectionInfo.period=3600')
  .replace('keepAlive.scheduledRate=30', 'keepAlive.scheduledRate=2')
  .replace('keepAlive.maxPongMissAllowed=10', 'keepAlive.maxPongMissAllowed=3');

const details = ({ page }: ConsolePage) => page.getByRole('region', { name: 'Details' });
/** Selects a row, wherever in the list it is, and waits for its details. */
async function select(console: ConsolePage, hostName: string): Promise<void> {
  await console.page.getByRole('textbox', { name: 'Filter' }).fill(hostName);
  await console.row(hostName).getByRole('gridcell').first().click();
  await details(console).getByRole('heading', { name: hostName, exact: true }).waitFor();
}
/** A fact of the details: what stands beside its name. */
const fact = (console: ConsolePage, name: string) =>
  details(console)
    .locator('dt', { hasText: new RegExp(`^${name}$`) })
    .locator('xpath=following-sibling::dd[1]');
const buttons = (console: ConsolePage) => details(console).getByRole('button').allTextContents();

/** Waits until the details tell this cause, and looks at all that they tell of it. */
async function tells(console: ConsolePage, cause: FailureCause, found?: RegExp): Promise<void> {
  const { meaning, actions } = connectionCauses[cause];
  await details(console).getByText(meaning, { exact: true }).waitFor({ timeout: 50_000 });
  if (found) expect(await fact(console, 'What was found').textContent()).toMatch(found);
  expect(await shownTexts(details(console).getByRole('listitem'))).toEqual(expect.arrayContaining([...actions]));
}

describe('T-24: the details of real endpoints that fail tell why, and when the next attempt is', () => {
  const open: { close(): Promise<void> }[] = [];
  const failing = failingEndpoints((server) => open.push(server));
  let applications: Map<string, PracticeCloudApplication>;
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    desk = await ConsoleDesk.open({
      seed: async (folder) => {
        applications = await seedFailing(folder, failing, properties, (server) => open.push(server));
      },
    });
    console = await desk.openPage('chromium/causes');
    await console.row('refused.nebula.com').waitFor();
    for (const { hostName, once } of failing) {
      const application = applications.get(hostName);
      if (!once || !application) continue;
      await application.changes.until(`${hostName} is connected`, () => application.connected);
      await once(application);
    }
  });
  afterAll(async () => {
    await desk?.close();
    for (const server of open.splice(0)) await server.close();
  });

  it.each(failing.map((each) => [each.hostName, each] as const))(
    'T-24, P-5: %s',
    async (hostName, { cause, found, closeStatus }) => {
      await select(console, hostName);
      await tells(console, cause, found);
      await console.rowShows(hostName, 'ACTIVATED', 'DISCONNECTED');
      await expect.poll(() => fact(console, 'Next attempt').textContent()).toMatch(/^in \d+ s, at /);
      expect(await fact(console, 'Last close status').textContent()).toBe(closeStatus ?? 'None yet');
      await console.shot(hostName);
    },
  );

  it('decision 35: a changed certificate and a foreign issuer show both fingerprints, and offer the new certificate', async () => {
    for (const [hostName, accepted] of [
      ['certificate-changed.nebula.com', true],
      ['wrong-issuer.nebula.com', false],
      ['wrong-name.nebula.com', false],
    ] as const) {
      await select(console, hostName);
      const now = applications.get(hostName)?.listener.identity.sha256Fingerprint ?? '';
      const isOther = hostName !== 'wrong-name.nebula.com';
      expect((await buttons(console)).includes('Accept new certificate…')).toBe(isOther);
      if (isOther) expect(await fact(console, 'Server presents').textContent()).toBe(now);
      if (accepted) expect(await fact(console, 'Accepted').textContent()).not.toBe(now);
    }
  });

  it.each(['token-rejected.nebula.com', 'unreadable-credentials.nebula.com', 'damaged-trust-store.nebula.com'])(
    'decision 38: %s offers Renew credentials…',
    async (hostName) => {
      await select(console, hostName);
      await details(console).getByRole('button', { name: 'Renew credentials…' }).waitFor();
      expect(await buttons(console)).not.toContain('Accept new certificate…');
    },
  );

  it('the list of all of them', async () => {
    await console.page.getByRole('textbox', { name: 'Filter' }).fill('');
    await details(console).getByRole('button', { name: 'Close details' }).click();
    await console.shot('list');
    expect(await axeViolations(console.page)).toEqual([]);
    expect(console.complaints).toEqual([]);
  });
});

describe('T-24: the details of states that only time or another network brings', () => {
  let desk: ConsoleDesk;
  let console: ConsolePage;
  beforeAll(async () => {
    desk = await ConsoleDesk.open();
    console = await desk.openPage('chromium/causes-prepared', {
      prepare: ({ page }) => showPrepared(page, [...preparedCauses, ...preparedStates], { sg1: 'served.nebula.com' }),
    });
    await console.row('unreachable.nebula.com').waitFor();
  });
  afterAll(() => desk?.close());

  it.each(preparedCauses.map(({ hostName, detail }) => [hostName, detail] as const))(
    'T-24: %s',
    async (hostName, detail) => {
      if (detail.kind !== 'failed') throw new Error(`${hostName} has not failed`);
      await select(console, hostName);
      await tells(console, detail.cause);
      expect(await fact(console, 'What was found').textContent()).toBe(detail.text);
      expect(await fact(console, 'Next attempt').textContent()).toMatch(/^in \d+ s, at /);
      await console.shot(hostName);
    },
  );

  it.each([
    ['connecting.nebula.com', 'An attempt to connect to it is under way.', 'Under way now'],
    ['waiting.nebula.com', /has to answer with CONNECT RESPONSE/, 'Under way now'],
    ['new.nebula.com', /next regular run .* connectionInfo\.earlyRun is false/, /^in \d+ s, at /],
    ['served.nebula.com', /It serves sg1\./, 'None while it is connected'],
    [
      'standby.nebula.com',
      /^Standby: sg1 is served by served\.nebula\.com\./,
      'None while served.nebula.com serves its group',
    ],
    [
      'rejected-but-served.nebula.com',
      connectionCauses['token-rejected'].meaning,
      'None while served.nebula.com serves its group',
    ],
    ['deactivated.nebula.com', /^It is deactivated/, 'None while it is deactivated'],
  ])('P-5, decision 1: %s', async (hostName, meaning, next) => {
    await select(console, hostName);
    await details(console).getByText(meaning).waitFor();
    expect(await fact(console, 'Next attempt').textContent()).toMatch(next);
    await console.shot(hostName);
  });

  it('C-12, C-13, decision 35: while it is connected, round trip, missed pongs and a certificate that expires soon', async () => {
    await select(console, 'served.nebula.com');
    expect(await fact(console, 'Round trip').textContent()).toBe('23 ms');
    expect(await fact(console, 'Missed pongs').textContent()).toBe('2 in a row');
    expect(await fact(console, 'Last close status').textContent()).toBe('SERVICE_RESTART: the server restarts');
    await details(console)
      .getByRole('note')
      .getByText('The accepted certificate of served.nebula.com expires in 12 days.')
      .waitFor();
  });

  it('long names, reasons and addresses stay inside a window of 1024 by 640, in light and in dark, and can be scrolled by keyboard', async () => {
    const { page } = console;
    await page.setViewportSize({ width: 1024, height: 640 });
    await select(console, longHost);
    const region = details(console);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await console.shot(`long-${colorScheme}`);
      expect(await axeViolations(page)).toEqual([]);
      const sideways = await region.evaluate((element) => element.scrollWidth - element.clientWidth);
      expect(sideways).toBe(0);
    }
    await console.row(longHost).getByRole('gridcell').first().press('Enter');
    await expect.poll(() => region.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('End');
    await expect
      .poll(() =>
        region.evaluate(({ scrollTop, clientHeight, scrollHeight }) => scrollHeight - clientHeight - scrollTop),
      )
      .toBeLessThan(2);
    await console.shot('long-end');
    expect(await region.getByRole('button', { name: 'Close details' }).isVisible()).toBe(true);
    await page.emulateMedia({ colorScheme: 'light' });
    for (const hostName of ['served.nebula.com', 'rejected-but-served.nebula.com']) {
      await select(console, hostName);
      await console.shot(`small-${hostName}`);
    }
    expect(console.complaints).toEqual([]);
  });
});
