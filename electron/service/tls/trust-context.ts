import { createSecureContext, type SecureContext } from 'node:tls';
import type { ClientCertificate } from './client-certificate.ts';

/** Contexts that are kept: each holds about as much memory as its anchors have. */
const longestList = 64;

/** By the anchors, the one that was used longest ago first. */
const kept = new Map<string, SecureContext>();

/**
 * What TLS 1.2 or newer trusts and shows. To make one takes as long as a third of a handshake, and the endpoints of one provider often have
 * one certificate, so those that hold no key of ours are shared: nothing of a connection is stored in one, no session either.
 * @param anchors PEM
 * @throws when OpenSSL cannot use the client's certificate, or its key
 */
export function trustContext(
  anchors: readonly string[],
  clientCertificate: ClientCertificate | undefined,
): SecureContext {
  if (clientCertificate) return createContext(anchors, clientCertificate);
  const key = anchors.join('\n');
  const context = kept.get(key) ?? createContext(anchors);
  kept.delete(key);
  kept.set(key, context);
  const [oldest] = kept.keys();
  if (kept.size > longestList && oldest !== undefined) kept.delete(oldest);
  return context;
}

const createContext = (anchors: readonly string[], clientCertificate?: ClientCertificate): SecureContext =>
  createSecureContext({
    ca: [...anchors],
    // An accepted certificate is an anchor though it is no CA (decision 35).
    allowPartialTrustChain: true,
    minVersion: 'TLSv1.2',
    ...(clientCertificate ? { cert: clientCertificate.chain, key: clientCertificate.key } : {}),
  });
