import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import type { ErrorReport } from '../../shared/error-catalogue.ts';
import type { MasterHeader } from '../../shared/masters.ts';
import { useFramePart } from '../client/use-console.ts';
import { DnsOutlineIcon } from '../feedback/icons.tsx';
import { useNow } from '../feedback/now.ts';
import { ProblemText } from '../feedback/problem-text.tsx';
import { formatTime } from '../feedback/time.ts';
import { texts } from '../texts.ts';
import { MasterRemedy } from './master-remedy.tsx';
import { useIsSeveral, useMasterList, useScope } from './masters-context.ts';
import { overviewId } from './place.ts';

const label = texts.masterBar;

/** Whether what is shown is older than the last time it was asked for: the master server has not answered since. */
export function useIsOld(): boolean {
  const scope = useScope();
  const isOld = useFramePart(({ master, service }) => master.problem !== null && service.state === 'ready') ?? false;
  return isOld && scope !== overviewId;
}

/**
 * Above each pane, once there are several master servers: whose it is, so that nobody takes one for another. When it does not
 * answer, the last known rows stay, with why and what helps.
 */
export function MasterBar() {
  const scope = useScope();
  const isSeveral = useIsSeveral();
  const told = useFramePart(({ master }) => master);
  const listed = useMasterList((masters) => masters.find(({ id }) => id === scope));
  const isOld = useIsOld();
  if (scope === overviewId || !isSeveral) return null;
  const master = told ?? listed;
  if (!master) return null;
  return (
    <Box component="section" aria-label={label.label} sx={{ flexShrink: 0, filter: 'none !important' }}>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1,
          px: 1.5,
          py: 0.5,
          borderBottom: 1,
          borderColor: 'divider',
          bgcolor: 'band',
          whiteSpace: 'nowrap',
        }}
      >
        <DnsOutlineIcon aria-hidden="true" sx={{ fontSize: 16, color: 'text.secondary', flexShrink: 0 }} />
        <Box
          component="strong"
          title={master.name}
          sx={{ overflow: 'hidden', textOverflow: 'ellipsis', flexShrink: 1, minWidth: 60 }}
        >
          {master.name}
        </Box>
        <Box
          title={master.origin ?? undefined}
          sx={{ color: 'text.secondary', overflow: 'hidden', textOverflow: 'ellipsis', flex: 1, minWidth: 0 }}
        >
          {[texts.masters.kinds[master.kind], master.origin]
            .filter((each) => each !== null && each !== master.name)
            .join(' · ')}
        </Box>
        {master.lastAnswer !== null && <LastAnswer at={master.lastAnswer} />}
      </Box>
      {isOld && master.problem && <OldNotice master={master} problem={master.problem} />}
    </Box>
  );
}

function LastAnswer({ at }: { at: number }) {
  const seconds = Math.max(0, Math.floor((useNow() - at) / 1000));
  return (
    <Box
      title={formatTime(at)}
      sx={{ color: 'text.secondary', fontSize: '0.75rem', fontVariantNumeric: 'tabular-nums' }}
    >
      {label.answered(texts.masters.ago(seconds))}
    </Box>
  );
}

/** No role `alert`: the announcer has told it once, and it stands until it is mended. */
function OldNotice({ master, problem }: { master: MasterHeader; problem: ErrorReport }) {
  return (
    <Alert
      role="note"
      severity="warning"
      variant="outlined"
      sx={{
        m: 1,
        mb: 0.5,
        maxHeight: '30vh',
        overflow: 'auto',
        color: 'text.primary',
        bgcolor: 'background.paper',
        py: 0,
        '& .MuiAlert-message': { flex: 1, py: '6px' },
        '& .MuiAlert-icon': { pt: '7px', fontSize: 18 },
      }}
      tabIndex={0}
    >
      <ProblemText problem={problem} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, mt: 0.75 }}>
        <MasterRemedy master={master} />
        {master.lastAnswer !== null && (
          <Box sx={{ color: 'text.secondary' }}>{label.asOf(formatTime(master.lastAnswer))}</Box>
        )}
      </Box>
    </Alert>
  );
}
