import { X509Certificate } from 'node:crypto';
import { get } from 'node:https';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';

/** Milliseconds for a whole question. */
const timeLimit = 5_000;
const maxDetailsBytes = 1024 * 1024;

/** A host (without brackets) and port of an https: or wss: URL. */
function addressOf(url: URL): { host: string; port: number } {
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || 443) };
}

/** The certificate that a server presents, whoever signed it; nothing is sent. Rejects when there is no TLS to be had. */
export function presentedCertificate(url: URL): Promise<X509Certificate> {
  const { host, port } = addressOf(url);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false, // it is shown to the administrator, who decides
      ...(isIP(host) === 0 ? { servername: host } : {}),
      timeout: timeLimit,
    });
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      resolve(new X509Certificate(raw));
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.on('error', reject);
  });
}

/** What an https: URL serves, as text; from whomever, since a practice server knows no CA. */
export function download(url: URL): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { rejectUnauthorized: false, timeout: timeLimit, agent: false }, (response) => {
      if (response.statusCode !== 200) {
        response.destroy();
        reject(new Error(`status ${response.statusCode}`));
        return;
      }
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        if (text.length > maxDetailsBytes) response.destroy(new Error('too large'));
      });
      response.once('end', () => resolve(text));
      response.once('error', reject);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', reject);
  });
}

/** TLS to a server that has to present this very certificate (PEM). */
export function pinnedTls(url: URL, certificate: string): TLSSocket {
  const { host, port } = addressOf(url);
  const { fingerprint256 } = new X509Certificate(certificate);
  return connect({
    host,
    port,
    ca: [certificate],
    allowPartialTrustChain: true,
    checkServerIdentity: (_host, peer) =>
      peer.fingerprint256 === fingerprint256 ? undefined : new Error('another certificate'),
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
}
