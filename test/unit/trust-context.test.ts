import { beforeAll, describe, expect, it } from 'vitest';
import { type Identity, makeCertificate } from '../../electron/practice/certificates.ts';
import { readClientCertificate } from '../../electron/service/tls/client-certificate.ts';
import { trustContext } from '../../electron/service/tls/trust-context.ts';

describe('decision 35: what TLS trusts', () => {
  let identities: Identity[];
  beforeAll(async () => {
    identities = await Promise.all(['a', 'b'].map((commonName) => makeCertificate({ commonName })));
  });
  const anchors = (...at: number[]) => at.map((index) => identities[index]?.certificate ?? '');

  it('decision 35 is one context for the same anchors, and another one for others', () => {
    const context = trustContext(anchors(0), undefined);
    expect(trustContext(anchors(0), undefined)).toBe(context);
    for (const others of [anchors(1), anchors(0, 1), anchors(1, 0)])
      expect(trustContext(others, undefined)).not.toBe(context);
  });

  it('decision 35 is a context of its own where a key of ours is in it', async () => {
    const client = await makeCertificate({ commonName: 'nbwss', purpose: 'client' });
    const { chain, key } = readClientCertificate({ pem: client.certificate + client.privateKey });
    const shown = { chain, key };
    const context = trustContext(anchors(0), shown);
    expect(trustContext(anchors(0), shown)).not.toBe(context);
    expect(trustContext(anchors(0), undefined)).not.toBe(context);
  });

  it('only the contexts that were used last are kept', async () => {
    const first = trustContext(anchors(0), undefined);
    // The same certificate as another text: each is a context.
    for (let number = 0; number < 63; number++) trustContext([anchors(1).join() + '\n'.repeat(number)], undefined);
    expect(trustContext(anchors(0), undefined)).toBe(first);
    for (let number = 0; number < 64; number++) trustContext([anchors(1).join() + '\n'.repeat(number)], undefined);
    expect(trustContext(anchors(0), undefined)).not.toBe(first);
  });
});
