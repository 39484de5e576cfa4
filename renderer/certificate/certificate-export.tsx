import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { CopyButton } from '../feedback/copy-button.tsx';
import { DownloadIcon } from '../feedback/icons.tsx';
import { saveFile } from '../feedback/save-file.ts';
import { texts } from '../texts.ts';
import { certificateAsText, type DescribedCertificate } from './certificate-as-text.ts';
import { pemText } from './pem-file.ts';

interface CertificateExportProps {
  described: DescribedCertificate;
  fileName: string;
}

/** Takes a certificate elsewhere: all of its facts as text, and itself with its chain, where known, as a PEM file. */
export function CertificateExport({ described, fileName }: CertificateExportProps) {
  const label = texts.certificateExport;
  const { certificate, chain } = described;
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 0.5, mr: 'auto' }}>
      <CopyButton label={label.copyAsText} name={label.asText} value={certificateAsText(described, Date.now())} />
      <Button
        startIcon={<DownloadIcon />}
        onClick={() => saveFile(fileName, 'application/x-pem-file', [pemText([certificate, ...chain])])}
      >
        {label.exportPem}
      </Button>
    </Box>
  );
}
