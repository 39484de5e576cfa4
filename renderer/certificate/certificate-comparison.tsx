import Box from '@mui/material/Box';
import useMediaQuery from '@mui/material/useMediaQuery';
import type { ReactNode } from 'react';
import { Fact, Facts } from '../feedback/facts.tsx';
import { SwapHorizontalIcon } from '../feedback/icons.tsx';
import { useNow } from '../feedback/now.ts';
import { texts } from '../texts.ts';
import {
  CertificateChain,
  type CertificateFact,
  CertificateFacts,
  certificateFacts,
  FactValue,
} from './certificate-facts.tsx';
import type { PresentedNow } from './use-new-certificate.ts';

/** Below this width of the window, in pixels, two columns of fingerprints cannot be read. */
const stackedBelow = 760;

interface Compared extends CertificateFact {
  readonly accepted: CertificateFact;
  readonly differs: boolean;
}

/** Decision 35: the accepted certificate and the presented one, side by side or, in a narrow window, one above the other. */
export function CertificateComparison({ now: { accepted, presented } }: { now: PresentedNow }) {
  const now = useNow();
  const stacked = useMediaQuery(`(max-width: ${stackedBelow}px)`);
  if (accepted === null) return <CertificateFacts certificate={presented} />;
  const before = certificateFacts(accepted.certificate, now);
  const facts = certificateFacts(presented, now).flatMap((fact, index): Compared[] => {
    const former = before[index];
    // An issuer and a server's certificate differ in everything: that says nothing.
    return former
      ? [{ ...fact, accepted: former, differs: accepted.trust === 'certificate' && former.value !== fact.value }]
      : [];
  });
  const label = texts.newCertificate;
  const parts = {
    facts,
    acceptedLabel: accepted.trust === 'issuer' ? label.acceptedIssuer : label.accepted,
    chain: <CertificateChain certificate={presented} />,
  };
  return stacked ? <Stacked {...parts} /> : <SideBySide {...parts} />;
}

interface Parts {
  facts: readonly Compared[];
  acceptedLabel: string;
  chain: ReactNode;
}

const cell = { textAlign: 'left', verticalAlign: 'top', p: 0.75, overflowWrap: 'anywhere' } as const;
/** The bar only underlines what the words say. */
const marked = { boxShadow: 'inset 3px 0 0 var(--nbwss-palette-warning-main)', bgcolor: 'band' };

function SideBySide({ facts, acceptedLabel, chain }: Parts) {
  const label = texts.newCertificate;
  const head = { ...cell, fontWeight: 600, borderBottom: 1, borderColor: 'divider' };
  const name = { ...cell, fontWeight: 'normal', color: 'text.secondary' };
  return (
    <Box component="table" sx={{ borderCollapse: 'collapse', tableLayout: 'fixed', width: '100%' }}>
      <thead>
        <tr>
          <Box component="th" scope="col" sx={{ ...head, width: 140 }}>
            {label.fact}
          </Box>
          <Box component="th" scope="col" sx={head}>
            {acceptedLabel}
          </Box>
          <Box component="th" scope="col" sx={head}>
            {label.presented}
          </Box>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.name}>
            <Box component="th" scope="row" sx={name}>
              {fact.name}
            </Box>
            <Box component="td" sx={cell}>
              {fact.accepted.shown}
            </Box>
            <Box component="td" sx={fact.differs ? { ...cell, ...marked } : cell}>
              <FactValue fact={fact} />
              {fact.differs && <Differs />}
            </Box>
          </tr>
        ))}
        <tr>
          <Box component="th" scope="row" sx={name}>
            {texts.certificate.chain}
          </Box>
          <td />
          <Box component="td" sx={cell}>
            {chain}
          </Box>
        </tr>
      </tbody>
    </Box>
  );
}

function Stacked({ facts, acceptedLabel, chain }: Parts) {
  const heading = { fontWeight: 600, pt: 0.5 };
  return (
    <>
      <Box sx={heading}>{acceptedLabel}</Box>
      <Facts>
        {facts.map((fact) => (
          <Fact key={fact.name} name={fact.name}>
            {fact.accepted.shown}
          </Fact>
        ))}
      </Facts>
      <Box sx={{ ...heading, borderTop: 1, borderColor: 'divider' }}>{texts.newCertificate.presented}</Box>
      <Facts>
        {facts.map((fact) => (
          <Fact key={fact.name} name={fact.name}>
            <Box sx={fact.differs ? { ...marked, pl: 0.75 } : {}}>
              <FactValue fact={fact} />
              {fact.differs && <Differs />}
            </Box>
          </Fact>
        ))}
        <Fact name={texts.certificate.chain}>{chain}</Fact>
      </Facts>
    </>
  );
}

function Differs() {
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 0.5,
        color: 'warning.main',
        fontSize: '0.75rem',
        fontWeight: 600,
      }}
    >
      <SwapHorizontalIcon aria-hidden="true" sx={{ fontSize: 14 }} />
      {texts.newCertificate.differs}
    </Box>
  );
}
