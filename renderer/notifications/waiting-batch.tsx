import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { GroupNotifications, WaitingBatch } from '../../shared/notification-status.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { ContentCopyIcon } from '../feedback/icons.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { formatTime } from '../feedback/time.ts';
import { useShell } from '../frame/shell.tsx';
import { TextBlock } from '../records/record-details.tsx';
import { texts } from '../texts.ts';
import { useWaitingBatch } from './use-notifications.ts';

const label = texts.notifications;

/** Decision 21: the NOTIFICATION REQUEST of a group that waits for its acknowledgement. */
export function WaitingBatchView({ group }: { group: GroupNotifications }) {
  const { value: batch, problem } = useWaitingBatch(group);
  return (
    <Box sx={{ mt: 1 }}>
      <Typography variant="h3">{label.batch}</Typography>
      {problem && <ProblemAlert problem={problem} />}
      {group.inFlight === 0 ? (
        <Box sx={{ color: 'text.secondary' }}>{label.noBatch}</Box>
      ) : (
        batch && <Batch batch={batch} />
      )}
    </Box>
  );
}

function Batch({ batch: { id, count, since, timesSent, lastSent, json } }: { batch: WaitingBatch }) {
  const { announce } = useShell();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(json);
      announce(texts.common.copied(label.message));
    } catch {
      announce(texts.common.notCopied);
    }
  };
  return (
    <>
      <Facts>
        <Fact name={label.batchId}>{id}</Fact>
        <Fact name={label.batchCount}>{label.number(count)}</Fact>
        <Fact name={label.batchSince}>{formatTime(since)}</Fact>
        <Fact name={label.batchSent}>
          {lastSent === null ? label.batchNotSent : label.batchSentTimes(timesSent, formatTime(lastSent))}
        </Fact>
      </Facts>
      <Box sx={{ position: 'relative' }}>
        <TextBlock label={label.message} text={json} />
        <Button
          startIcon={<ContentCopyIcon />}
          onClick={() => void copy()}
          sx={{ position: 'absolute', top: -6, right: 0 }}
        >
          {texts.common.copy}
        </Button>
      </Box>
    </>
  );
}
