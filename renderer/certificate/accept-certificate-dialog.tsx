import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { Trust } from '../../shared/certificate.ts';
import { Notice } from '../feedback/notice.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { StepProgress } from '../feedback/step-progress.tsx';
import { texts } from '../texts.ts';
import { CertificateComparison } from './certificate-comparison.tsx';
import { CertificateExport } from './certificate-export.tsx';
import { CertificateQuestion } from './certificate-question.tsx';
import { CertificateWarnings, TrustChoice } from './certificate-verdict.tsx';
import { pemFileName } from './pem-file.ts';
import { canAccept, isAcceptedOne, type PresentedNow, useNewCertificate } from './use-new-certificate.ts';

interface AcceptCertificateDialogProps {
  hostName: string;
  onClose(): void;
  onAccepted(): void;
}

/** Decision 35: shows what the server presents now beside what was accepted, and asks whether that is accepted, too. */
export function AcceptCertificateDialog({ hostName, onClose, onAccepted }: AcceptCertificateDialogProps) {
  const { step, fetch, accept } = useNewCertificate(hostName, onAccepted);
  const [chosen, setTrust] = useState<Trust>();
  const label = texts.newCertificate;
  const now = 'now' in step ? step.now : undefined;
  const acceptable = now !== undefined && canAccept(now);
  const trust = chosen === 'issuer' && now?.presented.issuerTrustPossible ? 'issuer' : 'certificate';
  return (
    <CertificateQuestion
      title={label.title}
      maxWidth="md"
      onReject={onClose}
      compared={acceptable ? now.presented.sha256Fingerprint : undefined}
      choice={now && acceptable && <TrustChoice certificate={now.presented} trust={trust} onTrust={setTrust} />}
      answers={
        <>
          {now && (
            <CertificateExport
              described={{
                heading: `${label.of(hostName)} (${label.presented})`,
                certificate: now.presented,
                warnings: now.presented.warnings,
                chain: now.presented.chain,
              }}
              fileName={pemFileName(hostName)}
            />
          )}
          {step.kind === 'accepting' && <StepProgress text={label.accepting} />}
          {step.kind === 'failed' && (
            <Button variant="contained" onClick={() => void fetch()}>
              {texts.servers.retry}
            </Button>
          )}
          {now && acceptable && (
            <Button variant="contained" disabled={step.kind === 'accepting'} onClick={() => void accept(now, trust)}>
              {texts.certificate.accept}
            </Button>
          )}
          <Button onClick={onClose}>
            {step.kind === 'shown' ? (acceptable ? texts.certificate.reject : texts.common.close) : texts.common.cancel}
          </Button>
        </>
      }
    >
      <Box sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{label.of(hostName)}</Box>
      {step.kind === 'fetching' && <StepProgress text={label.fetching} />}
      {step.kind === 'failed' && <ProblemAlert problem={step.problem} />}
      {now && (
        <>
          <Remark now={now} />
          <CertificateWarnings certificate={now.presented} />
          <CertificateComparison now={now} />
          {acceptable && <Box sx={{ color: 'text.secondary' }}>{texts.certificate.compare}</Box>}
        </>
      )}
    </CertificateQuestion>
  );
}

/** Says what the comparison alone does not. */
function Remark({ now }: { now: PresentedNow }) {
  const label = texts.newCertificate;
  if (isAcceptedOne(now))
    return <Notice severity="info">{canAccept(now) ? label.unchangedButWarned : label.unchanged}</Notice>;
  if (now.accepted === null) return <Notice severity="info">{label.acceptedMissing}</Notice>;
  return now.accepted.trust === 'issuer' ? <Notice severity="info">{label.issuerCompared}</Notice> : null;
}
