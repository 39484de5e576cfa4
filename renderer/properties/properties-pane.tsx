import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useFrame } from '../client/use-console.ts';
import { Copyable } from '../feedback/copyable.tsx';
import { Fact, Facts } from '../feedback/facts.tsx';
import { Notice } from '../feedback/notice.tsx';
import { WarningLines } from '../feedback/warning-lines.tsx';
import { ActionProblem } from '../frame/action-problem.tsx';
import { useShell } from '../frame/shell.tsx';
import { texts } from '../texts.ts';
import { DesktopSection } from './desktop-section.tsx';
import { PropertiesForm } from './properties-form.tsx';
import { ProxySection } from './proxy-section.tsx';
import { RestApiSection } from './rest-api-section.tsx';
import { UpdatesSection } from './updates-section.tsx';
import { VaultSection } from './vault-section.tsx';

const headingId = 'properties-heading';

/** `nbwss.properties`, the proxy of outbound connections (decision 14), and the protection of secrets (decision 42). */
export function PropertiesPane() {
  const frame = useFrame();
  const { problem } = useShell();
  // What went wrong is told beside the button that was clicked: the pane is longer than the window.
  const [acted, setActed] = useState<'properties' | 'proxy' | 'vault' | 'desktop' | 'rest-api' | 'updates'>();
  const alert = problem && <ActionProblem />;
  const label = texts.properties;
  return (
    <Box
      component="section"
      aria-labelledby={headingId}
      sx={{ flex: 1, minHeight: 0, overflow: 'auto', scrollPaddingBottom: 56, px: 1.5, py: 1.25 }}
    >
      <Box sx={{ maxWidth: 960, display: 'flex', flexDirection: 'column', gap: 1.5 }}>
        <Typography id={headingId} variant="h1">
          {label.heading}
        </Typography>
        {acted === undefined && alert}
        <Box sx={{ color: 'text.secondary' }}>{label.intro}</Box>
        {frame && (
          <>
            <Facts>
              <Fact name={label.file}>
                <Copyable name={label.file} value={frame.properties.file} />
              </Fact>
            </Facts>
            {frame.properties.warnings.length > 0 && (
              <Notice severity="warning">
                <WarningLines warnings={frame.properties.warnings} />
              </Notice>
            )}
            <PropertiesForm
              key={frame.properties.file}
              report={frame.properties}
              alert={acted === 'properties' && alert}
              onSave={() => setActed('properties')}
            />
            <ProxySection alert={acted === 'proxy' && alert} onSave={() => setActed('proxy')} />
            <VaultSection alert={acted === 'vault' && alert} onRotate={() => setActed('vault')} />
            <DesktopSection alert={acted === 'desktop' && alert} onSwitch={() => setActed('desktop')} />
            <RestApiSection alert={acted === 'rest-api' && alert} onAct={() => setActed('rest-api')} />
            <UpdatesSection alert={acted === 'updates' && alert} onAct={() => setActed('updates')} />
          </>
        )}
      </Box>
    </Box>
  );
}
