import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { type ErrorCode, NbwssError } from '../../../shared/error-catalogue.ts';
import type { NbwssService } from '../../service/nbwss-service.ts';
import {
  acceptedExample,
  detailsExample,
  detailsServerExample,
  detailsUrlExample,
  hostExample,
  validatedExample,
} from './examples.ts';
import {
  acceptedHostSchema,
  detailsRequestSchema,
  detailsServerSchema,
  type Host,
  hostSchema,
  savedHost,
  shownCertificateOf,
  stateRequestSchema,
  urlRequestSchema,
  validatedHost,
  validatedHostSchema,
} from './host-object.ts';
import type { Operation } from './operation.ts';
import { parseBody } from './request-body.ts';

const base = '/netbackup/config/servers/wssendpoints';
/** Hosts whose certificates are read from the trust store in one turn of the event loop. */
const readPerTurn = 200;

const detailsErrors = ['detailsNotValid', 'onlyWss', 'malformedUrl'] as const satisfies ErrorCode[];
const savingErrors = [
  ...detailsErrors,
  'alreadyExists',
  'certificateDiffers',
  'tlsSetup',
  'trustStoreNotWritten',
  'trustStoreNotRead',
  'storeNotWritten',
  'noConnection',
  'openFailed',
] as const satisfies ErrorCode[];

/** @throws NbwssError `storeNotOpened` (T-22): a list of a store that could not be opened would look empty */
export function assertStarted(service: NbwssService): void {
  const { service: is } = service.frame();
  if (is.state === 'failed') throw new NbwssError(is.error.code, { causes: is.error.causes });
  if (is.state === 'starting') throw new NbwssError('storeNotOpened', { causes: ['The service is starting.'] });
}

/** @throws NbwssError `notFound` (T-21) */
function hostOf(service: NbwssService, hostName: string): Host {
  const row = service.row(hostName);
  if (!row) throw new NbwssError('notFound', { causes: [`There is no endpoint with the host name ${hostName}.`] });
  return savedHost(row, service.endpoints.trustAnchor(row.hostName));
}

/** In the form in which certificates are compared; what is none is not the accepted one either (T-16). */
function canonicalPem(text: string): string {
  try {
    return new X509Certificate(text).toString();
  } catch {
    return text;
  }
}

/** Endpoints by the vendor's contract; `renew` is an extension. */
export const endpointOperations: readonly Operation[] = [
  {
    method: 'post',
    path: `${base}/validatehost`,
    id: 'validateHost',
    summary: 'Validate the details of a JSON file',
    description:
      'Checks the five fields and asks the server of `url` for its certificate. Sends nothing to it, and saves nothing. The answer, sent to `save`, accepts the certificate with its warnings.',
    request: { schema: detailsRequestSchema, examples: { details: detailsExample } },
    answer: {
      status: 200,
      description: 'The details, and the certificate that their server presents.',
      schema: validatedHostSchema,
      examples: { validated: validatedExample },
    },
    errors: [...detailsErrors, 'noConnection'],
    async run({ service, body, signal }) {
      assertStarted(service);
      const read = service.details.readDetailsFile(await body());
      const { details, certificate, warnings } = await service.details.validateFile(
        read.details,
        undefined,
        undefined,
        signal,
      );
      return validatedHost(details, certificate, [...read.warnings, ...warnings]);
    },
  },
  {
    method: 'post',
    path: `${base}/validateurl`,
    id: 'validateUrl',
    summary: 'Validate the details that a URL serves',
    description:
      'Fetches the details, then does as `validatehost` does. When this computer does not trust the details server, the answer is its certificate; send the request again with it as `certificate` to accept it.',
    request: {
      schema: urlRequestSchema,
      examples: {
        first: detailsUrlExample,
        accepting: { ...detailsUrlExample, certificate: detailsServerExample.detailsServer.certificate },
      },
    },
    answer: {
      status: 200,
      description: 'The details and the certificate of their server; or the certificate of the details server.',
      schema: z.union([validatedHostSchema, detailsServerSchema]),
      examples: { validated: validatedExample, detailsServer: detailsServerExample },
    },
    errors: [
      'invalidCommandParameter',
      'malformedUrl',
      'onlyWss',
      'detailsNotParsed',
      'certificateDiffers',
      'noConnection',
      'openFailed',
    ],
    async run({ service, body, signal }) {
      assertStarted(service);
      const { url, certificate } = parseBody(await body(), urlRequestSchema, 'invalidCommandParameter');
      const accepted = certificate === undefined ? undefined : canonicalPem(certificate);
      const found = await service.details.validateUrl(url, accepted, undefined, undefined, signal);
      if (found.kind === 'details-server')
        return { detailsServer: { url: found.url, ...shownCertificateOf(found.certificate) } };
      const { details, certificate: presented, warnings } = found.validation;
      return validatedHost(details, presented, warnings);
    },
  },
  {
    method: 'post',
    path: `${base}/save`,
    id: 'save',
    summary: 'Add an endpoint',
    description:
      'Takes what `validatehost` or `validateurl` answered: its `certificate` is thereby accepted, with its warnings. The certificate is fetched again and compared. The endpoint is ACTIVATED, and connected at the latest by the next run of the connection process.',
    request: { schema: acceptedHostSchema, examples: { accepted: acceptedExample } },
    answer: {
      status: 201,
      description: 'The saved endpoint.',
      schema: hostSchema,
      examples: { saved: { ...hostExample, connectionState: 'DISCONNECTED' } },
    },
    errors: savingErrors,
    async run({ service, body, signal }) {
      assertStarted(service);
      const { certificate, ...details } = parseBody(await body(), acceptedHostSchema, 'detailsNotValid');
      const { hostName } = await service.endpoints.add(
        details,
        canonicalPem(certificate),
        'certificate',
        undefined,
        signal,
      );
      return hostOf(service, hostName);
    },
  },
  {
    method: 'post',
    path: `${base}/renew`,
    id: 'renew',
    summary: 'Renew the credentials of an endpoint (extension)',
    description:
      'Replaces token, certificate, priority, group and URL of the saved endpoint of this host name in one step. A live connection is closed and opened again. A saved client certificate is kept.',
    request: { schema: acceptedHostSchema, examples: { accepted: acceptedExample } },
    answer: { status: 200, description: 'The endpoint.', schema: hostSchema, examples: { renewed: hostExample } },
    errors: [...savingErrors, 'notFound', 'credentialsNotRead'],
    async run({ service, body, signal }) {
      assertStarted(service);
      const { certificate, ...details } = parseBody(await body(), acceptedHostSchema, 'detailsNotValid');
      const { hostName } = await service.endpoints.renew(
        details.hostName,
        details,
        canonicalPem(certificate),
        'certificate',
        undefined,
        signal,
      );
      return hostOf(service, hostName);
    },
  },
  {
    method: 'post',
    path: `${base}/update`,
    id: 'update',
    summary: 'Activate or deactivate an endpoint',
    description:
      'After ACTIVATED the attempt that follows is waited for. When it fails, the answer is the error of that attempt (502), and the endpoint is ACTIVATED all the same.',
    request: {
      schema: stateRequestSchema,
      examples: { deactivate: { hostName: 'cloudhost7.example.com', state: 'DEACTIVATED' } },
    },
    answer: {
      status: 200,
      description: 'The endpoint.',
      schema: hostSchema,
      examples: { deactivated: { ...hostExample, state: 'DEACTIVATED', connectionState: 'DISCONNECTED' } },
    },
    errors: ['detailsNotValid', 'notFound', 'storeNotWritten', 'noConnection'],
    async run({ service, body }) {
      assertStarted(service);
      const { hostName, state } = parseBody(await body(), stateRequestSchema, 'detailsNotValid');
      if (state === 'ACTIVATED') await service.endpoints.activate([hostName]);
      else service.endpoints.deactivate([hostName]);
      return hostOf(service, hostName);
    },
  },
  {
    method: 'delete',
    path: `${base}/{hostName}`,
    id: 'delete',
    summary: 'Delete an endpoint',
    description: 'Deletes credentials and certificate; a live connection is closed.',
    answer: { status: 200, description: 'It is deleted.', schema: z.strictObject({}), examples: { deleted: {} } },
    errors: ['notFound', 'certificateNotRemoved', 'trustStoreNotWritten', 'storeNotWritten'],
    async run({ service, hostName }) {
      assertStarted(service);
      service.endpoints.delete([hostName]);
      return {};
    },
  },
  {
    method: 'get',
    path: base,
    id: 'list',
    summary: 'List the saved endpoints',
    description: 'In the order in which they were added. Never holds a token.',
    answer: {
      status: 200,
      description: 'A plain array.',
      schema: z.array(hostSchema),
      examples: { one: [hostExample], none: [] },
    },
    errors: [],
    async run({ service }) {
      assertStarted(service);
      const rows = service.rows();
      const hosts: Host[] = [];
      for (const row of rows) {
        if (hosts.length % readPerTurn === readPerTurn - 1) await new Promise(setImmediate);
        if (service.row(row.hostName)) hosts.push(hostOf(service, row.hostName));
      }
      return hosts;
    },
  },
];
