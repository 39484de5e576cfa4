import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { AcceptedCertificate } from '../../shared/certificate.ts';
import { certificateWarningTexts } from '../../shared/certificate-text.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { StepProgress } from '../feedback/step-progress.tsx';
import { texts } from '../texts.ts';
import { CertificateExport } from './certificate-export.tsx';
import { CertificateFactList } from './certificate-facts.tsx';
import { CertificateWarnings } from './certificate-verdict.tsx';
import { pemFileName } from './pem-file.ts';
import { useAcceptedCertificate } from './use-accepted-certificate.ts';

/** Decision 35: what was accepted for a saved endpoint, in full, with what is wrong with it today. */
export function ViewCertificateDialog({ hostName, onClose }: { hostName: string; onClose(): void }) {
  const { step, retry } = useAcceptedCertificate(hostName);
  const label = texts.acceptedCertificate;
  const title = label.title(hostName);
  return (
    <Dialog open onClose={onClose} aria-labelledby="view-certificate-title" maxWidth="sm" fullWidth>
      <DialogTitle id="view-certificate-title" sx={{ overflowWrap: 'anywhere' }}>
        {title}
      </DialogTitle>
      <DialogContent tabIndex={0} sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
        {step.kind === 'reading' && <StepProgress text={label.reading} />}
        {step.kind === 'failed' && <ProblemAlert problem={step.problem} />}
        {step.kind === 'read' && <Accepted accepted={step.accepted} />}
      </DialogContent>
      <DialogActions>
        {step.kind === 'read' && (
          <CertificateExport
            described={{
              heading: step.accepted.trust === 'issuer' ? `${title}: ${texts.certificate.issuer}` : title,
              certificate: step.accepted.certificate,
              warnings: step.accepted.warnings,
              chain: [],
            }}
            fileName={pemFileName(hostName, step.accepted.trust === 'issuer' ? 'issuer' : undefined)}
          />
        )}
        {step.kind === 'failed' && (
          <Button variant="contained" onClick={retry}>
            {texts.servers.retry}
          </Button>
        )}
        <Button onClick={onClose} autoFocus>
          {texts.common.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Accepted({ accepted }: { accepted: AcceptedCertificate }) {
  const { trust, certificate, acceptedWarnings, sha256Fingerprint } = accepted;
  const label = texts.acceptedCertificate;
  const isIssuer = trust === 'issuer';
  return (
    <>
      <Box sx={{ color: 'text.secondary' }}>{isIssuer ? label.issuer : label.ownCertificate}</Box>
      <CertificateWarnings certificate={{ ...accepted.certificate, warnings: accepted.warnings }} />
      <Facts>
        <Fact name={label.trusted}>{isIssuer ? texts.details.trustIssuer : texts.details.trustCertificate}</Fact>
        <CertificateFactList certificate={certificate} />
        {isIssuer && (
          <Fact name={label.firstOwn}>
            <Fingerprint value={sha256Fingerprint} />
          </Fact>
        )}
        {acceptedWarnings.length > 0 && (
          <Fact name={label.acceptedWith}>
            {acceptedWarnings.map((warning) => (
              <div key={warning}>{certificateWarningTexts[warning]}</div>
            ))}
          </Fact>
        )}
      </Facts>
    </>
  );
}
