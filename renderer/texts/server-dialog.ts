import { notificationCount, plural } from './wording.ts';

/** D-16; only where the master server tells it. */
const triedWithin = (seconds: number | null) =>
  seconds === null ? '' : ` Unless its group has a connection, it is tried within ${seconds} seconds at the latest.`;

export const serverDialogTexts = {
  serverDialog: {
    title: 'WebSocket Server', // D-1
    option: 'Select an option', // D-3
    file: 'FILE',
    url: 'URL',
    browse: 'Browse',
    noFile: 'No file chosen. You can also drop the file here.',
    fileNotRead: 'The file cannot be read',
    oneFile: 'One file defines one endpoint: drop one file.',
    urlField: 'URL',
    urlPlaceholder: 'https://host/path of the endpoint details',
    validate: 'Validate',
    information: 'Server Information', // D-10
    hostName: 'Host Name:',
    endpoint: 'WebSocket Server Endpoint:',
    groupId: 'Group ID:',
    token: 'Token:',
    view: 'View', // D-14
    hide: 'Hide',
    addHost: 'Add Host', // D-15
    reading: 'Reading the file…',
    validating: 'Fetching the certificate…',
    fetching: 'Fetching the endpoint details…',
    adding: 'Adding the host…',
    accepted: 'The certificate was accepted.',
    rejected: 'The certificate was rejected. Nothing has been saved.',
    notValidated: 'Click Validate to see the certificate of the server.',
    renews: (host: string) => `Renew the credentials of ${host}`,
    renewsHint:
      'Token, certificate, priority, group and URL are replaced in one step. A live connection is closed and opened again with the new ones.',
    renewsByDeleting:
      'This master server cannot replace credentials in one step: the endpoint is deleted there and added again with the new ones. Its group is without it for a moment. If adding fails after that, the endpoint is gone until you add it again; the former token is not known here.',
    renew: 'Renew',
    deleteAndAdd: 'Delete and add',
    renewing: 'Renewing the credentials…',
    renewed: (host: string, priority: number, seconds: number | null) =>
      `Renewed the credentials of ${host}, priority ${priority}.${triedWithin(seconds)}`,
    renewedDeactivated: (host: string) => `Renewed the credentials of ${host}. It stays deactivated.`,
    added: (host: string, priority: number, seconds: number | null) =>
      `Added ${host}, priority ${priority}.${triedWithin(seconds)}`, // decision 37
    takenOver: (count: number) => `It takes over the backlog of its group: ${notificationCount(count)}.`, // decision 20
  },

  certificate: {
    title: 'SSL Certificate', // D-9
    detailsServer: 'Certificate of the server that holds the endpoint details',
    endpointServer: (host: string) => `Certificate of the WebSocket server ${host}`,
    forOther: (names: string) => (names === '' ? 'It names no host at all.' : `It is for ${names}.`),
    afterDetailsServer: 'The details were read. This is the certificate of the endpoint itself.',
    subject: 'Subject',
    issuer: 'Issuer',
    alternativeNames: 'Alternative names',
    validFrom: 'Valid from',
    validTo: 'Valid to',
    daysLeft: (days: number) =>
      days < 0
        ? `expired ${plural(-days, 'day', 'days')} ago`
        : days === 0
          ? 'expires today'
          : `${plural(days, 'day', 'days')} left`,
    serialNumber: 'Serial number',
    key: 'Public key',
    signature: 'Signature',
    sha256: 'SHA-256',
    sha1: 'SHA-1',
    chain: 'Chain',
    chainEmpty: 'The server sent no further certificate.',
    chainUntil: (date: string) => `valid to ${date}`,
    ifOther:
      'Accept a certificate for another host name only if the provider confirms its fingerprint. Otherwise reject it, and ask for correct endpoint details.',
    compare: 'Compare the SHA-256 fingerprint with the one that the provider gave you by another way.',
    trustLabel: 'What to trust',
    trustCertificate: 'Trust this certificate only',
    trustIssuer: 'Trust certificates of this issuer for this host name',
    trustIssuerNot: 'Not possible: the server sends no issuer, or its certificate is for another host name.',
    accept: 'Accept',
    reject: 'Reject',
  },

  clientCertificate: {
    label: 'Client certificate',
    none: 'None. Few servers ask for one.',
    kept: (subject: string, date: string) => `Saved: ${subject}, valid to ${date}`,
    removed: 'The saved one is removed with Renew.',
    choose: 'Choose PEM file…',
    remove: 'Remove',
    passphrase: 'Passphrase',
    passphraseHint: 'Only when the private key in the file is encrypted. It is not saved.',
    empty: 'It is empty.',
    tooLarge: 'A client certificate with its key has at most 128 KiB.',
  },

  newCertificate: {
    title: 'Accept new certificate', // decision 35
    of: (host: string) => `Certificate of the WebSocket server ${host}`,
    fetching: 'Fetching the certificate that the server presents now…',
    accepting: 'Accepting the certificate…',
    fact: 'Certificate',
    accepted: 'Accepted',
    acceptedIssuer: 'Accepted issuer',
    presented: 'Presented now',
    differs: 'differs',
    acceptedMissing: 'The trust store cannot give the accepted certificate, so there is nothing to compare with.',
    issuerCompared:
      'Certificates of the issuer on the left were accepted for this host name. The certificate on the right does not come from it, or is for another host name.',
    unchanged: 'The server presents the accepted certificate again. There is nothing to accept.',
    unchangedButWarned:
      'The server presents the accepted certificate again. To accept it in spite of the following, choose Accept.',
    done: (host: string) =>
      `Accepted the new certificate of ${host}. It is tried at once, or by the next run of the connection process.`,
  },
} as const;
