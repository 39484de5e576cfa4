import type { CertificateFacts } from '../../shared/certificate.ts';
import { pollSeconds } from '../../shared/master-terms.ts';
import type { GivenMaster, GivenMasterTrust, MasterHeader, RemoteMasterKind } from '../../shared/masters.ts';

/** What was accepted in the dialog and is not saved yet. */
export interface AcceptedTrust extends GivenMasterTrust {
  /** Which address presented it, for which alone it holds; `undefined`: a CA certificate that was given, for whatever address. */
  readonly origin: string | undefined;
  /** Where a CA certificate that was given comes from. */
  readonly from?: string;
  readonly certificates: readonly CertificateFacts[];
}

/** What is typed in the dialog. Secrets that are saved never come here: an empty one keeps them. */
export interface MasterDraft {
  readonly kind: RemoteMasterKind;
  readonly name: string;
  readonly origin: string;
  /** The account of a NetBackup master server; a headless host has a token. */
  readonly account: 'api-key' | 'password';
  readonly apiKey: string;
  readonly userName: string;
  readonly password: string;
  readonly domainName: string;
  readonly domainType: Extract<MasterHeader['credentials'], { kind: 'password' }>['domainType'];
  readonly token: string;
  readonly pollSeconds: string;
  readonly trust: AcceptedTrust | undefined;
}

/** The dialog as it opens. @param saved `undefined` for a new master server */
export function openedDraft(saved: MasterHeader | undefined): MasterDraft {
  const credentials = saved?.credentials;
  const account = credentials?.kind === 'password' ? credentials : undefined;
  return {
    kind: saved?.kind === 'headless host' ? 'headless host' : 'NetBackup',
    name: saved?.name ?? '',
    origin: saved?.origin ?? '',
    account: account ? 'password' : 'api-key',
    apiKey: '',
    userName: account?.userName ?? '',
    password: '',
    domainName: account?.domainName ?? '',
    domainType: account?.domainType ?? 'unixpwd',
    token: '',
    pollSeconds: String(saved?.pollSeconds ?? pollSeconds.preset),
    trust: undefined,
  };
}

/** Whether two texts name the same address, as far as the window can tell; the service decides. */
export const isSameOrigin = (a: string, b: string | null): boolean => b !== null && plain(a) === plain(b);

function plain(text: string): string {
  const trimmed = text.trim();
  // Without a port NetBackup's is meant; the saved address has it.
  const [, scheme, host, port] = /^(https?):\/\/([^/?#]*?)(:\d+)?(?:[/?#].*)?$/i.exec(trimmed) ?? [];
  if (scheme === undefined || host === undefined) return trimmed;
  const secure = scheme.toLowerCase() === 'https';
  return `${scheme}://${host}${port ?? (secure ? ':1556' : '')}`.toLowerCase();
}

/** Whether there is no certificate to be accepted: plain HTTP, as through a tunnel. */
export const isPlain = ({ origin }: Pick<MasterDraft, 'origin'>): boolean => /^\s*http:/i.test(origin);

/** What was accepted or given in the dialog, while it is about the address that is typed now. */
export const trustInForce = (draft: MasterDraft): AcceptedTrust | undefined =>
  draft.trust && (draft.trust.origin === undefined || isSameOrigin(draft.origin, draft.trust.origin))
    ? draft.trust
    : undefined;

/** Whether a certificate is still to be accepted before anything can be sent. */
export function needsTrust(draft: MasterDraft, saved: MasterHeader | undefined): boolean {
  if (isPlain(draft) || trustInForce(draft)) return false;
  return !(saved?.trust && isSameOrigin(draft.origin, saved.origin));
}

/** Whether an empty secret keeps the saved one: it belongs to one address, and a password to one user. */
export function keepsSecret(draft: MasterDraft, saved: MasterHeader | undefined): boolean {
  if (!saved || !isSameOrigin(draft.origin, saved.origin)) return false;
  const { credentials } = saved;
  if (draft.kind === 'headless host') return credentials.kind === 'token';
  if (credentials.kind !== draft.account) return false;
  return credentials.kind !== 'password' || credentials.userName === draft.userName.trim();
}

/** What the service is given. An empty secret is left out, and so is a certificate that was not accepted here. */
export function givenMaster(draft: MasterDraft): GivenMaster {
  const trust = trustInForce(draft);
  return {
    kind: draft.kind,
    name: draft.name,
    origin: draft.origin,
    credentials: givenCredentials(draft),
    ...(trust ? { trust: { trust: trust.trust, certificate: trust.certificate } } : {}),
    pollSeconds: Number(draft.pollSeconds),
  };
}

function givenCredentials(draft: MasterDraft): GivenMaster['credentials'] {
  const { kind, account, token, apiKey, userName, password, domainName, domainType } = draft;
  if (kind === 'headless host') return { kind: 'token', ...(token === '' ? {} : { token }) };
  if (account === 'api-key') return { kind: account, ...(apiKey === '' ? {} : { apiKey }) };
  return { kind: account, userName, domainName, domainType, ...(password === '' ? {} : { password }) };
}

/** Whether the draft says anything else than the dialog opened with. */
export function isTyped(draft: MasterDraft, opened: MasterDraft): boolean {
  return (Object.keys(opened) as (keyof MasterDraft)[]).some((name) => draft[name] !== opened[name]);
}
