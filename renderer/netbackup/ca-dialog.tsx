import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import type { FetchedCa } from '../../shared/netbackup.ts';
import { CertificateExport } from '../certificate/certificate-export.tsx';
import { pemFileName } from '../certificate/pem-file.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { Notice } from '../feedback/notice.tsx';
import { CertificateFactList } from '../server-dialog/certificate-facts.tsx';
import { CertificateWarnings } from '../server-dialog/certificate-verdict.tsx';
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
    <Dialog
      open
      onClose={(_event, reason) => reason === 'escapeKeyDown' && onReject()}
      aria-labelledby="ca-title"
      maxWidth="sm"
      fullWidth
    >
      <DialogTitle id="ca-title">{label.title}</DialogTitle>
      <DialogContent tabIndex={0} sx={{ display: 'flex', flexDirection: 'column', gap: 1.25 }}>
        <Box sx={{ overflowWrap: 'anywhere' }}>
          <Box sx={{ fontWeight: 600 }}>{label.from(baseUrl)}</Box>
          <Box sx={{ color: 'text.secondary' }}>{label.unverified}</Box>
        </Box>
        {problem === null ? (
          <Notice severity="info">{label.fits}</Notice>
        ) : (
          <Notice severity="warning">{problem}</Notice>
        )}
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
      </DialogContent>
      <DialogActions>
        {/* What the server presented for itself is no part of the CA's chain. */}
        <CertificateExport
          described={{ heading: label.from(baseUrl), certificate, warnings: certificate.warnings, chain: [] }}
          fileName={pemFileName(new URL(baseUrl).hostname, 'ca')}
        />
        <Button variant="contained" onClick={onAccept}>
          {texts.certificate.accept}
        </Button>
        <Button onClick={onReject}>{texts.certificate.reject}</Button>
      </DialogActions>
    </Dialog>
  );
}
