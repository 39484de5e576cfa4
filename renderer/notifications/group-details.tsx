import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { Ref } from 'react';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { Fact, Facts } from '../feedback/facts.tsx';
import { formatTime } from '../feedback/time.ts';
import { detailsBelowList } from '../frame/pane-styles.ts';
import { useCapabilities } from '../masters/masters-context.ts';
import { FactColumns, RecordDetails } from '../records/record-details.tsx';
import { texts } from '../texts.ts';
import { type GroupRow, stateText } from './group-rows.ts';
import { Plots } from './plots.tsx';
import { WaitingBatchView } from './waiting-batch.tsx';

const label = texts.notifications;

/** The heading may cut a longer name. */
const longName = 40;

interface GroupDetailsProps {
  row: GroupRow;
  /** Epoch milliseconds. */
  now: number;
  sampledAt: number | null;
  ref: Ref<HTMLElement>;
  onClose(): void;
  onDiscard(): void;
}

/** What is known of the selected group: its last hour, and the batch that waits. */
export function GroupDetails({ row, now, sampledAt, ref, onClose, onDiscard }: GroupDetailsProps) {
  const { columns } = label;
  const { withoutEndpointSince, keptUntil, oldest, problem } = row;
  const discard = (
    <Button onClick={onDiscard} color="error" variant="outlined">
      {label.discard}
    </Button>
  );
  const isFull = useCapabilities().notifications === 'full';
  const canDiscard = isFull && (row.undelivered > 0 || withoutEndpointSince !== null);
  return (
    <RecordDetails
      title={shownIdentifier(row.groupId)}
      onClose={onClose}
      ref={ref}
      action={canDiscard ? discard : undefined}
    >
      <FactColumns>
        <Facts>
          <Fact name={columns.state}>{stateText(row, now)}</Fact>
          {withoutEndpointSince === null && <Fact name={columns.servedBy}>{row.servedBy ?? label.nobody}</Fact>}
          {withoutEndpointSince !== null && (
            <Fact name={label.withoutEndpointSince}>{formatTime(withoutEndpointSince)}</Fact>
          )}
          {keptUntil !== null && <Fact name={label.keptUntil}>{formatTime(keptUntil)}</Fact>}
          {problem !== null && <Fact name={label.problem}>{problem}</Fact>}
        </Facts>
        <Facts>
          <Fact name={columns.delivered}>{label.number(row.delivered)}</Fact>
          <Fact name={columns.undelivered}>{label.number(row.undelivered)}</Fact>
          <Fact name={columns.oldest}>{oldest === null ? label.nobody : formatTime(oldest)}</Fact>
        </Facts>
      </FactColumns>
      {row.groupId.length > longName && (
        <Facts>
          <Fact name={columns.group}>{shownIdentifier(row.groupId)}</Fact>
        </Facts>
      )}
      {isFull && (
        <>
          <Box sx={{ mt: 1 }}>
            <Plots groupId={row.groupId} sampledAt={sampledAt} />
          </Box>
          <WaitingBatchView group={row} />
        </>
      )}
    </RecordDetails>
  );
}

/** The last hour of all groups together, while none is selected. */
export function AllGroups({ sampledAt }: { sampledAt: number | null }) {
  return (
    <Box
      component="section"
      aria-label={label.allGroups}
      tabIndex={0}
      sx={{
        ...detailsBelowList('50%'),
        px: 1.5,
        py: 0.75,
      }}
    >
      <Typography variant="h2">{label.allGroups}</Typography>
      <Plots groupId={null} sampledAt={sampledAt} />
    </Box>
  );
}
