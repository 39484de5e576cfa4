import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { useNow } from '../feedback/now.ts';
import { daysUntil, formatTime } from '../feedback/time.ts';
import { useShell } from '../frame/shell.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import { texts } from '../texts.ts';
import { DetailsSection } from './details-section.tsx';

/** Decision 35: the accepted certificate, and a way to see it in full; the client certificate. */
export function CertificateDetails({ endpoint }: { endpoint: EndpointStatus }) {
  const now = useNow() / 1000;
  const label = texts.details;
  const { certificate } = endpoint;
  const { open } = useShell();
  const { viewCertificate } = useCapabilities();
  return (
    <DetailsSection heading={label.certificate}>
      {certificate === null ? (
        <Box>{label.certificateMissing}</Box>
      ) : (
        <Facts>
          <Fact name={texts.certificate.sha256}>
            <Fingerprint value={certificate.sha256Fingerprint} />
          </Fact>
          <Fact name={certificate.trust === 'issuer' ? label.issuerExpires : label.expires}>
            {formatTime(certificate.validTo * 1000)} ({texts.certificate.daysLeft(daysUntil(certificate.validTo, now))})
          </Fact>
          <Fact name={label.trust}>{certificate.trust === 'issuer' ? label.trustIssuer : label.trustCertificate}</Fact>
        </Facts>
      )}
      {viewCertificate && (
        <Button
          variant="outlined"
          sx={{ my: 0.75 }}
          onClick={() => open({ kind: 'view-certificate', hostName: endpoint.hostName })}
        >
          {texts.acceptedCertificate.view}
        </Button>
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
