import { Toolbar } from '@base-ui/react/toolbar';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import Tooltip from '@mui/material/Tooltip';
import type { ReactElement } from 'react';
import {
  CloseIcon,
  DeleteOutlineIcon,
  LightningBoltIcon,
  PlusIcon,
  PowerIcon,
  PowerPlugOffIcon,
  RefreshIcon,
} from '../feedback/icons.tsx';
import { paneFilter } from '../feedback/pane-filter.ts';
import { canAdd } from '../masters/capabilities.ts';
import { useCapabilities, useScope } from '../masters/masters-context.ts';
import { overviewId } from '../masters/place.ts';
import { useServerActions } from '../servers/use-server-actions.ts';
import { texts } from '../texts.ts';
import { ConnectionSummary } from './connection-summary.tsx';
import { useShell } from './shell.tsx';
import { useRefresh } from './use-refresh.ts';

/** What is done to the selected rows. */
const rowButtons = [
  { action: 'activate', run: 'activate', icon: <PowerIcon /> },
  { action: 'deactivate', run: 'deactivate', icon: <PowerPlugOffIcon /> },
  { action: 'delete', run: 'askDelete', icon: <DeleteOutlineIcon /> },
] as const;

/** The toolbar: one stop of the Tab key for its buttons, arrow keys in between (the filter and the summary follow). */
export function ToolBar() {
  const actions = useServerActions();
  const can = useCapabilities();
  const scope = useScope();
  const refresh = useRefresh();
  const { open } = useShell();
  return (
    <Toolbar.Root
      aria-label={texts.toolbar.label}
      render={
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            gap: 0.25,
            px: 1,
            py: 0.5,
            borderTop: 1,
            borderColor: 'divider',
          }}
        />
      }
    >
      <ToolButton label={texts.menu.refresh} icon={<RefreshIcon />} onClick={refresh} />
      {canAdd(can) && (
        <ToolButton label={texts.menu.newServer} icon={<PlusIcon />} onClick={actions.newServer} labelled="always" />
      )}
      {scope === overviewId && (
        <ToolButton
          label={texts.menu.addMaster}
          icon={<PlusIcon />}
          onClick={() => open({ kind: 'add-master' })}
          labelled="always"
        />
      )}
      {rowButtons
        .filter(({ action }) => can[action === 'deactivate' ? 'activate' : action])
        .map(({ action, run, icon }) => (
          <ToolButton
            key={action}
            label={texts.menu[action]}
            icon={icon}
            onClick={actions[run]}
            disabled={actions.possible[action].length === 0}
            labelled="wide"
          />
        ))}
      {can.run && (
        <ToolButton label={texts.menu.run} icon={<LightningBoltIcon />} onClick={actions.runConnectionProcess} />
      )}
      <FilterField />
      {scope !== overviewId && <ConnectionSummary />}
    </Toolbar.Root>
  );
}

interface ToolButtonProps {
  label: string;
  icon: ReactElement;
  disabled?: boolean;
  /** Shows its label beside the icon: always but in the smallest window, or where there is room. */
  labelled?: 'always' | 'wide';
  onClick(): void;
}

const iconOnlyBelow = (width: number) => ({
  [`@media (max-width: ${width}px)`]: { '& .MuiButton-startIcon': { m: 0 }, '& .label': { display: 'none' }, px: 0.75 },
});
const iconOnly = { always: iconOnlyBelow(700), wide: iconOnlyBelow(1240) };

function ToolButton({ label, icon, disabled = false, labelled, onClick }: ToolButtonProps) {
  const button = labelled ? (
    <Button
      startIcon={icon}
      color="inherit"
      aria-label={label}
      sx={{
        px: 1,
        minWidth: 0,
        whiteSpace: 'nowrap',
        ...iconOnly[labelled],
      }}
    >
      <span className="label">{label}</span>
    </Button>
  ) : (
    <IconButton color="inherit" aria-label={label}>
      {icon}
    </IconButton>
  );
  return (
    <Tooltip title={label} describeChild={false} disableInteractive>
      <Box component="span" sx={{ display: 'inline-flex', '& svg': { fontSize: 18 } }}>
        <Toolbar.Button disabled={disabled} focusableWhenDisabled={false} onClick={onClick} render={button} />
      </Box>
    </Tooltip>
  );
}

/** Filters the rows of the pane "WebSocket Server(s)". Escape clears it. */
function FilterField() {
  const { filter, setFilter, pane } = useShell();
  const setText = (text: string) => setFilter({ ...filter, text });
  if (pane === 'masters') return null;
  return (
    <TextField
      placeholder={texts.toolbar.filter}
      value={filter.text}
      disabled={pane !== 'servers'}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => event.key === 'Escape' && setText('')}
      sx={{ width: 200, ml: 1, flexShrink: 1, minWidth: 110 }}
      slotProps={{
        htmlInput: { ...paneFilter, 'aria-label': texts.toolbar.filter, spellCheck: false },
        input: {
          endAdornment: filter.text !== '' && (
            <IconButton aria-label={texts.toolbar.clearFilter} edge="end" onClick={() => setText('')} sx={{ p: 0.25 }}>
              <CloseIcon sx={{ fontSize: 16 }} />
            </IconButton>
          ),
        },
      }}
    />
  );
}
