import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { PresentedCertificate, Trust } from '../../shared/certificate.ts';
import { Notice } from '../feedback/notice.tsx';
import { WarningLines } from '../feedback/warning-lines.tsx';
import { texts } from '../texts.ts';
import { CertificateExport } from './certificate-export.tsx';
import { CertificateFacts } from './certificate-facts.tsx';
import { CertificateQuestion } from './certificate-question.tsx';
import { CertificateWarnings, TrustChoice } from './certificate-verdict.tsx';
import { pemFileName } from './pem-file.ts';

/** Whose certificate it is. */
export type CertificateSubject =
  | {
      readonly kind: 'endpoint';
      readonly hostName: string;
      readonly url: string;
      readonly wasDownloaded: boolean;
      /** Of the details: what is to be known before the certificate is accepted. */
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'details-server'; readonly url: string };

interface CertificateDialogProps {
  certificate: PresentedCertificate;
  subject: CertificateSubject;
  onAccept(trust: Trust): void;
  onReject(): void;
}

/** D-9, decisions 33 to 35: shows a certificate in full and asks whether it is accepted, with the warnings it has. */
export function CertificateDialog({ certificate, subject, onAccept, onReject }: CertificateDialogProps) {
  const [trust, setTrust] = useState<Trust>('certificate');
  const label = texts.certificate;
  const heading = subject.kind === 'details-server' ? label.detailsServer : label.endpointServer(subject.hostName);
  return (
    <CertificateQuestion
      title={label.title}
      onReject={onReject}
      compared={certificate.sha256Fingerprint}
      // A details server is trusted for this one download; there is no issuer to choose.
      choice={subject.kind === 'endpoint' && <TrustChoice certificate={certificate} trust={trust} onTrust={setTrust} />}
      answers={
        <>
          <CertificateExport
            described={{ heading, certificate, warnings: certificate.warnings, chain: certificate.chain }}
            fileName={pemFileName(subject.kind === 'details-server' ? new URL(subject.url).hostname : subject.hostName)}
          />
          <Button variant="contained" onClick={() => onAccept(trust)}>
            {label.accept}
          </Button>
          <Button onClick={onReject}>{label.reject}</Button>
        </>
      }
    >
      <Box sx={{ overflowWrap: 'anywhere' }}>
        <Box sx={{ fontWeight: 600 }}>{heading}</Box>
        <Box sx={{ color: 'text.secondary' }}>{subject.url}</Box>
        {subject.kind === 'endpoint' && subject.wasDownloaded && <Box>{label.afterDetailsServer}</Box>}
      </Box>
      {subject.kind === 'endpoint' && subject.warnings.length > 0 && (
        <Notice severity="warning">
          <WarningLines warnings={subject.warnings} />
        </Notice>
      )}
      <CertificateWarnings certificate={certificate} />
      <CertificateFacts certificate={certificate} />
      <Box sx={{ color: 'text.secondary' }}>{label.compare}</Box>
      {certificate.warnings.includes('host-name-mismatch') && (
        <Box sx={{ color: 'text.secondary' }}>{label.ifOther}</Box>
      )}
    </CertificateQuestion>
  );
}
