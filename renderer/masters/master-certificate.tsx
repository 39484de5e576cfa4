import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import { useState } from 'react';
import type { PresentedCertificate } from '../../shared/certificate.ts';
import type { MasterHeader, PresentedByMaster } from '../../shared/masters.ts';
import { CertificateFacts } from '../certificate/certificate-facts.tsx';
import { CertificateWarnings } from '../certificate/certificate-verdict.tsx';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { Notice } from '../feedback/notice.tsx';
import { texts } from '../texts.ts';
import type { AcceptedTrust } from './master-draft.ts';

const label = texts.masterCertificate;

/** Something that can be trusted, and the certificate whose fingerprint is to be compared for it. */
interface Trustable {
  readonly id: 'certificate' | 'issuer' | 'ca';
  readonly name: string;
  readonly certificate: PresentedCertificate | undefined;
  readonly accepted: AcceptedTrust;
}

/** What of it can be trusted: the very certificate first, then its issuer or NetBackup's CA where there is one. */
export function trustables({ origin, server, ca }: PresentedByMaster): readonly Trustable[] {
  if (!server) return [];
  const own: Trustable = {
    id: 'certificate',
    name: label.trustCertificate,
    certificate: server,
    accepted: { origin, trust: 'certificate', certificate: server.pem, certificates: [server] },
  };
  const issuer = server.chain.at(-1);
  if (ca && ca.problem === null) {
    const { certificate } = ca;
    const accepted = { origin, trust: 'issuer' as const, certificate: certificate.pem, certificates: [certificate] };
    return [own, { id: 'ca', name: label.trustCa, certificate, accepted }];
  }
  if (ca || !issuer || !server.issuerTrustPossible) return [own];
  const accepted = { origin, trust: 'issuer' as const, certificate: issuer.pem, certificates: [] };
  return [own, { id: 'issuer', name: label.trustIssuer, certificate: undefined, accepted }];
}

/** What is trusted after all; "Trust this certificate only" is preset. */
export function useTrustChoice(presented: PresentedByMaster) {
  const [id, choose] = useState<Trustable['id']>('certificate');
  const options = trustables(presented);
  return { options, chosen: options.find((option) => option.id === id) ?? options[0], choose };
}

interface MasterCertificateProps {
  presented: PresentedByMaster;
  /** What was accepted before, when something was. */
  accepted: MasterHeader['trust'] | undefined;
  chosen: Trustable | undefined;
}

/** What a master server presents, in full, with what was accepted before: for a comparison by eye. */
export function MasterCertificate({ presented, accepted, chosen }: MasterCertificateProps) {
  const { origin, server, ca } = presented;
  if (!server) return <Notice severity="info">{texts.masterDialog.certificatePlain}</Notice>;
  const isCa = chosen?.id === 'ca' && chosen.certificate !== undefined;
  const shown = chosen?.certificate ?? server;
  return (
    <>
      <Box sx={{ overflowWrap: 'anywhere' }}>
        <Box sx={{ fontWeight: 600 }}>{label.of(origin)}</Box>
        <Box sx={{ color: 'text.secondary' }}>{label.unverified}</Box>
      </Box>
      {accepted && accepted.certificates.length > 0 && (
        <Facts>
          <Fact name={label.accepted}>
            {accepted.certificates.map(({ sha256Fingerprint }) => (
              <Fingerprint key={sha256Fingerprint} value={sha256Fingerprint} />
            ))}
          </Fact>
        </Facts>
      )}
      {ca?.problem != null && <Notice severity="warning">{label.caProblem(ca.problem)}</Notice>}
      {!isCa && <CertificateWarnings certificate={server} />}
      <Box sx={{ fontWeight: 600 }}>{isCa ? label.ca : label.server}</Box>
      <CertificateFacts certificate={shown} />
      {isCa && (
        <Facts>
          <Fact name={label.server}>
            {server.subject}
            <Fingerprint value={server.sha256Fingerprint} />
          </Fact>
        </Facts>
      )}
      <Box sx={{ color: 'text.secondary' }}>{isCa ? label.compareCa : label.compareServer}</Box>
    </>
  );
}

interface TrustOptionsProps {
  options: readonly Trustable[];
  chosen: Trustable | undefined;
  onChoose(id: Trustable['id']): void;
}

export function TrustOptions({ options, chosen, onChoose }: TrustOptionsProps) {
  if (!chosen) return null;
  return (
    <Box sx={{ px: 2.5, pt: 1, borderTop: 1, borderColor: 'divider' }}>
      <RadioGroup
        aria-label={label.trustLabel}
        name="master-trust"
        value={chosen.id}
        onChange={(_event, value) => {
          const option = options.find(({ id }) => id === value);
          if (option) onChoose(option.id);
        }}
      >
        {options.map(({ id, name }) => (
          <FormControlLabel key={id} value={id} control={<Radio />} label={name} />
        ))}
      </RadioGroup>
    </Box>
  );
}
