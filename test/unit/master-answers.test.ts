import { describe, expect, it } from 'vitest';
import type { SavedHost } from '../../electron/masters/host-objects.ts';
import { statusReader } from '../../electron/masters/host-status.ts';
import { RemoteRows } from '../../electron/masters/remote-rows.ts';
import { entryOf } from '../../electron/masters/server-words.ts';
import { WssEndpoints } from '../../electron/masters/wss-endpoints.ts';
import type { NetBackupResult } from '../../electron/service/netbackup/own-call.ts';
import { endpointStatusSchema } from '../../shared/connection-status.ts';
import { consoleFrameSchema } from '../../shared/console-state.ts';
import { type ErrorCode, errorCatalogue, NbwssError } from '../../shared/error-catalogue.ts';
import { hostObject } from '../support/master-servers.ts';
import { differentCertificates, sampleCertificate } from '../support/sample-certificate.ts';
import { fc } from '../support/seeded-cases.ts';

const secret = 'sentinel-secret-0badcafe';
const details = {
  token: 'sentinel-token-of-an-endpoint',
  priority: 1,
  groupId: 'sg1',
  hostName: 'cloud.example',
  url: 'wss://cloud.example/x',
};
const certificate = await sampleCertificate();

const savedHost = (change: Partial<SavedHost>): SavedHost => ({ ...hostObject(), ...change }) as SavedHost;

/** Host objects in which anything may be anything. */
const anyHost = fc
  .record(
    Object.fromEntries(
      Object.entries({ ...hostObject({ certificate }), ...details, warnings: [] }).map(([key, value]) => [
        key,
        fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, fc.jsonValue(), fc.constant(secret), fc.string()),
      ]),
    ),
    { requiredKeys: [] },
  )
  .map((host) => host as unknown);
const anyError = fc.record({
  errorCode: fc.jsonValue(),
  errorMessage: fc.oneof(
    fc.string(),
    fc.jsonValue(),
    fc.constantFrom(...Object.values(errorCatalogue).map(({ lines }) => lines.join(': '))),
    fc.string().map((text) => `${text} ${secret} ${JSON.stringify(details.token)}`),
  ),
  attributeErrors: fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.constant(secret))),
  errorDetails: fc.oneof(fc.jsonValue(), fc.array(fc.constantFrom(secret, details.token, encodeURIComponent(secret)))),
});
const anyBody = fc.oneof(
  fc.array(anyHost, { maxLength: 8 }).map((hosts) => JSON.stringify(hosts)),
  anyHost.map((host) => JSON.stringify(host)),
  anyError.map((error) => JSON.stringify(error)),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.string(),
  fc.constant(`{"detailsServer":{"url":"https://${secret}@x/","certificate":"x"}}`),
  fc.constant(`${'['.repeat(50_000)}`),
);
const anyAnswer = fc.record({
  kind: fc.constant('answer' as const),
  status: fc.constantFrom(200, 201, 204, 302, 400, 404, 409, 500, 503),
  headers: fc.constant({}),
  body: anyBody,
});

const endpointsOf = (answer: NetBackupResult, isOurs: boolean) =>
  new WssEndpoints({
    ask: () => Promise.resolve(answer),
    trouble: () => undefined,
    secret,
    isOurs,
    now: () => Date.now(),
  });

describe('issue 10: whatever a master server answers', () => {
  it('each call ends with what was asked for, or with an error of the catalogue that holds no secret', async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, fc.boolean(), async (answer, isOurs) => {
        const endpoints = endpointsOf(answer, isOurs);
        const calls = [
          () => endpoints.list(),
          () => endpoints.validateHost(details),
          () => endpoints.validateUrl('https://cloud.example/x', undefined),
          () => endpoints.save(details, certificate),
          () => endpoints.setState('cloud.example', 'ACTIVATED'),
          () => endpoints.delete('cloud.example'),
        ];
        for (const call of calls) {
          try {
            await call();
          } catch (error) {
            if (!(error instanceof NbwssError)) throw error;
            expect(error.code).not.toBe('internal');
            expect(error.report.lines.join('')).toBeTruthy();
            expect(JSON.stringify(error.report)).not.toContain(secret);
            for (const line of [...error.report.lines, ...error.report.causes]) expect(line).not.toMatch(/\p{Cc}/u);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('its list makes rows that the window can show, and never more than there are host names', async () => {
    const rows = new RemoteRows();
    await fc.assert(
      fc.asyncProperty(fc.array(anyHost, { maxLength: 12 }), fc.jsonValue(), async (hosts, anything) => {
        const answer = { kind: 'answer' as const, status: 200, headers: {}, body: JSON.stringify(hosts) };
        const list = await endpointsOf(answer, true).list();
        const status = statusReader(secret)(anything);
        rows.update({ list, ...(status ? { status } : {}) }, Date.now());
        const all = rows.all();
        expect(all.length + list.leftOut).toBe(hosts.length);
        for (const row of all) endpointStatusSchema.parse(row);
        consoleFrameSchema.shape.groups.parse(rows.groups);
        expect(new Set(all.map(({ hostName }) => hostName.toLowerCase())).size).toBe(all.length);
        expect(JSON.stringify(all)).not.toContain('sentinel-token');
      }),
      { numRuns: 300 },
    );
  });

  it('decision 43: what a headless host says of itself never holds its token, however it is written', () => {
    const token = 'sentinel-"token"-of-a-host/1';
    const status = statusReader(token)({
      groups: [],
      endpoints: [{ hostName: 'h', detail: `x ${JSON.stringify(token)}`, lastError: token, nextAttempt: null }],
      netbackup: { state: 'failing', detail: `refused: ${encodeURIComponent(token)}` },
      version: `1.0 ${token}`,
    });
    expect(status?.version).toMatch(/^1\.0 \S+$/);
    expect(JSON.stringify(status)).not.toMatch(/sentinel|of-a-host/);
  });

  it('a group id with characters that turn or hide others is shown with them written out, alike in list and status', async () => {
    const groupId = 'a\u202egp\u200b  b\u2028';
    const shown = 'a\\u{202e}gp\\u{200b}  b\\u{2028}';
    const body = JSON.stringify([hostObject({ groupId }), hostObject({ hostName: 'two.example', groupId: 'agp  b' })]);
    const list = await endpointsOf({ kind: 'answer', status: 200, headers: {}, body }, true).list();
    const status = statusReader(secret)({
      groups: [{ groupId, connectedHost: null, undelivered: 7, inFlight: 0, delivered: 0, oldestUndelivered: null }],
      endpoints: [],
      netbackup: { state: 'ok', detail: '' },
      version: '',
    });
    if (!status) throw new Error('it is a status');
    const rows = new RemoteRows();
    rows.update({ list, status }, 0);
    expect(list.leftOut).toBe(0);
    expect(rows.all().map((row) => row.groupId)).toEqual([shown, 'agp  b']);
    expect(status.groups.map((group) => group.groupId)).toEqual([shown]);
    expect(rows.groups[0]).toEqual({ groupId: shown, connectedHost: null });
  });

  it('certificates of a long list are read 20 at a time, each once', () => {
    const rows = new RemoteRows();
    const hosts = differentCertificates(certificate, 50).map((pem, number) =>
      savedHost({ hostName: `cloud${number}.example`, certificate: pem }),
    );
    const shown = () => rows.all().filter((row) => row.certificate !== null).length;
    rows.update({ list: { hosts, leftOut: 0 } }, Date.now());
    expect(shown()).toBe(20);
    expect(rows.readCertificates()).toEqual(hosts.slice(20, 40).map(({ hostName }) => hostName));
    // A list that comes in between takes what was read, and goes on with the rest.
    rows.update({ list: { hosts: hosts.slice(1), leftOut: 0 } }, Date.now());
    expect([shown(), rows.readCertificates()]).toEqual([49, []]);
    const fingerprints = rows.all().map((row) => row.certificate?.sha256Fingerprint);
    expect(new Set(fingerprints).size).toBe(49);
  });

  it('one certificate of many rows is read once, and what is no certificate not again', () => {
    const rows = new RemoteRows();
    const pems = [certificate, 'no certificate', certificate];
    const hosts = pems.map((pem, number) => savedHost({ hostName: `cloud${number}.example`, certificate: pem }));
    rows.update({ list: { hosts, leftOut: 0 } }, Date.now());
    expect(rows.all().map((row) => row.certificate === null)).toEqual([false, true, false]);
    expect(rows.readCertificates()).toEqual([]);
    rows.update({ list: { hosts, leftOut: 0 } }, Date.now());
    expect(rows.readCertificates()).toEqual([]);
  });

  it('decision 43: no part of a secret that a long answer is cut in is told', async () => {
    for (const room of [1, 10, secret.length - 1]) {
      const errorMessage = `No.${' '.repeat(16_384 - 3 - room)}${secret}`;
      const answer = { kind: 'answer' as const, status: 500, headers: {}, body: JSON.stringify({ errorMessage }) };
      const error = await endpointsOf(answer, true)
        .delete('cloud.example')
        .catch((thrown: unknown) => thrown);
      expect((error as NbwssError).report.lines).toEqual(['No.']);
    }
  });

  it.each((Object.keys(errorCatalogue) as ErrorCode[]).filter((code) => errorCatalogue[code].rules.length > 0))(
    '%s is found by its exact string, also with a full stop or in another case',
    (code) => {
      const line = errorCatalogue[code].lines.join(': ').replace(/<\w+>/, 'the-parameter');
      for (const said of [line, `${line}.`, line.toUpperCase(), `  ${line} `]) expect(entryOf(said)?.code).toBe(code);
    },
  );

  it('a sentence that only begins like one is not taken for it', () => {
    expect(entryOf('no entity was found in the catalog of 2031')).toBeUndefined();
    expect(entryOf('')).toBeUndefined();
    // What we say of a fault of our own is only words when a server says it.
    expect(entryOf(errorCatalogue.internal.lines.join(': '))).toBeUndefined();
  });
});
