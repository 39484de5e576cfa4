import Box from '@mui/material/Box';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { createPortal } from 'react-dom';
import { texts } from '../texts.ts';

/** Where the parts of the shown master server go. What all of them share, the navigation, is drawn once and stays. */
interface Slots {
  readonly header: HTMLElement;
  readonly banner: HTMLElement;
  readonly main: HTMLElement;
  readonly footer: HTMLElement;
}

const SlotsContext = createContext<Slots | undefined>(undefined);

/** The frame around the panes: menu bar and toolbar above, navigation at the left, status area below. */
export function FrameLayout({ navigation, children }: { navigation: ReactNode; children: ReactNode }) {
  const [header, setHeader] = useState<HTMLElement | null>(null);
  const [banner, setBanner] = useState<HTMLElement | null>(null);
  const [main, setMain] = useState<HTMLElement | null>(null);
  const [footer, setFooter] = useState<HTMLElement | null>(null);
  return (
    <Box sx={{ height: '100vh', display: 'flex', flexDirection: 'column', bgcolor: 'frame' }}>
      <Box component="header" ref={setHeader} />
      <Box ref={setBanner} />
      <Box sx={{ flex: 1, minHeight: 0, display: 'flex', borderTop: 1, borderColor: 'divider' }}>
        <Box
          component="nav"
          aria-label={texts.navigation.label}
          sx={{
            // At 1024 pixels its longest node is whole, also beside a scroll bar.
            width: 'clamp(150px, 29vw, 300px)',
            flexShrink: 0,
            overflow: 'auto',
            p: 0.75,
            borderRight: 1,
            borderColor: 'divider',
          }}
        >
          {navigation}
        </Box>
        <Box
          component="main"
          ref={setMain}
          sx={{
            flex: 1,
            minWidth: 0,
            display: 'flex',
            flexDirection: 'column',
            bgcolor: 'background.default',
            position: 'relative',
          }}
        />
      </Box>
      <Box component="footer" ref={setFooter} />
      {header && banner && main && footer && (
        <SlotsContext value={{ header, banner, main, footer }}>{children}</SlotsContext>
      )}
    </Box>
  );
}

/** Draws something in a part of the frame. */
export function InSlot({ slot, children }: { slot: keyof Slots; children: ReactNode }) {
  const slots = useContext(SlotsContext);
  return slots ? createPortal(children, slots[slot]) : null;
}
