import type { ServerResponse } from 'node:http';
import type { PracticeNetBackup } from '../../electron/practice/netbackup-server.ts';
import type { GivenMaster } from '../../shared/masters.ts';
import type { RawRequest } from './scripted-netbackup.ts';

/** The API key of every scripted master server: a secret that must turn up nowhere. */
export const apiKey = 'A-sentinel-api-key-7f3c90d1e5';

/** A NetBackup master server as the window gives it, trusted by its CA. */
export const givenNetBackup = (
  name: string,
  { baseUrl, caCertificate }: { baseUrl: string; caCertificate: string },
  change: Partial<GivenMaster> = {},
): GivenMaster => ({
  kind: 'NetBackup',
  name,
  origin: baseUrl,
  credentials: { kind: 'api-key', apiKey },
  trust: { trust: 'issuer', certificate: caCertificate },
  pollSeconds: 10,
  ...change,
});

export const settingsOf = ({ origin, caCertificate }: PracticeNetBackup) => ({ baseUrl: origin, caCertificate });

/** An entry of a list as a master server tells it. */
export const hostObject = (change: object = {}) => ({
  hostName: 'cloud.example',
  groupId: 'sg1',
  url: 'wss://cloud.example/x',
  priority: 1,
  state: 'ACTIVATED',
  connectionState: 'CONNECTED',
  certificate: null,
  endpointType: null,
  closeStatus: null,
  token: null,
  ...change,
});

/** Answers every call with this status and JSON body. */
export const answers =
  (status: number, body: unknown) =>
  (_request: RawRequest, response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
