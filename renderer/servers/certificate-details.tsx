import Box from '@mui/material/Box';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { Notice } from '../feedback/notice.tsx';
import { useNow } from '../feedback/now.ts';
import { daysUntil, formatTime } from '../feedback/time.ts';
import { texts } from '../texts.ts';
import { DetailsSection } from './details-section.tsx';
import { certificateWarning } from './pane-warnings.tsx';

/** Decision 35: the accepted certificate, and that it expires soon. */
export function CertificateDetails({ endpoint }: { endpoint: EndpointStatus }) {
  const now = useNow() / 1000;
  const label = texts.details;
  const { certificate } = endpoint;
  const warning = certificateWarning(endpoint, now);
  return (
    <DetailsSection heading={label.certificate}>
      {warning !== undefined && <Notice severity="warning">{warning}</Notice>}
      {certificate === null ? (
        <Box>{label.certificateMissing}</Box>
      ) : (
        <Facts>
          <Fact name={texts.certificate.sha256}>
            <Fingerprint value={certificate.sha256Fingerprint} />
          </Fact>
          <Fact name={label.expires}>
            {formatTime(certificate.validTo * 1000)} ({texts.certificate.daysLeft(daysUntil(certificate.validTo, now))})
          </Fact>
          <Fact name={label.trust}>{certificate.trust === 'issuer' ? label.trustIssuer : label.trustCertificate}</Fact>
        </Facts>
      )}
      {endpoint.clientCertificate && (
        <Facts>
          <Fact name={texts.clientCertificate.label}>
            {endpoint.clientCertificate.subject}
            <br />
            {formatTime(endpoint.clientCertificate.validTo * 1000)} (
            {texts.certificate.daysLeft(daysUntil(endpoint.clientCertificate.validTo, now))})
          </Fact>
        </Facts>
      )}
    </DetailsSection>
  );
}
