import type { CertificateFacts } from '../../shared/certificate.ts';
import type { GivenNetBackup, NetBackupStatus, SavedCredentials } from '../../shared/netbackup.ts';

/** CA certificates that were chosen and are not saved yet. */
export interface ChosenCa {
  /** PEM */
  readonly text: string;
  readonly certificates: readonly CertificateFacts[];
  /** Where they came from, for people. */
  readonly from: string;
}

/** What is typed in the form; what is absent is as it is saved. Secrets are never part of what is saved for the window. */
export interface Draft {
  readonly baseUrl?: string;
  readonly ca?: ChosenCa;
  readonly kind?: SavedCredentials['kind'];
  readonly userName?: string;
  readonly domainName?: string;
  readonly domainType?: Extract<SavedCredentials, { kind: 'password' }>['domainType'];
  readonly apiKey?: string;
  readonly password?: string;
}

/** The form as it is shown: what is typed over what is saved. */
export function shownForm(draft: Draft, { baseUrl, credentials }: NetBackupStatus) {
  const account = credentials.kind === 'password' ? credentials : undefined;
  return {
    baseUrl: draft.baseUrl ?? baseUrl ?? '',
    kind: draft.kind ?? credentials.kind,
    userName: draft.userName ?? account?.userName ?? '',
    domainName: draft.domainName ?? account?.domainName ?? '',
    domainType: draft.domainType ?? account?.domainType ?? 'unixpwd',
    apiKey: draft.apiKey ?? '',
    password: draft.password ?? '',
  };
}
export type ShownForm = ReturnType<typeof shownForm>;

/** Whether anything would change by saving. */
export function isChanged(draft: Draft, saved: NetBackupStatus): boolean {
  const now = shownForm(draft, saved);
  const before = shownForm({}, saved);
  const names = [
    'baseUrl',
    'kind',
    ...(now.kind === 'password' ? (['userName', 'domainName', 'domainType'] as const) : []),
  ] as const;
  const secret = now.kind === 'api-key' ? now.apiKey : now.kind === 'password' ? now.password : '';
  return draft.ca !== undefined || secret !== '' || names.some((name) => now[name] !== before[name]);
}

/** What the service is given: an empty CA certificate and an absent secret keep the saved ones. */
export function givenForm(draft: Draft, saved: NetBackupStatus): GivenNetBackup {
  const { baseUrl, kind, userName, domainName, domainType, apiKey, password } = shownForm(draft, saved);
  return {
    baseUrl,
    caCertificate: draft.ca?.text ?? '',
    credentials:
      kind === 'api-key'
        ? { kind, ...(apiKey === '' ? {} : { apiKey }) }
        : kind === 'password'
          ? { kind, userName, domainName, domainType, ...(password === '' ? {} : { password }) }
          : { kind },
  };
}

/** Whether the saved secret would be kept: it belongs to one server, and a password to one user. */
export function keepsSecret(draft: Draft, saved: NetBackupStatus): boolean {
  const { kind, baseUrl, userName } = shownForm(draft, saved);
  if (kind === 'none' || kind !== saved.credentials.kind || baseUrl.trim() !== saved.baseUrl) return false;
  return saved.credentials.kind !== 'password' || saved.credentials.userName === userName.trim();
}
