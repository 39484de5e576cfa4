import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo } from 'react';
import type { EndpointStatus } from '../../shared/connection-status.ts';
import { useFramePart } from '../client/use-console.ts';
import { Notice } from '../feedback/notice.tsx';
import { WarningLines } from '../feedback/warning-lines.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { expiryWarnings } from './expiry-warnings.ts';
import { noFilter } from './filter.ts';
import { selectAll } from './grid-keyboard.ts';

/** Decision 35: certificates that expire soon, with a way to their rows; and what was read with warnings. */
export function PaneWarnings({ endpoints }: { endpoints: readonly EndpointStatus[] }) {
  const { setFilter, setGrid } = useShell();
  const read = useFramePart((frame) => frame.warnings) ?? [];
  const expiring = useMemo(() => expiryWarnings(endpoints, Date.now() / 1000), [endpoints]);
  if (expiring.length + read.length === 0) return null;
  const select = (hosts: readonly string[]) => {
    setFilter(noFilter);
    setGrid((grid) => selectAll(grid, hosts));
  };
  return (
    <Box sx={{ px: 1.5, pb: 1, maxHeight: 120, overflow: 'auto', flexShrink: 0 }}>
      <Notice severity="warning">
        {expiring.map(({ text, hosts }) => (
          <Box key={text} sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', columnGap: 1.5 }}>
            <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>{text}</Box>
            <Button sx={{ py: 0, my: -0.25, px: 0.5, mx: -0.5, minWidth: 0 }} onClick={() => select(hosts)}>
              {texts.servers.selectRows(hosts.length)}
            </Button>
          </Box>
        ))}
        <WarningLines warnings={read} />
      </Notice>
    </Box>
  );
}
