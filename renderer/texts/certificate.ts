export const certificateTexts = {
  certificateExport: {
    copyAsText: 'Copy as text',
    exportPem: 'Export PEM…',
    /** What "Copied: …" names. */
    asText: 'the certificate as text',
    warning: 'Warning',
    chainLink: (subject: string, date: string, fingerprint: string) =>
      `${subject}, valid to ${date}, SHA-256 ${fingerprint}`,
  },

  acceptedCertificate: {
    view: 'View certificate…',
    title: (host: string) => `SSL Certificate of ${host}`,
    reading: 'Reading the accepted certificate…',
    trusted: 'Trusted',
    ownCertificate: 'The accepted certificate. Nothing is sent to a server that presents another one.',
    issuer:
      'The certificate of the accepted issuer, as the trust store holds it. The server has to present a certificate that it issued for this host name.',
    firstOwn: 'When accepted, the server presented (SHA-256)',
    acceptedWith: 'Accepted in spite of',
  },
} as const;
