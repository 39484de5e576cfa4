import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Typography from '@mui/material/Typography';
import { useDeferredValue, useState } from 'react';
import { useFramePart } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { Waiting } from '../feedback/waiting.tsx';
import { WarningLines } from '../feedback/warning-lines.tsx';
import { ActionProblem } from '../frame/action-problem.tsx';
import { listPane } from '../frame/pane-styles.ts';
import { useShell } from '../frame/shell.tsx';
import { useCapabilities } from '../masters/masters-context.ts';
import { texts } from '../texts.ts';
import { GivenUpView } from './given-up-view.tsx';
import { GroupsView } from './groups-view.tsx';
import type { NotificationView } from './notification-store.ts';
import { SourceView } from './source-status.tsx';
import { useNotifications } from './use-notifications.ts';

const headingId = 'notifications-heading';
const label = texts.notifications;
type Tabbed = 'groups' | 'given-up';

/** Decisions 20 to 25: what was delivered to each server group, what waits, and where it comes from. */
export function NotificationsPane() {
  const { problem } = useShell();
  const sight = useDeferredValue(useNotifications());
  const service = useFramePart((frame) => frame.service);
  return (
    <Box component="section" aria-labelledby={headingId} sx={listPane}>
      <Typography id={headingId} variant="h1" sx={{ px: 1.5, pt: 0.75 }}>
        {label.heading}
      </Typography>
      {problem && (
        <Box sx={{ px: 1.5, pt: 1, maxHeight: '45%', overflow: 'auto', flexShrink: 0 }}>
          <ActionProblem />
        </Box>
      )}
      {service?.state === 'failed' ? (
        <Box sx={{ px: 1.5, pt: 1 }}>
          <ProblemAlert problem={service.error} />
        </Box>
      ) : sight.state === 'failed' ? (
        <Box sx={{ px: 1.5, pt: 1 }}>
          <ProblemAlert problem={sight.problem} />
        </Box>
      ) : sight.state === 'starting' ? (
        <Waiting title={label.starting} isBusy />
      ) : (
        <Content view={sight.view} />
      )}
    </Box>
  );
}

function Content({ view }: { view: NotificationView }) {
  const [tab, setTab] = useState<Tabbed>('groups');
  const { notifications } = useCapabilities();
  // It tells how each group stands, and nothing beyond.
  if (notifications === 'status') return <GroupsView view={view} />;
  return (
    <>
      <SourceView source={view.source} />
      {view.warnings.length > 0 && (
        <Box sx={{ px: 1.5, pb: 1, maxHeight: 120, overflow: 'auto', flexShrink: 0 }}>
          <Notice severity="warning">
            <WarningLines warnings={view.warnings} />
          </Notice>
        </Box>
      )}
      <Tabs
        value={tab}
        onChange={(_event, next: Tabbed) => setTab(next)}
        aria-label={label.heading}
        sx={{
          minHeight: 32,
          px: 0.5,
          borderBottom: 1,
          borderColor: 'divider',
          '& .MuiTab-root': { minHeight: 32, py: 0.5, textTransform: 'none', fontSize: '0.8125rem' },
        }}
      >
        <Tab
          value="groups"
          label={label.groupCount(view.groups.length)}
          id="notifications-tab-groups"
          aria-controls="notifications-groups"
        />
        <Tab
          value="given-up"
          label={label.givenUp(view.givenUp.length)}
          id="notifications-tab-given-up"
          aria-controls="notifications-given-up"
        />
      </Tabs>
      {(['groups', 'given-up'] as const).map((name) => (
        <Box
          key={name}
          role="tabpanel"
          id={`notifications-${name}`}
          aria-labelledby={`notifications-tab-${name}`}
          hidden={tab !== name}
          sx={tab === name ? { display: 'flex', flexDirection: 'column', minHeight: 0, flex: 1 } : {}}
        >
          {tab === name && (name === 'groups' ? <GroupsView view={view} /> : <GivenUpView givenUp={view.givenUp} />)}
        </Box>
      ))}
    </>
  );
}
