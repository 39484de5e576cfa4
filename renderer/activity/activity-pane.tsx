import Box from '@mui/material/Box';
import Tab from '@mui/material/Tab';
import Tabs from '@mui/material/Tabs';
import Typography from '@mui/material/Typography';
import { useEffect, useState } from 'react';
import { ActionProblem } from '../frame/action-problem.tsx';
import { listPane } from '../frame/pane-styles.ts';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { HistoryView } from './history-view.tsx';
import { LiveView } from './live-view.tsx';
import { useLive } from './use-live-store.tsx';

const headingId = 'activity-heading';
const label = texts.activity;
type View = 'live' | 'history';

/** What happens on the connections, live, and the audit history of commands (decision 19). */
export function ActivityPane() {
  const { problem } = useShell();
  const { store } = useLive();
  const [view, setView] = useState<View>('live');
  useEffect(() => store.open(), [store]);
  return (
    <Box component="section" aria-labelledby={headingId} sx={listPane}>
      <Box
        sx={{
          display: 'flex',
          alignItems: 'baseline',
          gap: 3,
          px: 1.5,
          pt: 0.75,
          borderBottom: 1,
          borderColor: 'divider',
        }}
      >
        <Typography id={headingId} variant="h1">
          {label.heading}
        </Typography>
        <Tabs
          value={view}
          onChange={(_event, next: View) => setView(next)}
          aria-label={label.heading}
          sx={{
            minHeight: 34,
            '& .MuiTab-root': { minHeight: 34, py: 0.5, textTransform: 'none', fontSize: '0.8125rem' },
          }}
        >
          <Tab value="live" label={label.live} id="activity-tab-live" aria-controls="activity-live" />
          <Tab value="history" label={label.history} id="activity-tab-history" aria-controls="activity-history" />
        </Tabs>
      </Box>
      {problem && (
        <Box sx={{ px: 1.5, pt: 1, maxHeight: '45%', overflow: 'auto', flexShrink: 0 }}>
          <ActionProblem />
        </Box>
      )}
      {(['live', 'history'] as const).map((name) => (
        <Box
          key={name}
          role="tabpanel"
          id={`activity-${name}`}
          aria-labelledby={`activity-tab-${name}`}
          hidden={view !== name}
          sx={view === name ? { display: 'flex', flexDirection: 'column', minHeight: 0, flex: 1 } : {}}
        >
          {view === name && (name === 'live' ? <LiveView /> : <HistoryView />)}
        </Box>
      ))}
    </Box>
  );
}
