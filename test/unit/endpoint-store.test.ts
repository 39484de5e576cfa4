import { X509Certificate } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ConfigFile } from '../../electron/service/credentials/config-file.ts';
import { EndpointStore } from '../../electron/service/credentials/endpoint-store.ts';
import { KeyFileSealer } from '../../electron/service/credentials/key-file-sealer.ts';
import { TokenVault } from '../../electron/service/credentials/token-vault.ts';
import { TrustStore } from '../../electron/service/credentials/trust-store.ts';
import type { Acceptance } from '../../shared/certificate.ts';
import type { EndpointDetails } from '../../shared/endpoint-details.ts';
import { openConf } from '../support/config-store.ts';
import { acceptance as sampleAcceptance } from '../support/endpoint-samples.ts';
import { refusalOf } from '../support/refusal.ts';
import { sampleCertificate } from '../support/sample-certificate.ts';
import { changeSecretsIn, savedSecretsIn } from '../support/saved-secrets.ts';
import { tempFolder } from '../support/temp-folder.ts';

const token = 'SENTINEL-TOKEN-cf13ae';
const first: EndpointDetails = {
  token,
  priority: 1,
  groupId: 'sg1',
  hostName: 'ep1.example',
  url: 'wss://ep1.example:8080/a',
};
const second: EndpointDetails = {
  ...first,
  token: 'the other token',
  hostName: 'ep2.example',
  url: 'wss://ep2.example/b',
};
const addedAt = 1_700_000_000_000;

let pem: string;
let acceptance: Acceptance;
beforeAll(async () => {
  pem = await sampleCertificate();
  acceptance = { ...sampleAcceptance, sha256Fingerprint: new X509Certificate(pem).fingerprint256 };
});

const openStore = (folder: string) =>
  new EndpointStore(
    new ConfigFile(openConf, folder),
    new TokenVault([new KeyFileSealer(join(folder, 'vault.key'))]),
    new TrustStore(join(folder, 'truststore')),
  );
const configIn = (folder: string) => join(folder, 'config.json');
const certificateIn = (folder: string, hostName: string) => join(folder, 'truststore', `${hostName}.pem`);
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

/** Puts a directory in the place of a file. */
function block(file: string): void {
  rmSync(file, { force: true });
  mkdirSync(file, { recursive: true });
}

/** A store with both endpoints. */
function filledStore(): { folder: string; store: EndpointStore } {
  const folder = tempFolder();
  const store = openStore(folder);
  store.add(first, acceptance, pem, addedAt);
  store.add(second, acceptance, pem, addedAt + 1);
  return { folder, store };
}

describe('D-15, D-17 adding', () => {
  it('D-15, D-17 details, token and certificate are there for the next process', () => {
    const { folder, store } = filledStore();
    for (const opened of [store, openStore(folder)]) {
      expect(opened.list().map(({ hostName }) => hostName)).toEqual(['ep1.example', 'ep2.example']);
      const { token: _token, ...saved } = first;
      expect(opened.get('ep1.example')).toEqual({ ...saved, state: 'ACTIVATED', acceptance, addedAt });
      expect([opened.token('ep1.example'), opened.token('ep2.example')]).toEqual([token, 'the other token']);
      expect(opened.anchor('ep1.example')).toBe(pem);
    }
  });

  it('P-6 the token stands nowhere in the folder, and in no list', () => {
    const { folder, store } = filledStore();
    store.setState(['ep1.example'], 'DEACTIVATED');
    store.remove('ep2.example');
    const encodings = [
      token,
      Buffer.from(token).toString('base64'),
      Buffer.from(token).toString('hex'),
      encodeURIComponent(token),
    ];
    const files = filesIn(folder);
    expect(files.map(({ name }) => name).sort()).toEqual([
      'config.json',
      'config.json.last-good',
      'ep1.example.pem',
      'vault.backup.json',
      'vault.json',
      'vault.key',
    ]);
    for (const { parentPath, name } of files) {
      const contents = readFileSync(join(parentPath, name));
      for (const encoding of encodings) expect(contents.includes(encoding)).toBe(false);
    }
    expect(JSON.stringify(store.list())).not.toContain('SENTINEL');
    expect(store.token('ep1.example')).toBe(token);
  });

  it('D-11, decision 36 a host is found in any case and with a trailing dot', () => {
    const { store } = filledStore();
    for (const name of ['EP1.Example', 'ep1.example.', 'ep1.example']) {
      expect(store.get(name).hostName).toBe('ep1.example');
      expect(store.token(name)).toBe(token);
      expect(store.anchor(name)).toBe(pem);
    }
  });
});

describe('D-11, T-13 uniqueness', () => {
  it.each([
    [{ hostName: 'ep1.example' }, 'An endpoint with the host name ep1.example is saved already.'],
    [{ hostName: 'EP1.example.' }, 'An endpoint with the host name ep1.example is saved already.'],
    [{ url: 'wss://ep1.example:8080/a' }, 'The endpoint ep1.example has the same URL.'],
    [{ url: 'WSS://EP1.example.:8080/x/../a' }, 'The endpoint ep1.example has the same URL.'],
  ])('T-13, decision 36 %j is taken, and the cause says which', (same, cause) => {
    const { folder, store } = filledStore();
    const before = readFileSync(configIn(folder), 'utf8');
    const other = { ...first, hostName: 'new.example', url: 'wss://new.example/', ...same };
    expect(refusalOf(() => store.add(other, acceptance, pem, 0))).toMatchObject({
      code: 'alreadyExists',
      lines: ['the entity already exists'],
      causes: [cause],
    });
    expect(readFileSync(configIn(folder), 'utf8')).toBe(before);
    expect(readdirSync(join(folder, 'truststore'))).toEqual(['ep1.example.pem', 'ep2.example.pem']);
  });

  it.each([
    { url: 'wss://ep1.example:8080/A' },
    { url: 'wss://ep1.example:8081/a' },
    { url: 'wss://ep1.example:8080/a?b' },
  ])('decision 36 %j with another host name is another endpoint', (differs) => {
    const { store } = filledStore();
    store.add({ ...first, hostName: 'new.example', ...differs }, acceptance, pem, 0);
    expect(store.list()).toHaveLength(3);
  });

  it('C-10, Z-2 a deleted endpoint can be added again with a new token', () => {
    const { store } = filledStore();
    store.remove('ep1.example');
    store.add({ ...first, token: 'renewed' }, acceptance, pem, addedAt + 2);
    expect(store.token('ep1.example')).toBe('renewed');
    expect(store.list().map(({ hostName }) => hostName)).toEqual(['ep2.example', 'ep1.example']);
  });
});

describe('C-17, decision 38 when credentials were given', () => {
  it('C-17 no two are the same, not within one millisecond, nor when the clock was set back', () => {
    const { store } = filledStore();
    const times = [addedAt + 2, addedAt + 2, addedAt - 1000].map(
      (now) => store.renew({ ...first, token: `token ${now}` }, acceptance, pem, now).renewedAt,
    );
    store.remove('ep1.example');
    times.push(store.add(first, acceptance, pem, addedAt).addedAt);
    expect(times).toEqual([addedAt + 2, addedAt + 3, addedAt + 4, addedAt + 5]);
  });
});

describe('P-7 activating and deactivating', () => {
  it('P-4, P-7 the state is saved, and only that row changes', () => {
    const { folder, store } = filledStore();
    expect(store.setState(['EP1.example', 'ep1.example'], 'DEACTIVATED')).toHaveLength(1);
    expect(
      openStore(folder)
        .list()
        .map(({ state }) => state),
    ).toEqual(['DEACTIVATED', 'ACTIVATED']);
  });

  it('P-7 the state that it has already changes nothing', () => {
    const { folder, store } = filledStore();
    block(configIn(folder)); // a write would fail
    expect(store.setState(['ep1.example'], 'ACTIVATED')).toEqual([]);
  });
});

describe('Z-1, Z-2 deleting', () => {
  it('Z-2 details, token and certificate are gone, and those of the other endpoint are not', () => {
    const { folder, store } = filledStore();
    store.remove('EP1.example');
    const opened = openStore(folder);
    expect(opened.list().map(({ hostName }) => hostName)).toEqual(['ep2.example']);
    expect([opened.token('ep2.example'), opened.anchor('ep2.example')]).toEqual(['the other token', pem]);
    expect(readdirSync(join(folder, 'truststore'))).toEqual(['ep2.example.pem']);
    expect(readFileSync(configIn(folder), 'utf8')).not.toContain('ep1.example');
    expect(refusalOf(() => opened.token('ep1.example')).code).toBe('credentialsNotRead');
  });

  it('Z-2 an endpoint whose certificate is lost or damaged can be deleted', () => {
    const { folder, store } = filledStore();
    rmSync(certificateIn(folder, 'ep1.example'));
    writeFileSync(certificateIn(folder, 'ep2.example'), 'damaged');
    store.remove('ep1.example');
    store.remove('ep2.example');
    expect(openStore(folder).list()).toEqual([]);
    expect(readdirSync(join(folder, 'truststore'))).toEqual([]);
  });

  it('T-21 a host that is not there: no entity was found', () => {
    const { store } = filledStore();
    for (const call of [() => store.get('x'), () => store.remove('x'), () => store.setState(['x'], 'ACTIVATED')]) {
      expect(refusalOf(call)).toMatchObject({
        code: 'notFound',
        lines: ['no entity was found'],
        causes: ['There is no endpoint with the host name x.'],
      });
    }
  });
});

describe('P-6 sealed tokens belong to their endpoint', () => {
  it('P-6 tokens that were swapped in vault.json are refused, both of them', () => {
    const { folder } = filledStore();
    changeSecretsIn(folder, (secrets) => {
      const [[one, ofOne], [other, ofOther]] = Object.entries(secrets) as [[string, string], [string, string]];
      return { [one]: ofOther, [other]: ofOne };
    });
    const store = openStore(folder);
    for (const host of ['ep1.example', 'ep2.example']) {
      const report = refusalOf(() => store.token(host));
      expect(report).toMatchObject({
        code: 'credentialsNotRead',
        causes: ['It was sealed for another name, or has been changed.'],
      });
      expect(JSON.stringify(report)).not.toContain('SENTINEL');
    }
  });

  it('decision 42 without its key the rows stay, and so do the sealed tokens', () => {
    const { folder } = filledStore();
    const before = [readFileSync(configIn(folder), 'utf8'), savedSecretsIn(folder)];
    rmSync(join(folder, 'vault.key'));
    const store = openStore(folder);
    expect(store.list()).toHaveLength(2);
    expect(refusalOf(() => store.token('ep1.example')).code).toBe('credentialsNotRead');
    expect([readFileSync(configIn(folder), 'utf8'), savedSecretsIn(folder)]).toEqual(before);
  });

  it('C-17 a row whose token is gone has no credentials', () => {
    const { folder } = filledStore();
    changeSecretsIn(folder, () => ({}));
    expect(refusalOf(() => openStore(folder).token('ep1.example'))).toMatchObject({
      code: 'credentialsNotRead',
      causes: ['There is no saved token.'],
    });
  });
});

describe('T-10, T-17, T-18, T-19 when the disk refuses', () => {
  it('T-17 the certificate cannot be stored: nothing is saved', () => {
    const { folder, store } = filledStore();
    const before = readFileSync(configIn(folder), 'utf8');
    block(certificateIn(folder, 'new.example'));
    const added = { ...first, hostName: 'new.example', url: 'wss://new.example/' };
    expect(refusalOf(() => store.add(added, acceptance, pem, 0)).code).toBe('trustStoreNotWritten');
    expect(store.find('new.example')).toBeUndefined();
    expect(readFileSync(configIn(folder), 'utf8')).toBe(before);
  });

  it('T-10 config.json cannot be written: the certificate is taken away again', () => {
    const { folder, store } = filledStore();
    block(configIn(folder));
    const added = { ...first, hostName: 'new.example', url: 'wss://new.example/' };
    expect(refusalOf(() => store.add(added, acceptance, pem, 0)).code).toBe('storeNotWritten');
    expect(store.find('new.example')).toBeUndefined();
    expect(readdirSync(join(folder, 'truststore'))).toEqual(['ep1.example.pem', 'ep2.example.pem']);
  });

  it('T-10 config.json cannot be written: the state stays what it was', () => {
    const { folder, store } = filledStore();
    block(configIn(folder));
    expect(refusalOf(() => store.setState(['ep1.example'], 'DEACTIVATED')).code).toBe('storeNotWritten');
    expect(store.get('ep1.example').state).toBe('ACTIVATED');
  });

  it('T-10 the token cannot be sealed: nothing is saved, and the report does not hold it', () => {
    const folder = tempFolder();
    const noKey = new KeyFileSealer(join(folder, 'vault.key'), () => {
      throw new Error('No key can be made.');
    });
    const store = new EndpointStore(
      new ConfigFile(openConf, folder),
      new TokenVault([noKey]),
      new TrustStore(join(folder, 'truststore')),
    );
    const report = refusalOf(() => store.add(first, acceptance, pem, 0));
    expect(report).toMatchObject({
      code: 'storeNotWritten',
      causes: ['The token could not be encrypted: No key can be made.'],
    });
    expect(JSON.stringify(report)).not.toContain('SENTINEL');
    expect(store.list()).toEqual([]);
    expect(filesIn(folder).map(({ name }) => name)).toEqual(['config.json', 'config.json.last-good']);
  });

  it('T-19, decision 31 the certificate cannot be removed: the row stays, with its token', () => {
    const { folder, store } = filledStore();
    block(certificateIn(folder, 'ep1.example'));
    expect(refusalOf(() => store.remove('ep1.example'))).toMatchObject({
      code: 'certificateNotRemoved',
      lines: ['Failed to remove certificate for host: ep1.example'],
    });
    expect(openStore(folder).token('ep1.example')).toBe(token);
  });

  it('T-10, Z-2 config.json cannot be written at Delete: the row stays, and its certificate', () => {
    const { folder, store } = filledStore();
    block(configIn(folder));
    expect(refusalOf(() => store.remove('ep1.example')).code).toBe('storeNotWritten');
    expect(store.get('ep1.example').hostName).toBe('ep1.example');
    expect([store.anchor('ep1.example'), store.token('ep1.example')]).toEqual([pem, token]);
  });

  it('Z-2 killed in the middle of Delete: no endpoint is left without its certificate', () => {
    const { folder } = filledStore();
    const copy = tempFolder();
    class LookedAt extends TrustStore {
      override remove(hostName: string): void {
        cpSync(folder, copy, { recursive: true }); // as a killed process would leave it
        super.remove(hostName);
      }
    }
    const store = new EndpointStore(
      new ConfigFile(openConf, folder),
      new TokenVault([new KeyFileSealer(join(folder, 'vault.key'))]),
      new LookedAt(join(folder, 'truststore')),
    );
    store.remove('ep1.example');
    const left = openStore(copy);
    for (const { hostName } of left.list()) expect(left.anchor(hostName)).toBe(pem);
    expect(left.list().length).toBe(1);
    left.add(first, acceptance, pem, addedAt);
    expect(left.token('ep1.example')).toBe(token);
  });

  it('T-18, decision 35 another certificate in the place of the accepted one is not used', async () => {
    const { folder, store } = filledStore();
    writeFileSync(certificateIn(folder, 'ep1.example'), await sampleCertificate('other.example'));
    expect(refusalOf(() => store.anchor('ep1.example'))).toMatchObject({
      lines: ['Error loading keystore'],
      causes: ['The stored certificate is not the one that was accepted.'],
    });
  });

  it('T-18 the certificate cannot be read: Error loading keystore', () => {
    const { folder, store } = filledStore();
    block(certificateIn(folder, 'ep1.example'));
    expect(refusalOf(() => store.anchor('ep1.example')).lines).toEqual(['Error loading keystore']);
  });
});
