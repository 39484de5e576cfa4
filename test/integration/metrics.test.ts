import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { maxLabelledGroups, otherGroups } from '../../electron/bridge/metrics/labelled-groups.ts';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { type OwnProcess, startHeadless } from '../support/headless-process.ts';
import { closedPort } from '../support/odd-servers.ts';
import { RestClient } from '../support/rest-client.ts';
import { saveEndpoints } from '../support/save-endpoints.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs', 'metrics');

/** The samples of a scrape: name with labels → value. */
async function scrape(client: RestClient): Promise<Map<string, number>> {
  const { status, headers, text } = await client.call('GET', '/metrics');
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  const samples = text.split('\n').flatMap((line) => {
    const [, name = '', value] = /^([a-z]\w*(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    return value === undefined ? [] : [[name, Number(value)] as const];
  });
  expect(new Set(samples.map(([name]) => name)).size).toBe(samples.length);
  return new Map(samples);
}

/** Names of ours in an expression or a table. */
const metricsIn = (text: string) => [...text.matchAll(/\b(?:nbwss|process|nodejs)_[a-z0-9_]+/g)].map(([name]) => name);

describe('metrics', () => {
  let folder: string;
  const open: { host: OwnProcess; client: RestClient }[] = [];
  const start = async (args: string[]) => {
    const host = startHeadless(args);
    const client = new RestClient(await host.ready());
    open.push({ host, client });
    return client;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
  });
  afterAll(async () => {
    for (const { host, client } of open) {
      client.close();
      await host.end();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  describe('of practice mode at work', () => {
    let client: RestClient;
    beforeAll(async () => {
      client = await start(['--data', join(folder, 'practice'), '--practice']);
    });

    it('N-11: a backup is produced, delivered and acknowledged, and the connection is counted', async () => {
      await expect
        .poll(() => scrape(client), { timeout: 20_000 })
        .toSatisfy((samples: Map<string, number>) => (samples.get('nbwss_notifications_acknowledged_total') ?? 0) > 0);
      const samples = await scrape(client);
      const of = (name: string) => samples.get(name) ?? Number.NaN;
      expect(of('nbwss_service_up')).toBe(1);
      expect(of('nbwss_connection_attempts_total')).toBe(1);
      expect(of('nbwss_connections{group="practice-group",state="CONNECTED"}')).toBe(1);
      expect(of('nbwss_connections{group="practice-group",state="DISCONNECTED"}')).toBe(0);
      expect(of('nbwss_endpoints{state="ACTIVATED",detail="none"}')).toBe(1);
      expect(of('nbwss_netbackup_state{state="ok"}')).toBe(1);
      expect(of('nbwss_notification_source_state{state="ok"}')).toBe(1);
      expect(of('nbwss_notifications_produced_total{object="JOB"}')).toBeGreaterThan(0);
      const acknowledged = of('nbwss_notifications_acknowledged_total');
      expect(of('nbwss_notifications_delivered_total{group="practice-group"}')).toBe(acknowledged);
      expect(of('nbwss_notification_acknowledgement_seconds_count')).toBeGreaterThan(0);
      expect(of('nbwss_notification_acknowledgement_seconds_sum')).toBeLessThan(20);
      expect(of('nbwss_build_info{version="0.1.0"}')).toBe(1);
      expect(of('process_resident_memory_bytes')).toBeGreaterThan(1e7);
    });

    it.each([
      ['the dashboard', 'grafana-dashboard.json', (text: string) => JSON.stringify(JSON.parse(text))],
      ['the alert rules', 'alerts.yaml', (text: string) => JSON.stringify(parse(text))],
      ['the table', 'README.md', (text: string) => text.replaceAll('NBWSS', '')],
    ])('%s names only metrics that a real scrape has', async (_what, file, read) => {
      const { text } = await client.call('GET', '/metrics');
      const families = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
      const named = new Set(metricsIn(read(readFileSync(join(docs, file), 'utf8'))));
      expect(named.size).toBeGreaterThan(8);
      const known = (name: string) =>
        families.has(name) || families.get(name.replace(/_(bucket|sum|count)$/, '')) === 'histogram';
      expect([...named].filter((name) => !known(name) && !/^(process|nodejs)_$/.test(name))).toEqual([]);
      if (file === 'README.md')
        for (const family of families.keys()) if (family?.startsWith('nbwss_')) expect(named).toContain(family);
    });

    it('the alert rules are what Prometheus reads: each a name, an expression, a severity and texts', () => {
      const { groups } = parse(readFileSync(join(docs, 'alerts.yaml'), 'utf8')) as { groups: { rules: object[] }[] };
      const rules = groups.flatMap((group) => group.rules);
      expect(rules.length).toBeGreaterThan(5);
      for (const rule of rules)
        expect(rule).toMatchObject({
          alert: expect.stringMatching(/^Nbwss[A-Za-z]+$/),
          expr: expect.any(String),
          labels: { severity: expect.stringMatching(/^(warning|critical)$/) },
          annotations: { summary: expect.any(String), description: expect.any(String) },
        });
    });

    it('the labels by which dashboard and alerts choose and sum are those of the table, and of a real scrape', async () => {
      const table = readFileSync(join(docs, 'README.md'), 'utf8').matchAll(
        /^\| `(nbwss_\w+)` +\| \w+ +\| ([^|]*?) +\|/gm,
      );
      const labels = new Map([...table].map(([, name = '', cell = '']) => [name, cell.match(/\w+/g) ?? []]));
      for (const sample of (await scrape(client)).keys()) {
        const [, name = '', inside = ''] = /^(nbwss_\w+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})?$/.exec(sample) ?? [];
        const found = [...inside.matchAll(/(\w+)="/g)].map(([, label]) => label).filter((label) => label !== 'le');
        if (name !== '') expect(found, sample).toEqual(labels.get(name));
      }
      const files = ['grafana-dashboard.json', 'alerts.yaml'].map((file) => readFileSync(join(docs, file), 'utf8'));
      const text = files.join('\n').replaceAll('\\"', '"');
      const chosen = [...text.matchAll(/\b(nbwss_\w+)\{([^}]*)\}/g)].flatMap(([, name = '', selector = '']) =>
        [...selector.matchAll(/(\w+)(?:=~|!=|=)"/g)].map(([, label = '']) => ({ name, label })),
      );
      const summed = [...text.matchAll(/ by \(([^)]*)\) \((?:rate\()?(nbwss_\w+)/g)].flatMap(([, by = '', name = '']) =>
        by.split(', ').map((label) => ({ name, label })),
      );
      expect(chosen.length).toBeGreaterThan(20);
      expect(summed.length).toBeGreaterThan(5);
      for (const { name, label } of [...chosen, ...summed])
        if (label !== 'instance' && label !== 'le')
          expect(labels.get(name.replace(/_bucket$/, '')), `${name} by ${label}`).toContain(label);
    });
  });

  it('T-24: failed attempts are told apart by cause, and closed connections by status', async () => {
    const client = await start(['--data', join(folder, 'failing')]);
    const application = await PracticeCloudApplication.start({ hostName: 'localhost' });
    const { certificate } = application.listener.identity;
    const saved = await client.endpoints('POST', '/save', {
      body: { ...application.details, groupId: 'sg "1" \\', certificate },
    });
    expect(saved.status).toBe(201);
    const connected = async () =>
      (await scrape(client)).get('nbwss_connections{group="sg \\"1\\" \\\\",state="CONNECTED"}');
    await expect.poll(connected).toBe(1);
    const before = await scrape(client);
    await application.setOnline(false);
    await expect.poll(connected).toBe(0);
    expect(
      (await client.endpoints('POST', '/update', { body: { hostName: 'localhost', state: 'DEACTIVATED' } })).status,
    ).toBe(200);
    expect(
      (await client.endpoints('POST', '/update', { body: { hostName: 'localhost', state: 'ACTIVATED' } })).status,
    ).toBe(502);
    const after = await scrape(client);
    const grown = [...after].filter(
      ([name, value]) => /^nbwss_connection.*_total/.test(name) && value !== (before.get(name) ?? 0),
    );
    const names = grown.map(([name]) => name).sort();
    expect(names).toEqual([
      'nbwss_connection_attempt_failures_total{cause="refused"}',
      'nbwss_connection_attempts_total',
      expect.stringMatching(/^nbwss_connections_closed_total\{close_status="[A-Z_]+"\}$/),
    ]);
    await application.close();
  });

  it(`2,500 groups: ${maxLabelledGroups} have series of their own, the others share one`, async () => {
    const data = join(folder, 'many');
    const port = await closedPort();
    const endpoints = Array.from({ length: 2_500 }, (_, index) => ({
      token: 'T',
      priority: 1,
      groupId: `group ${index}`,
      hostName: `host${index}.example`,
      url: `wss://127.0.0.1:${port}/${index}`,
    }));
    saveEndpoints(data, await makeCertificate({ commonName: '127.0.0.1' }), endpoints);
    const client = await start(['--data', data]);
    const samples = await scrape(client);
    const series = [...samples].filter(([name]) => name.startsWith('nbwss_connections{'));
    expect(series).toHaveLength(2 * (maxLabelledGroups + 1));
    expect(series.reduce((sum, [, value]) => sum + value, 0)).toBe(2_500);
    expect(samples.get(`nbwss_connections{group="${otherGroups}",state="DISCONNECTED"}`)).toBe(1_500);
    expect(samples.has('nbwss_connections{group="group 999",state="CONNECTED"}')).toBe(true);
    expect(samples.has('nbwss_connections{group="group 1000",state="CONNECTED"}')).toBe(false);
    expect(samples.size).toBeLessThan(6_000);
  });
});
