import { describe, expect, it } from 'vitest';
import { type Draft, givenForm, isChanged, keepsSecret, shownForm } from '../../renderer/netbackup/draft.ts';
import type { NetBackupStatus } from '../../shared/netbackup.ts';

const saved: NetBackupStatus = {
  baseUrl: 'https://master:1556',
  state: 'ok',
  detail: '',
  caCertificates: [],
  credentials: { kind: 'password', userName: 'nbwss', domainName: 'EXAMPLE', domainType: 'NT' },
  apiVersion: '12.0',
};
const nothing: NetBackupStatus = { ...saved, baseUrl: null, credentials: { kind: 'none' } };

describe('what is typed in the form of the NetBackup connection', () => {
  it('stands over what is saved', () => {
    expect(shownForm({}, saved)).toMatchObject({
      baseUrl: 'https://master:1556',
      kind: 'password',
      userName: 'nbwss',
      password: '',
    });
    expect(shownForm({ userName: 'other' }, saved)).toMatchObject({ userName: 'other', domainName: 'EXAMPLE' });
    expect(shownForm({}, nothing)).toMatchObject({ baseUrl: '', kind: 'none', domainType: 'unixpwd' });
  });

  it.each<[string, Draft, boolean]>([
    ['nothing', {}, false],
    ['the same again', { baseUrl: 'https://master:1556', kind: 'password', userName: 'nbwss' }, false],
    ['another address', { baseUrl: 'https://other' }, true],
    ['another user', { userName: 'x' }, true],
    ['a password', { password: 'p' }, true],
    ['an API key that is not asked for', { apiKey: 'k' }, false],
    ['another kind', { kind: 'none' }, true],
    ['another CA', { ca: { text: 'PEM', certificates: [], from: 'a file' } }, true],
  ])('%s: whether there is something to save', (_what, draft, changed) => {
    expect(isChanged(draft, saved)).toBe(changed);
  });

  it('decision 42 an empty secret is left out, so that the saved one is kept', () => {
    const credentials = { kind: 'password', userName: 'nbwss', domainName: 'EXAMPLE', domainType: 'NT' };
    expect(givenForm({}, saved)).toEqual({ baseUrl: 'https://master:1556', caCertificate: '', credentials });
    expect(givenForm({ password: 'p' }, saved).credentials).toEqual({ ...credentials, password: 'p' });
    expect(givenForm({ kind: 'api-key', apiKey: '' }, saved).credentials).toEqual({ kind: 'api-key' });
    expect(givenForm({ kind: 'api-key', apiKey: 'k' }, saved).credentials).toEqual({ kind: 'api-key', apiKey: 'k' });
    expect(givenForm({ kind: 'none', password: 'p' }, saved).credentials).toEqual({ kind: 'none' });
  });

  it.each<[string, Draft, boolean]>([
    ['as it is', {}, true],
    ['with another domain', { domainType: 'ldap' }, true],
    ['for another user', { userName: 'x' }, false],
    ['for another server', { baseUrl: 'https://other' }, false],
    ['as an API key', { kind: 'api-key' }, false],
    ['without credentials', { kind: 'none' }, false],
  ])('decision 42 %s: whether the saved secret would be kept', (_what, draft, kept) => {
    expect(keepsSecret(draft, saved)).toBe(kept);
  });
});
