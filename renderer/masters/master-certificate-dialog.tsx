import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { MasterHeader, PresentedByMaster } from '../../shared/masters.ts';
import { CertificateExport } from '../certificate/certificate-export.tsx';
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
    <Dialog
      open
      onClose={(_event, reason) => reason === 'escapeKeyDown' && onReject()}
      aria-labelledby="master-certificate-title"
      maxWidth="sm"
      fullWidth
    >
      <DialogTitle id="master-certificate-title">{label.title}</DialogTitle>
      <DialogContent tabIndex={0} sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
        <MasterCertificate presented={presented} accepted={accepted} chosen={chosen} />
      </DialogContent>
      <TrustOptions options={options} chosen={chosen} onChoose={choose} />
      <DialogActions>
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
      </DialogActions>
    </Dialog>
  );
}
