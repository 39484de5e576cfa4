import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { GivenUp } from '../../shared/notification-status.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { formatShort } from '../feedback/figures.ts';
import { formatTime } from '../feedback/time.ts';
import { Waiting } from '../feedback/waiting.tsx';
import { texts } from '../texts.ts';

const label = texts.notifications;

/** Decision 24: nothing is dropped silently; what was given up, the latest first. */
export function GivenUpView({ givenUp }: { givenUp: readonly GivenUp[] }) {
  if (givenUp.length === 0) return <Waiting title={label.givenUpEmpty} hint={label.givenUpHint} />;
  const { time, group, count, range, why } = label.givenUpColumns;
  return (
    <Box sx={{ flex: 1, minHeight: 0, overflow: 'auto' }} tabIndex={0} role="region" aria-label={label.givenUpTable}>
      <Table size="small" stickyHeader aria-label={label.givenUpTable} sx={{ '& td, & th': { fontSize: '0.75rem' } }}>
        <TableHead>
          <TableRow>
            {[time, group, count, range, why].map((text) => (
              <TableCell
                key={text}
                sx={{ bgcolor: 'band', fontWeight: 600, textAlign: text === count ? 'right' : 'left' }}
              >
                {text}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {givenUp.map((loss) => (
            <TableRow key={`${loss.time} ${loss.groupId} ${loss.from}`} sx={{ verticalAlign: 'top' }}>
              <TableCell sx={{ whiteSpace: 'nowrap' }} title={formatTime(loss.time)}>
                {formatShort(loss.time)}
              </TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere', minWidth: 110 }}>{shownIdentifier(loss.groupId)}</TableCell>
              <TableCell sx={{ textAlign: 'right' }}>{label.number(loss.count)}</TableCell>
              <TableCell>{label.range(formatShort(loss.from), formatShort(loss.to))}</TableCell>
              <TableCell>{loss.why}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}
