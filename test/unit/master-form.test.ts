import { describe, expect, it } from 'vitest';
import { checkMaster, checkMasterName, type FormContext } from '../../electron/masters/master-form.ts';
import { checkMasterOrigin } from '../../electron/masters/master-origin.ts';
import { maxMasters } from '../../shared/master-terms.ts';
import type { GivenMaster } from '../../shared/masters.ts';
import type { SavedMaster } from '../../shared/saved-master.ts';
import { refusalOf } from '../support/refusal.ts';
import { sampleCertificate } from '../support/sample-certificate.ts';

const certificate = await sampleCertificate('master.example');
const given: GivenMaster = {
  kind: 'NetBackup',
  name: 'Site',
  origin: 'https://master.example',
  credentials: { kind: 'api-key', apiKey: 'a-key' },
  trust: { trust: 'certificate', certificate },
  pollSeconds: 10,
};
const context: FormContext = { id: 'id', now: Date.now(), former: undefined, others: [] };
const other = (name: string): SavedMaster => ({ ...checkMaster({ ...given, name }, context).master, id: name });
const fieldsOf = (change: Partial<GivenMaster>, others: SavedMaster[] = []) =>
  Object.keys(refusalOf(() => checkMaster({ ...given, ...change }, { ...context, others })).fields);

describe('issue 10: the address of a master server', () => {
  it.each([
    ['NetBackup', 'https://master', 'https://master:1556'],
    ['NetBackup', 'https://master:443/netbackup/', 'https://master:443'],
    ['headless host', 'https://console.example.com', 'https://console.example.com'],
    ['headless host', ' https://Console.example.com:8443/netbackup ', 'https://console.example.com:8443'],
    ['headless host', 'http://127.0.0.1:8443/', 'http://127.0.0.1:8443'],
    ['headless host', 'http://localhost:8443', 'http://localhost:8443'],
    ['headless host', 'http://[::1]:8443', 'http://[::1]:8443'],
  ] as const)('%s %s is %s', (kind, text, origin) => {
    expect(checkMasterOrigin(kind, text)).toBe(origin);
  });

  it.each([
    ['NetBackup', 'http://master'],
    ['NetBackup', 'http://127.0.0.1:1556'],
    ['NetBackup', 'https://master/other'],
    ['headless host', 'http://host.example:8443'],
    ['headless host', 'http://127.0.0.1.example.com'],
    ['headless host', 'http://localhost.example.com'],
    ['headless host', 'https://host/console'],
    ['headless host', 'https://user@host'],
    ['headless host', 'https://host?x'],
    ['headless host', 'https://host#x'],
    ['headless host', 'https:host'],
    ['headless host', 'wss://host'],
    ['headless host', ''],
  ] as const)('%s %s is refused', (kind, text) => {
    expect(refusalOf(() => checkMasterOrigin(kind, text))).toMatchObject({
      code: 'masterNotValid',
      fields: { origin: expect.any(String) },
    });
  });
});

describe('issue 10: the form of a master server', () => {
  it('names its fields', () => {
    expect(fieldsOf({ name: ' ' })).toEqual(['name']);
    expect(fieldsOf({ name: 'x'.repeat(65) })).toEqual(['name']);
    expect(fieldsOf({ name: 'a\nb' })).toEqual(['name']);
    expect(fieldsOf({ credentials: { kind: 'api-key' } })).toEqual(['apiKey']);
    expect(fieldsOf({ credentials: { kind: 'api-key', apiKey: 'with blank' } })).toEqual(['apiKey']);
    expect(fieldsOf({ credentials: { kind: 'token', token: 'x' } })).toEqual(['credentials']);
    expect(
      fieldsOf({ credentials: { kind: 'password', userName: '', domainName: '', domainType: 'NT', password: 'x' } }),
    ).toEqual(['userName']);
    expect(fieldsOf({ trust: { trust: 'certificate', certificate: 'x' } })).toEqual(['trust']);
    expect(fieldsOf({ trust: { trust: 'certificate', certificate: '' } })).toEqual(['trust']);
    expect(fieldsOf({ kind: 'headless host' })).toEqual(['credentials']);
    expect(fieldsOf({ kind: 'headless host', credentials: { kind: 'token' } })).toEqual(['token']);
    for (const pollSeconds of [1, 3601, 2.5, Number.NaN]) expect(fieldsOf({ pollSeconds })).toEqual(['pollSeconds']);
    const { trust: _trust, ...withoutTrust } = given;
    expect(Object.keys(refusalOf(() => checkMaster(withoutTrust, context)).fields)).toEqual(['trust']);
  });

  it('a name is there once, and is not that of this computer', () => {
    expect(fieldsOf({ name: ' sITE ' }, [other('Site')])).toEqual(['name']);
    expect(fieldsOf({ name: 'This Computer' })).toEqual(['name']);
    expect(checkMasterName('  Site 2 ', [other('Site')])).toBe('Site 2');
  });

  it('there are at most 100', () => {
    const [first] = [other('Site 0')];
    const others = Array.from({ length: maxMasters }, (_, index) => ({
      ...(first as SavedMaster),
      name: `Site ${index}`,
    }));
    expect(fieldsOf({ name: 'one more' }, others)).toEqual(['name']);
  });

  it('the warnings of the certificate are accepted with it', () => {
    const { master } = checkMaster(given, context);
    expect(master.trust?.acceptedWarnings).toEqual(['self-signed']);
    const elsewhere = checkMaster({ ...given, origin: 'https://other.example' }, context).master;
    expect(elsewhere.trust?.acceptedWarnings).toEqual(['host-name-mismatch', 'self-signed']);
  });

  it('no refusal names a secret', () => {
    const secret = 'sentinel with blanks';
    const text = JSON.stringify([
      refusalOf(() => checkMaster({ ...given, credentials: { kind: 'api-key', apiKey: secret } }, context)),
      refusalOf(() =>
        checkMaster({ ...given, kind: 'headless host', credentials: { kind: 'token', token: secret } }, context),
      ),
    ]);
    expect(text).not.toContain('sentinel');
  });
});
