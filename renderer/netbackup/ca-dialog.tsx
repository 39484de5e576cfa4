import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { FetchedCa } from '../../shared/netbackup.ts';
import { CertificateExport } from '../certificate/certificate-export.tsx';
import { CertificateFactList } from '../certificate/certificate-facts.tsx';
import { CertificateQuestion } from '../certificate/certificate-question.tsx';
import { CertificateWarnings } from '../certificate/certificate-verdict.tsx';
import { pemFileName } from '../certificate/pem-file.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { Notice } from '../feedback/notice.tsx';
import { texts } from '../texts.ts';

interface CaDialogProps {
  fetched: FetchedCa;
  onAccept(): void;
  onReject(): void;
}

/** Shows the CA certificate that the server itself gave, and asks whether it is the right one. */
export function CaDialog({ fetched: { baseUrl, certificate, problem }, onAccept, onReject }: CaDialogProps) {
  const label = texts.netBackup.caDialog;
  return (
    <CertificateQuestion
      title={label.title}
      onReject={onReject}
      compared={certificate.sha256Fingerprint}
      answers={
        <>
          {/* What the server presented for itself is no part of the CA's chain. */}
          <CertificateExport
            described={{ heading: label.from(baseUrl), certificate, warnings: certificate.warnings, chain: [] }}
            fileName={pemFileName(new URL(baseUrl).hostname, 'ca')}
          />
          <Button variant="contained" onClick={onAccept}>
            {texts.certificate.accept}
          </Button>
          <Button onClick={onReject}>{texts.certificate.reject}</Button>
        </>
      }
    >
      <Box sx={{ overflowWrap: 'anywhere' }}>
        <Box sx={{ fontWeight: 600 }}>{label.from(baseUrl)}</Box>
        <Box sx={{ color: 'text.secondary' }}>{label.unverified}</Box>
      </Box>
      {problem === null ? <Notice severity="info">{label.fits}</Notice> : <Notice severity="warning">{problem}</Notice>}
      <CertificateWarnings certificate={certificate} />
      <Facts>
        <CertificateFactList certificate={certificate} />
        {certificate.chain.map((server) => (
          <Fact key={server.sha256Fingerprint} name={label.server}>
            {server.subject}
            <Fingerprint value={server.sha256Fingerprint} />
          </Fact>
        ))}
      </Facts>
      <Box sx={{ color: 'text.secondary' }}>{label.compare}</Box>
    </CertificateQuestion>
  );
}
