import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useFramePart } from '../client/use-console.ts';
import { SchoolOutlineIcon } from '../feedback/icons.tsx';
import { useScope } from '../masters/masters-context.ts';
import { overviewId } from '../masters/place.ts';
import { useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { useFocusOnward } from './focus-onward.ts';
import { useShell } from './shell.tsx';

/** Decision 47: nobody mistakes practice for production. */
export function PracticeBanner() {
  const practice = useFramePart((frame) => frame.practice !== null) ?? false;
  const scope = useScope();
  const { leavePractice } = useServerActions();
  const { setPane, pane } = useShell();
  useFocusOnward(practice, !practice && pane !== 'practice');
  if (!practice || scope === overviewId) return null;
  return (
    <Box
      component="section"
      aria-label={texts.practice.banner}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        px: 1.5,
        py: 0.5,
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: 'band',
        boxShadow: 'inset 4px 0 0 var(--nbwss-palette-warning-main)',
      }}
    >
      <SchoolOutlineIcon aria-hidden="true" sx={{ fontSize: 18, color: 'warning.main' }} />
      <Box component="strong">{texts.practice.banner}</Box>
      <Box
        sx={{
          color: 'text.secondary',
          flex: 1,
          minWidth: 0,
          overflow: 'hidden',
          textOverflow: 'ellipsis',
          whiteSpace: 'nowrap',
        }}
      >
        {texts.practice.bannerText}
      </Box>
      {pane !== 'practice' && <Button onClick={() => setPane('practice')}>{texts.practice.open}</Button>}
      <Button variant="outlined" onClick={leavePractice}>
        {texts.practice.leave}
      </Button>
    </Box>
  );
}
