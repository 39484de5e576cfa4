import Button from '@mui/material/Button';
import type { MasterHeader, PresentedByMaster } from '../../shared/masters.ts';
import { CertificateExport } from '../certificate/certificate-export.tsx';
import { CertificateQuestion } from '../certificate/certificate-question.tsx';
import { pemFileName } from '../certificate/pem-file.ts';
import { texts } from '../texts.ts';
import { MasterCertificate, TrustOptions, useTrustChoice } from './master-certificate.tsx';
import type { AcceptedTrust } from './master-draft.ts';

const label = texts.masterCertificate;

interface MasterCertificateDialogProps {
  presented: PresentedByMaster;
  accepted: MasterHeader['trust'] | undefined;
  onAccept(trust: AcceptedTrust): void;
  onReject(): void;
}

/** Shows what a master server presents, as an endpoint's certificate is shown, and asks whether it is accepted. */
export function MasterCertificateDialog({ presented, accepted, onAccept, onReject }: MasterCertificateDialogProps) {
  const { options, chosen, choose } = useTrustChoice(presented);
  const { origin, server } = presented;
  return (
    <CertificateQuestion
      title={label.title}
      onReject={onReject}
      compared={(chosen?.certificate ?? server)?.sha256Fingerprint}
      choice={<TrustOptions options={options} chosen={chosen} onChoose={choose} />}
      answers={
        <>
          {server && (
            <CertificateExport
              described={{
                heading: label.of(origin),
                certificate: server,
                warnings: server.warnings,
                chain: server.chain,
              }}
              fileName={pemFileName(new URL(origin).hostname)}
            />
          )}
          <Button variant="contained" onClick={() => chosen && onAccept(chosen.accepted)}>
            {texts.certificate.accept}
          </Button>
          <Button onClick={onReject}>{texts.certificate.reject}</Button>
        </>
      }
    >
      <MasterCertificate presented={presented} accepted={accepted} chosen={chosen} />
    </CertificateQuestion>
  );
}
