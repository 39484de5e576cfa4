import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { PracticeCloudApplication } from '../../electron/practice/cloud-application.ts';
import { errorCatalogue } from '../../shared/error-catalogue.ts';
import { type AnyRequest, AnyRequests } from '../support/any-request.ts';
import { answerStatus, ConnectProxy } from '../support/connect-proxy.ts';
import { DocumentedAnswers } from '../support/documented-answers.ts';
import { type OwnProcess, startHeadless } from '../support/headless-process.ts';
import { closedPort, plainServer } from '../support/odd-servers.ts';
import { RestClient } from '../support/rest-client.ts';
import { fc } from '../support/seeded-cases.ts';

const requests = 2_800;
/** Sent together: what one call does while another is under way is tried, too. */
const atOnce = 8;
const seed = 485;
/** Milliseconds; a machine on which less than 2,000 are answered by then fails. */
const timeLimit = 35_000;

describe('any request', () => {
  let folder: string;
  let host: OwnProcess;
  let client: RestClient;
  let application: PracticeCloudApplication;
  let plain: Awaited<ReturnType<typeof plainServer>>;
  /** Whatever is dialled beyond this computer comes here, and gets no further. */
  let proxy: ConnectProxy;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nbwss-test-'));
    application = await PracticeCloudApplication.start({ hostName: 'localhost' });
    plain = await plainServer();
    proxy = await ConnectProxy.start();
    proxy.behaviour = answerStatus(403);
    host = startHeadless(['--data', join(folder, 'data')], {
      HTTPS_PROXY: proxy.url,
      NO_PROXY: 'localhost,127.0.0.0/8,::1',
    });
    client = new RestClient(await host.ready());
  });
  afterAll(async () => {
    client?.close();
    await host?.end();
    await application?.close();
    await plain?.close();
    await proxy?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    `${requests} requests, valid, a little off and hostile, are answered as the OpenAPI document says, and none by a fault of ours`,
    async () => {
      const documented = await DocumentedAnswers.of(client);
      const closed = await closedPort();
      const { certificate } = application.listener.identity;
      const other = (await makeCertificate({ commonName: 'localhost' })).certificate;
      const any = new AnyRequests(documented.document, {
        hostName: ['localhost', '127.0.0.1', 'a.example', 'b.example', 'B.example.', '::1'],
        groupId: ['sg1', 'sg2'],
        token: [application.token],
        certificate: [
          certificate,
          certificate,
          certificate,
          certificate,
          certificate.replaceAll('\n', '\r\n'),
          other,
          'no certificate',
        ],
        state: ['ACTIVATED', 'DEACTIVATED'],
        url: [
          ...Array<string>(10).fill(application.endpointUrl),
          ...Array<string>(3).fill(`${application.endpointUrl}?second`),
          // Its server is there, so it can be saved, but opens no WebSocket.
          ...Array<string>(4).fill(`${application.endpointUrl}/none`),
          ...Array<string>(8).fill(application.detailsUrl),
          `${application.detailsUrl}/none`,
          ...['wss', 'https'].flatMap((scheme) => [
            `${scheme}://127.0.0.1:${closed}/x`,
            `${scheme}://127.0.0.1:${plain.port}/x`,
            `${scheme}://[::1]:${closed}/x`,
            `${scheme}://beyond.example/x`,
            `${scheme}://user:password@127.0.0.1/x`,
            `${scheme}://127.0.0.1:99999/x`,
            `${scheme}://`,
          ]),
          'ws://127.0.0.1/x',
          `https://127.0.0.1:${closed}/${'x'.repeat(9_000)}`,
        ],
      });
      const ours = new Set<string>();
      for (const { status, lines } of Object.values(errorCatalogue))
        if (status >= 500) ours.add((lines[0] ?? '').replace(/<.*$/, ''));
      ours.delete('An unexpected error occurred');
      const toAny = fc.oneof(
        ...documented.operations.map((each) => ({ arbitrary: any.to(each), weight: each.request ? 5 : 1 })),
      );
      const seen = new Map<string, number>();
      const judge = async ({ operation, method, path, headers, body }: AnyRequest) => {
        const answer = await client.call(method, path, { headers, ...(body === undefined ? {} : { body }) });
        const kind = `${operation.path} ${answer.status}`;
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        if (method !== operation.method.toUpperCase()) {
          expect([401, 404, 405, 429]).toContain(answer.status);
          return;
        }
        expect(documented.breach(operation, answer)).toBeUndefined();
        if (answer.status < 500) return;
        const { errorMessage } = JSON.parse(answer.text) as { errorMessage: string };
        expect(
          [...ours].some((known) => errorMessage.startsWith(known)),
          answer.text,
        ).toBe(true);
      };
      await fc.assert(
        fc.asyncProperty(fc.array(toAny, { minLength: atOnce, maxLength: atOnce }), (batch) =>
          Promise.all(batch.map(judge)).then(() => undefined),
        ),
        { seed, numRuns: requests / atOnce, interruptAfterTimeLimit: timeLimit },
      );
      const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
      expect(total).toBeGreaterThanOrEqual(2_000);
      // The generator reaches what it is there for.
      const statuses = new Set([...seen.keys()].map((kind) => Number(kind.split(' ')[1])));
      for (const status of [200, 201, 400, 401, 404, 405, 406, 409, 413, 415, 500, 502])
        expect(statuses, String(status)).toContain(status);
      expect([...seen.keys()]).toContain('/netbackup/config/servers/wssendpoints/update 502');
      expect(host.child.exitCode).toBeNull();
      // What is beyond this computer was asked for, and only at the proxy.
      expect(new Set(proxy.targets)).toEqual(new Set(['beyond.example:443']));
      const logs = join(folder, 'data', 'logs', 'nbwebservice');
      const log = readdirSync(logs)
        .map((name) => readFileSync(join(logs, name), 'utf8'))
        .join();
      expect(log).not.toContain('"level":"error"');
      expect(log).not.toContain(application.token);
      expect(log).not.toContain(client.token);
    },
    timeLimit + 20_000,
  );
});
