import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useRef } from 'react';
import type { MasterStatus } from '../../shared/masters.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Fingerprint } from '../feedback/fingerprint.tsx';
import { useNow } from '../feedback/now.ts';
import { ProblemText } from '../feedback/problem-text.tsx';
import { FactColumns, RecordDetails } from '../records/record-details.tsx';
import { texts } from '../texts.ts';
import { MasterRemedy } from './master-remedy.tsx';
import { answerText, askedText, MasterState } from './overview-columns.tsx';

const label = texts.masters;
const { columns } = label;

interface MasterDetailsProps {
  master: MasterStatus;
  /** Shows its WebSocket servers. */
  onOpen(): void;
  onClose(): void;
}

/** What is known of the selected master server: what is wrong with what helps, then its figures, then whom is trusted. */
export function MasterDetails({ master, onOpen, onClose }: MasterDetailsProps) {
  const details = useRef<HTMLElement>(null);
  const now = useNow();
  const { counts, origin, version, trust, pollSeconds, problem } = master;
  return (
    <RecordDetails
      title={master.name}
      onClose={onClose}
      ref={details}
      action={<Button onClick={onOpen}>{label.open}</Button>}
    >
      {problem && (
        <Box sx={{ mb: 1 }}>
          <ProblemText problem={problem} />
          <Box sx={{ mt: 0.75 }}>
            <MasterRemedy master={master} />
          </Box>
        </Box>
      )}
      <FactColumns>
        <Facts>
          <Fact name={columns.kind}>{label.kinds[master.kind]}</Fact>
          {origin !== null && <Fact name={label.origin}>{origin}</Fact>}
          <Fact name={columns.state}>
            <MasterState state={master.state} />
          </Fact>
          {pollSeconds !== null && <Fact name={columns.lastAnswer}>{answerText(master, now)}</Fact>}
          {version !== '' && <Fact name={label.version}>{version}</Fact>}
        </Facts>
        <Facts>
          {counts && (
            <>
              <Fact name={label.endpoints}>{texts.notifications.number(counts.endpoints)}</Fact>
              <Fact name={columns.connected}>{label.connectedFact(counts.connected, counts.activated)}</Fact>
              <Fact name={columns.groups}>{texts.notifications.number(counts.groupsWithoutConnection)}</Fact>
              {counts.undelivered !== null && (
                <Fact name={columns.undelivered}>{texts.notifications.number(counts.undelivered)}</Fact>
              )}
            </>
          )}
        </Facts>
        {pollSeconds !== null && (
          <Facts>
            <Fact name={label.account}>{accountText(master)}</Fact>
            <Fact name={label.period}>{askedText(master, now)}</Fact>
            {trust && (
              <Fact name={label.trust}>
                {trust.trust === 'issuer' ? label.trustIssuer : label.trustCertificate}
                {trust.certificates.map(({ sha256Fingerprint }) => (
                  <Fingerprint key={sha256Fingerprint} value={sha256Fingerprint} />
                ))}
              </Fact>
            )}
          </Facts>
        )}
      </FactColumns>
    </RecordDetails>
  );
}

function accountText({ credentials }: MasterStatus): string {
  const { accounts } = label;
  return credentials.kind === 'password' ? accounts.password(credentials.userName) : accounts[credentials.kind];
}
