import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyFileSealer, type Sealer, TokenVault } from '../../electron/service/credentials/token-vault.ts';
import { refusalOf, thrownBy } from '../support/refusal.ts';
import { tempFolder } from '../support/temp-folder.ts';

const secret = 'SENTINEL-TOKEN "ä" \u{1f511}';
const keyFile = () => join(tempFolder(), 'vault.key');
const vaultOn = (file: string) => new TokenVault([new KeyFileSealer(file)]);

/** `sealed` with one bit of one of its bytes turned. */
function tampered(sealed: string, byte: number): string {
  const [id, text = ''] = sealed.split(':');
  const bytes = Buffer.from(text, 'base64');
  bytes[byte] = (bytes[byte] ?? 0) ^ 1;
  return `${id}:${bytes.toString('base64')}`;
}

describe('P-6, decision 42 sealing with a key file', () => {
  it('P-6 a secret is opened as it was sealed, also by another process with the same key file', () => {
    const file = keyFile();
    const sealed = vaultOn(file).seal('token of a', secret);
    expect(vaultOn(file).open('token of a', sealed)).toBe(secret);
  });

  it('P-6 what is sealed does not show the secret, nor twice the same', () => {
    const vault = vaultOn(keyFile());
    const [one, two] = [vault.seal('token of a', secret), vault.seal('token of a', secret)];
    expect(one).not.toBe(two);
    for (const sealed of [one, two]) {
      expect(sealed).toMatch(/^key-file-v1:[A-Za-z0-9+/]+=*$/);
      expect(Buffer.from(sealed.slice('key-file-v1:'.length), 'base64').includes('SENTINEL')).toBe(false);
    }
  });

  it('decision 42 the key is made once, is for its owner only, and is 256 bits', () => {
    const file = keyFile();
    const vault = vaultOn(file);
    vault.seal('token of a', secret);
    const key = readFileSync(file, 'utf8');
    vault.seal('token of b', secret);
    expect(readFileSync(file, 'utf8')).toBe(key);
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('P-6 an empty secret and a long one', () => {
    const vault = vaultOn(keyFile());
    for (const text of ['', 'x'.repeat(1024 * 1024)]) {
      expect(vault.open('token of a', vault.seal('token of a', text)) === text).toBe(true);
    }
  });

  it('decision 42 the console is told which protection is in force', () => {
    expect(vaultOn(keyFile()).protection).toBe(
      'Saved tokens are encrypted with a key file in the data folder (AES-256-GCM).',
    );
  });
});

describe('P-6, decision 42 what cannot be opened', () => {
  const notRead = (file: string, name: string, sealed: string) => refusalOf(() => vaultOn(file).open(name, sealed));

  it('P-6 a secret that was sealed for another endpoint is refused', () => {
    const file = keyFile();
    const sealed = vaultOn(file).seal('token of a', secret);
    expect(notRead(file, 'token of b', sealed)).toMatchObject({
      code: 'credentialsNotRead',
      lines: ['Credentials cannot be read'],
      causes: ['The key does not fit.'],
    });
  });

  it('P-6 a secret in which a bit was turned is refused: nonce, tag and text', () => {
    const file = keyFile();
    const sealed = vaultOn(file).seal('token of a', secret);
    for (const byte of [0, 11, 12, 27, 28, 40]) {
      expect(notRead(file, 'token of a', tampered(sealed, byte)).code).toBe('credentialsNotRead');
    }
  });

  it.each(['key-file-v1:', 'key-file-v1:AAAA', 'key-file-v1:not base64!', `key-file-v1:${'A'.repeat(64)}`])(
    'P-6 %s is refused',
    (sealed) => {
      const file = keyFile();
      vaultOn(file).seal('token of a', secret);
      expect(notRead(file, 'token of a', sealed).code).toBe('credentialsNotRead');
    },
  );

  it('P-6 a tag that was cut short is refused, also with the bytes of the true one', () => {
    const file = keyFile();
    const [, text = ''] = vaultOn(file).seal('token of a', '').split(':');
    const cut = Buffer.from(text, 'base64')
      .subarray(0, 12 + 4)
      .toString('base64');
    expect(notRead(file, 'token of a', `key-file-v1:${cut}`).code).toBe('credentialsNotRead');
  });

  it('decision 42 a lost key: nothing is opened, and no new key is made by trying', () => {
    const file = keyFile();
    const sealed = vaultOn(file).seal('token of a', secret);
    rmSync(file);
    expect(notRead(file, 'token of a', sealed).code).toBe('credentialsNotRead');
    expect(() => statSync(file)).toThrow(/ENOENT/);
  });

  it('decision 42 the key of another computer does not fit, and stays', () => {
    const [here, there] = [keyFile(), keyFile()];
    const sealed = vaultOn(there).seal('token of a', secret);
    vaultOn(here).seal('token of a', secret);
    const key = readFileSync(here, 'utf8');
    expect(notRead(here, 'token of a', sealed).code).toBe('credentialsNotRead');
    expect(readFileSync(here, 'utf8')).toBe(key);
  });

  it('decision 42 a damaged key file is not overwritten when something is to be sealed', () => {
    const file = keyFile();
    writeFileSync(file, 'c2hvcnQ=');
    expect(String(thrownBy(() => vaultOn(file).seal('token of a', secret)))).toBe(
      'Error: the key file vault.key does not hold a key',
    );
    expect(readFileSync(file, 'utf8')).toBe('c2hvcnQ=');
  });

  it('decision 42 a key file that cannot be read seals nothing', () => {
    const file = keyFile();
    mkdirSync(file);
    expect(() => vaultOn(file).seal('token of a', secret)).toThrow(/EISDIR/);
  });
});

describe('decision 42 several sealers', () => {
  const reversing: Sealer = {
    id: 'reversed-v1',
    protection: 'Secrets are reversed.',
    seal: (name, text) => [...`${name}:${text}`].reverse().join(''),
    open: (_name, sealed) => [...sealed].reverse().join('').split(':').slice(1).join(':'),
  };

  it('decision 42 the first seals; each opens what it sealed', () => {
    const file = keyFile();
    const old = vaultOn(file).seal('a', secret);
    const vault = new TokenVault([reversing, new KeyFileSealer(file)]);
    const sealed = vault.seal('a', 'x:y:z');
    expect(sealed).toBe('reversed-v1:z:y:x:a');
    expect([vault.open('a', sealed), vault.open('a', old)]).toEqual(['x:y:z', secret]);
    expect(vault.protection).toBe('Secrets are reversed.');
  });

  it('decision 42 a sealer that is not here is named', () => {
    const sealed = new TokenVault([reversing]).seal('a', secret);
    expect(refusalOf(() => vaultOn(keyFile()).open('a', sealed)).causes).toEqual([
      'It was sealed by "reversed-v1", which is not available here.',
    ]);
  });

  it.each(['SENTINEL-TOKEN', 'SENTINEL-TOKEN:x', ''])(
    'decision 43 %j, put in place of a sealed secret, is not told',
    (text) => {
      const report = refusalOf(() => vaultOn(keyFile()).open('a', text));
      expect(report.code).toBe('credentialsNotRead');
      expect(JSON.stringify(report)).not.toContain('SENTINEL');
    },
  );
});
