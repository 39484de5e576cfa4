import { errorCatalogue } from './error-catalogue.ts';

/** What is told of one way in which an attempt failed or a connection ended. */
export interface CauseEntry {
  /** Exact secondary line of "Connection State"; without one it says when the next attempt is. */
  readonly line?: string;
  /** What it means, for an administrator who does not read logs. */
  readonly meaning: string;
  /** What to do about it. */
  readonly actions: readonly string[];
  /** Needs the administrator: told even while another endpoint serves the group. */
  readonly lasting?: true;
}

const checkNetwork = errorCatalogue.noConnection.actions;
const checkServer = 'Verify that the WebSocket server is running, and ask the provider whether it works.';
const askProvider = (what: string) => `Ask the provider ${what}.`;
const acceptNew = 'If the change is expected, accept the new certificate (Accept new certificate…).';
const nothingSent = 'Until then nothing is sent to it, the token least of all.';
const renew = 'Get endpoint details with a new token from the provider, and use Renew credentials… with them.';
const connectsAgain = 'Nothing has to be done: the connection process connects again by itself.';

/**
 * Why an attempt failed or a connection ended, and what to do about it: the one place (T-24). No schema library: the window
 * runs it.
 */
export const connectionCauses = {
  'name-resolution': {
    meaning: 'The host name of the URL could not be turned into an IP address (DNS).',
    actions: [
      'Make sure that the host name in the URL is written correctly.',
      'Verify that the DNS lookup of the host name works on this computer.',
      'Where only a proxy can resolve names of the internet, set up the proxy (Properties).',
    ],
  },
  refused: {
    meaning: 'The server is there, but nothing listens on this port.',
    actions: ['Make sure that the port in the URL is correct.', checkServer],
  },
  'no-answer': {
    meaning: 'The server did not answer in time. Most often a firewall drops what is sent, or the server is down.',
    actions: [
      'Make sure that the firewall lets this computer connect to the host and port of the URL.',
      'Where connections to the internet need a proxy, set up the proxy (Properties).',
      checkServer,
    ],
  },
  unreachable: { meaning: 'The server could not be reached over the network.', actions: checkNetwork },
  proxy: {
    meaning: 'The proxy did not connect this computer to the server.',
    actions: [
      'Make sure that address, user name and password of the proxy are correct (Properties, or the environment variable HTTPS_PROXY).',
      'Make sure that the proxy allows CONNECT to the host and port of the URL.',
      'Where this server needs no proxy, name it among the hosts without proxy (Properties, or NO_PROXY).',
    ],
  },
  tls: {
    meaning: 'The server was reached, but no secure (TLS) connection could be set up with it.',
    actions: [
      'Make sure that the port in the URL is the one of the secure endpoint.',
      askProvider('whether the server supports TLS 1.2 or newer and has a valid certificate'),
    ],
  },
  'client-certificate': {
    meaning: 'The server wants a client certificate that it knows, and did not get one.',
    actions: [
      askProvider('for the client certificate and its key'),
      'Use Renew credentials… and give the client certificate there.',
    ],
    lasting: true,
  },
  'certificate-changed': {
    line: 'The certificate is not the accepted one',
    meaning: 'The server presented another certificate than the one that was accepted. Nothing was sent to it.',
    actions: [
      askProvider('whether the certificate was renewed, and compare the SHA-256 fingerprints'),
      `${acceptNew} ${nothingSent}`,
    ],
    lasting: true,
  },
  'certificate-expired': {
    line: 'The certificate of the server has expired',
    meaning: 'The certificate that the server presents has expired. Nothing was sent to it.',
    actions: [
      askProvider('to renew the certificate of the server'),
      'Make sure that the date and time of this computer are correct.',
      'Once it is renewed, accept the new certificate (Accept new certificate…).',
    ],
    lasting: true,
  },
  'certificate-not-yet-valid': {
    line: 'The certificate of the server is not valid yet',
    meaning: 'The validity of the certificate that the server presents begins in the future. Nothing was sent to it.',
    actions: ['Make sure that the date and time of this computer are correct.', checkServer],
    lasting: true,
  },
  'certificate-wrong-name': {
    line: 'The certificate is for another host name',
    meaning: 'The certificate was not issued for the host of the URL. Nothing was sent to the server.',
    actions: [
      'Make sure that the host name in the URL is the one that the provider gave.',
      `${acceptNew} ${nothingSent}`,
    ],
    lasting: true,
  },
  'certificate-wrong-issuer': {
    line: 'The certificate is of another issuer',
    meaning:
      'The certificates of one issuer were accepted for this host name, and the server presented one of another issuer. Nothing was sent to it.',
    actions: [askProvider('whether the issuer of its certificates has changed'), `${acceptNew} ${nothingSent}`],
    lasting: true,
  },
  'upgrade-refused': {
    meaning: 'The server was reached, but it did not open a WebSocket.',
    actions: [
      'Make sure that path and port of the URL are those that the provider gave.',
      askProvider('whether the WebSocket endpoint is running at this URL'),
    ],
  },
  'no-upgrade': {
    meaning: 'The secure connection was set up, but the server did not open the WebSocket in time.',
    actions: [checkServer],
  },
  'no-connect-response': {
    meaning: 'The WebSocket was opened, but the cloud application did not answer the CONNECT REQUEST.',
    actions: ['Verify that the cloud application answers CONNECT REQUEST with CONNECT RESPONSE.', checkServer],
  },
  'closed-before-accepted': {
    meaning: 'The cloud application closed the connection instead of answering the CONNECT REQUEST.',
    actions: ['Verify that the cloud application answers CONNECT REQUEST with CONNECT RESPONSE.', checkServer],
  },
  'token-rejected': {
    line: 'Token rejected by the cloud application',
    meaning: 'The cloud application does not accept the token: it has expired or was withdrawn. A new one is needed.',
    actions: [renew, 'Make sure that the clock of this computer is right: tokens expire.'],
    lasting: true,
  },
  'no-pong': {
    line: 'No answer to pings',
    meaning: 'The connection was open, but the cloud application did not answer pings any more.',
    actions: [
      connectsAgain,
      'If it happens again and again, make sure that no firewall or proxy cuts long connections without traffic.',
      checkServer,
    ],
  },
  'closed-by-peer': {
    meaning: 'The cloud application closed the connection.',
    actions: [connectsAgain, askProvider('why, if it happens again and again')],
  },
  'connection-lost': {
    meaning: 'The network connection broke, without a farewell of the cloud application.',
    actions: [
      connectsAgain,
      'If it happens again and again, look for a firewall, proxy or load balancer that cuts connections.',
    ],
  },
  decoder: {
    meaning: 'The cloud application sent something that is no message, and exception.ignoreDecoder is false.',
    actions: [
      askProvider('to mend its messages; the reason above says what is wrong'),
      'To ignore such messages, set exception.ignoreDecoder to true (Properties).',
    ],
  },
  'too-big': {
    meaning: 'The cloud application sent a message over 16 MiB.',
    actions: [askProvider('to send smaller messages')],
  },
  'protocol-error': {
    meaning: 'The cloud application broke the rules of the WebSocket protocol.',
    actions: [askProvider('to mend its WebSocket server; the reason above says what is wrong')],
  },
  'too-slow': {
    meaning: 'The cloud application did not take what was sent to it, so that too much waited.',
    actions: [askProvider('whether its server is overloaded'), connectsAgain],
  },
  'closed-by-us': { meaning: 'It was closed from here.', actions: [] },
  'credentials-unreadable': {
    line: 'Credentials cannot be read',
    meaning:
      'The saved token cannot be decrypted: it was sealed on another computer or with another passphrase, or its key is lost.',
    actions: [
      'Where the key or the passphrase is still there: put vault.json and the key file (vault.key) back into the data folder, or give the passphrase (NBWSS_VAULT_PASSPHRASE or its file), and restart. Nothing has to be renewed then.',
      `Otherwise: ${renew.charAt(0).toLowerCase()}${renew.slice(1)}`,
    ],
    lasting: true,
  },
  'trust-store': {
    line: 'The accepted certificate cannot be read',
    meaning: 'The accepted certificate is missing from the trust store, or is damaged. Nothing was sent to the server.',
    actions: [
      'Accept the certificate of the server again (Renew credentials…).',
      ...errorCatalogue.trustStoreNotRead.actions,
    ],
    lasting: true,
  },
  internal: {
    meaning: 'An unexpected error in this service ended the attempt or the connection.',
    actions: errorCatalogue.internal.actions,
  },
} as const satisfies Record<string, CauseEntry>;

/** Why an attempt failed or a connection ended. */
export type FailureCause = keyof typeof connectionCauses;

/** What is told of a cause. */
export const causeEntry = (cause: FailureCause): CauseEntry => connectionCauses[cause];

const closeStatusMeanings: Record<string, string> = {
  NORMAL_CLOSURE: 'closed as planned',
  GOING_AWAY: 'one side is going down, or does not answer any more',
  PROTOCOL_ERROR: 'a rule of the WebSocket protocol was broken',
  CANNOT_ACCEPT: 'a kind of data was sent that is not accepted',
  NO_STATUS_CODE: 'closed without giving a reason',
  CLOSED_ABNORMALLY: 'the network connection broke without a farewell',
  NOT_CONSISTENT: 'a message could not be decoded',
  VIOLATED_POLICY: 'a policy was violated',
  TOO_BIG: 'a message was too big',
  NO_EXTENSION: 'an extension is missing',
  UNEXPECTED_CONDITION: 'an unexpected error on one side',
  SERVICE_RESTART: 'the server restarts',
  TRY_AGAIN_LATER: 'overloaded, to be tried again later',
  TLS_HANDSHAKE_FAILURE: 'the TLS handshake failed',
};

/** A close status in the vendor's name, and in words: `TOO_BIG: a message was too big`. */
export function closeStatusText(closeStatus: string): string {
  return `${closeStatus}: ${closeStatusMeanings[closeStatus] ?? 'a reason that only this server knows'}`;
}
