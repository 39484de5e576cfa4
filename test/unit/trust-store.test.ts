import { X509Certificate } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { TrustStore } from '../../electron/service/credentials/trust-store.ts';
import { isHostName } from '../../shared/host-name.ts';
import { refusalOf } from '../support/refusal.ts';
import { sampleCertificate } from '../support/sample-certificate.ts';
import { tempFolder } from '../support/temp-folder.ts';

let pem: string;
let otherPem: string;
beforeAll(async () => {
  [pem, otherPem] = await Promise.all([sampleCertificate('a.example'), sampleCertificate('b.example')]);
});

describe('D-17 accepted certificates', () => {
  it('D-17 a certificate is saved as <host name>.pem, for its owner only, and loaded again', () => {
    const folder = tempFolder();
    new TrustStore(folder).save('cloudhost7.nebula.com', pem);
    const file = join(folder, 'cloudhost7.nebula.com.pem');
    expect(readFileSync(file, 'utf8')).toBe(pem);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(new TrustStore(folder).load('cloudhost7.nebula.com')).toBe(pem);
  });

  it('D-17, decision 36 a host name is found in any case and with a trailing dot', () => {
    const store = new TrustStore(tempFolder());
    store.save('Cloud.Example.', pem);
    expect(store.load('cloud.example')).toBe(pem);
    expect([store.has('CLOUD.example'), store.has('cloud.example.')]).toEqual([true, true]);
  });

  it('T-18 what cannot be a certificate is not read: a folder, and a file that is far too large', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a.pem'));
    writeFileSync(join(folder, 'b.pem'), pem.repeat(1000));
    const store = new TrustStore(folder);
    expect(refusalOf(() => store.load('a'))).toMatchObject({ code: 'trustStoreNotRead', causes: ['not a file'] });
    expect(refusalOf(() => store.load('b'))).toMatchObject({ code: 'trustStoreNotRead', causes: ['over 256 KiB'] });
  });

  it('D-17 each host has its own, and saving again replaces it', () => {
    const store = new TrustStore(tempFolder());
    store.save('a', pem);
    store.save('b', pem);
    store.save('a', otherPem);
    expect([store.load('a'), store.load('b')]).toEqual([otherPem, pem]);
  });

  it('D-17 the colons of an IPv6 address are in no file name, and no name leads out of the folder', () => {
    const folder = tempFolder();
    const store = new TrustStore(join(folder, 'truststore'));
    for (const name of ['2001:db8::1', '../../outside', 'a/b', 'a\\b']) {
      store.save(name, pem);
      expect(store.load(name)).toBe(pem);
    }
    expect(readdirSync(folder)).toEqual(['truststore']);
    const files = readdirSync(join(folder, 'truststore'));
    expect(files).toHaveLength(4);
    for (const file of files) expect(file).toMatch(/^[\w.%-]+\.pem$/);
  });

  it('D-17 the longest host names keep their own certificate each', () => {
    const longest = [63, 63, 63, 59].map((length) => 'a'.repeat(length)).join('.'); // 251 characters
    const names = [longest, `${longest}a`, `${longest}b`, `${longest}aa`, `${longest}ab`];
    const store = new TrustStore(tempFolder());
    for (const name of names) {
      expect([isHostName(name), store.has(name)]).toEqual([true, false]);
      store.save(name, name.endsWith('b') ? otherPem : pem);
    }
    expect(names.map((name) => store.load(name) === otherPem)).toEqual([false, false, true, false, true]);
  });

  it('T-17 a certificate that cannot be written: the string, and what the system said', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a.pem'));
    const report = refusalOf(() => new TrustStore(folder).save('a', pem));
    expect(report).toMatchObject({
      code: 'trustStoreNotWritten',
      lines: ['Problem occurred while storing the SSL certificate in the truststore'],
    });
    expect(report.causes.join()).toMatch(/^E[A-Z]+: /);
  });
});

describe('T-18, T-20 a certificate that cannot be read', () => {
  it('T-18 a missing one', () => {
    expect(refusalOf(() => new TrustStore(tempFolder()).load('a'))).toMatchObject({
      code: 'trustStoreNotRead',
      lines: ['Error loading keystore'],
      causes: [expect.stringMatching(/^ENOENT: /)],
    });
  });

  it('T-18 an unreadable one', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'a.pem'));
    expect(refusalOf(() => new TrustStore(folder).load('a')).causes).toEqual(['not a file']);
  });

  it('T-18 a damaged one, and a file that is none', () => {
    const folder = tempFolder();
    for (const text of ['', 'hello', pem.slice(0, 200), pem.replace(/[A-Za-z]{8}/, '????????')]) {
      writeFileSync(join(folder, 'a.pem'), text);
      expect(refusalOf(() => new TrustStore(folder).load('a')).code).toBe('trustStoreNotRead');
    }
  });
});

describe('decision 35 the accepted certificate, by its fingerprint', () => {
  const fingerprint = (of: string) => new X509Certificate(of).fingerprint256;
  const loadedOf = (text: string) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.pem'), text);
    return new TrustStore(folder).load('a', fingerprint(pem));
  };

  it('D-17, decision 35 is found beside another one, and however its lines end', () => {
    for (const text of [
      otherPem + pem,
      pem + otherPem,
      pem.replaceAll('\n', '\r\n'),
      `of a browser\n${pem}`,
      pem.trim(),
    ])
      expect(loadedOf(text)).toBe(pem);
  });

  it('T-18, decision 35 is not another one, nor one of which a character was changed', () => {
    const middle = Math.floor(pem.length / 2);
    const changed = pem.slice(0, middle) + (pem[middle] === 'A' ? 'B' : 'A') + pem.slice(middle + 1);
    for (const text of [otherPem, changed]) expect(refusalOf(() => loadedOf(text)).code).toBe('trustStoreNotRead');
  });
});

describe('Z-2 removal', () => {
  it('Z-2 the certificate is deleted, and that of another host is not', () => {
    const folder = tempFolder();
    const store = new TrustStore(folder);
    store.save('a', pem);
    store.save('b', pem);
    store.remove('A.');
    expect(readdirSync(folder)).toEqual(['b.pem']);
    expect([store.has('a'), store.has('b')]).toEqual([false, true]);
  });

  it('Z-2 one that is gone already is no error', () => {
    expect(() => new TrustStore(tempFolder()).remove('a')).not.toThrow();
  });

  it('T-19 one that cannot be deleted: the string names the host', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'cloud.example.pem'));
    expect(refusalOf(() => new TrustStore(folder).remove('Cloud.example'))).toMatchObject({
      code: 'certificateNotRemoved',
      lines: ['Failed to remove certificate for host: Cloud.example'],
    });
    expect(readdirSync(folder)).toEqual(['cloud.example.pem']);
  });
});
