import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeCertificate } from '../../electron/practice/certificates.ts';
import { Changes } from '../../electron/practice/changes.ts';
import { readBody } from '../../electron/practice/http-exchange.ts';
import { TlsListener } from '../../electron/practice/tls-listener.ts';
import type { NetBackupSettings } from '../../electron/service/netbackup-connection.ts';

/** A request to the byte: header names and values as they were written, in their order. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export type Script = (request: RawRequest, response: ServerResponse) => void;

export interface ScriptedNetBackupOptions {
  /** The name that its certificate is for; default `localhost`, where it is. */
  readonly commonName?: string;
}

/**
 * Stands in for NetBackup where an answer is needed that the practice server cannot give: coded, binary, endless, with
 * repeated headers. Pings are answered with 200 by itself and are not noted.
 */
export class ScriptedNetBackup {
  readonly settings: NetBackupSettings;
  readonly listener: TlsListener;
  readonly changes: Changes;
  readonly requests: RawRequest[];

  private constructor(
    settings: NetBackupSettings,
    listener: TlsListener,
    { changes, requests }: Pick<ScriptedNetBackup, 'changes' | 'requests'>,
  ) {
    this.settings = settings;
    this.listener = listener;
    this.changes = changes;
    this.requests = requests;
  }

  static async start(script: Script, { commonName = 'localhost' }: ScriptedNetBackupOptions = {}) {
    const authority = await makeCertificate({ commonName: 'Scripted CA', alternativeNames: [], purpose: 'authority' });
    const changes = new Changes();
    const requests: RawRequest[] = [];
    const onRequest = async (incoming: IncomingMessage, response: ServerResponse) => {
      const body = (await readBody(incoming, 1024 * 1024)).toString('utf8');
      const { method = '', url: target = '', rawHeaders } = incoming;
      if (target === '/netbackup/ping') {
        response.end('1');
        return;
      }
      const headers = rawHeaders.flatMap((name, index) =>
        index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
      );
      const request = { method, target, headers, body };
      requests.push(request);
      changes.announce();
      script(request, response);
    };
    const listener = new TlsListener({
      addresses: ['127.0.0.1', '::1'],
      identity: await makeCertificate({ commonName, issuer: authority }),
      changes,
      onRequest: (request, response) => {
        onRequest(request, response).catch(() => response.destroy()); // the peer went away before its request was read
      },
    });
    await listener.open();
    const settings = { baseUrl: `https://localhost:${listener.port}`, caCertificate: authority.certificate };
    return new ScriptedNetBackup(settings, listener, { changes, requests });
  }

  close(): Promise<void> {
    return this.listener.close('abruptly');
  }
}
