import { makeCertificate, tlsCredentials } from '../../../electron/practice/certificates.ts';
import { ReferenceProcess } from '../reference-process.ts';
import type { Tunnel } from '../relay-against-tunnel.ts';
import type { RestServer } from '../rest-server.ts';
import { CallsToPort } from '../tunnelled-calls.ts';
import { ChildProgram } from './child-program.ts';
import { installedPeer } from './peer-folder.ts';

const version = '2.0.2';

/**
 * A tunnel of npm's localtunnel: its own client, and a server of which `reference/localtunnel-server.ts` is the least. The calls
 * come to it over HTTPS; its tunnel itself has no TLS; its client speaks TLS with the REST server.
 */
export async function openLocaltunnel(rest: RestServer, connections: number): Promise<Tunnel> {
  const program = await installedPeer(`localtunnel-${version}`, 'node_modules/localtunnel/bin/lt.js', [
    (folder) => [
      'npm',
      ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', folder, `localtunnel@${version}`],
    ],
  ]);
  const identity = await makeCertificate({ commonName: 'localhost' });
  const server = new ReferenceProcess('localtunnel-server', { ...tlsCredentials(identity), connections });
  const opened: { close(): Promise<unknown> }[] = [server];
  const close = async () => {
    for (const part of opened.splice(0).reverse()) await part.close();
  };
  try {
    const { front, entry } = await server.process.ready<{ front: number; entry: number }>();
    const client = new ChildProgram(process.execPath, [
      program,
      ...['--host', `http://localhost:${entry}`, '--port', String(rest.port)],
      ...['--local-https', '--allow-invalid-cert'],
    ]);
    opened.push({ close: () => client.end() });
    const calls = new CallsToPort(front, identity.certificate, connections);
    opened.push(calls);
    return { call: calls.call, pid: client.child.pid, close };
  } catch (error) {
    await close();
    throw error;
  }
}
