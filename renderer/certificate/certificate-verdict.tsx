import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import type { PresentedCertificate, Trust } from '../../shared/certificate.ts';
import { certificateWarningTexts } from '../../shared/certificate-text.ts';
import { Notice } from '../feedback/notice.tsx';
import { texts } from '../texts.ts';

/** Decision 34: what is wrong with a certificate, in plain words. Accepting it means these, too. */
export function CertificateWarnings({ certificate }: { certificate: WarnedCertificate }) {
  const { warnings, alternativeNames } = certificate;
  if (warnings.length === 0) return null;
  const isForOther = warnings.includes('host-name-mismatch');
  return (
    <Notice severity="warning">
      {warnings.map((warning) => (
        <Box key={warning} sx={warning === 'host-name-mismatch' ? { fontWeight: 600 } : {}}>
          {certificateWarningTexts[warning]}
        </Box>
      ))}
      {isForOther && <Box sx={{ mt: 0.5 }}>{texts.certificate.forOther(alternativeNames.join(', '))}</Box>}
    </Notice>
  );
}

type WarnedCertificate = Pick<PresentedCertificate, 'warnings' | 'alternativeNames'>;

interface TrustChoiceProps {
  certificate: PresentedCertificate;
  trust: Trust;
  onTrust(trust: Trust): void;
}

/** Decision 35: this certificate only, or those of its issuer. Both are always shown; the second may not be possible. */
export function TrustChoice({ certificate, trust, onTrust }: TrustChoiceProps) {
  const label = texts.certificate;
  return (
    <Box sx={{ px: 2.5, pt: 1, borderTop: 1, borderColor: 'divider' }}>
      <RadioGroup
        aria-label={label.trustLabel}
        name="trust"
        value={trust}
        onChange={(_event, value) => onTrust(value === 'issuer' ? 'issuer' : 'certificate')}
      >
        <FormControlLabel value="certificate" control={<Radio />} label={label.trustCertificate} />
        <FormControlLabel
          value="issuer"
          control={<Radio />}
          label={label.trustIssuer}
          disabled={!certificate.issuerTrustPossible}
        />
      </RadioGroup>
      {!certificate.issuerTrustPossible && <Box sx={{ color: 'text.secondary', pl: 3 }}>{label.trustIssuerNot}</Box>}
    </Box>
  );
}
