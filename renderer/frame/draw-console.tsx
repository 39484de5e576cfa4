import { CSPProvider } from '@base-ui/react/csp-provider';
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import GlobalStyles from '@mui/material/GlobalStyles';
import { ThemeProvider } from '@mui/material/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { ConsoleChannels } from '../client/console-channels.ts';
import { App } from './app.tsx';
import { FaultBoundary } from './fault-boundary.tsx';
import { theme } from './theme.ts';

/** The host puts the nonce of this page's Content-Security-Policy here; styles carry it, scripts need none. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? '';
const cache = createCache({ key: 'nbwss', nonce, prepend: true });

const still = {
  animationDuration: '1ms !important',
  animationIterationCount: '1 !important',
  transition: 'none !important',
};
const globalStyles = {
  body: { overflow: 'hidden', fontSize: '0.8125rem' },
  // Who asks the system for less motion gets none.
  '@media (prefers-reduced-motion: reduce)': { '*, *::before, *::after': still },
};

export { loadLaterParts } from './use-later-parts.ts';

/** Draws the console in the page's `#root`. */
export function drawConsole(channels: ConsoleChannels): void {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root');
  createRoot(root).render(
    <StrictMode>
      <CacheProvider value={cache}>
        <CSPProvider nonce={nonce} disableStyleElements>
          <ThemeProvider
            theme={theme}
            defaultMode="system"
            modeStorageKey="nbwss.theme"
            noSsr
            disableTransitionOnChange={false}
          >
            <CssBaseline enableColorScheme />
            <GlobalStyles styles={globalStyles} />
            <FaultBoundary>
              <App channels={channels} />
            </FaultBoundary>
          </ThemeProvider>
        </CSPProvider>
      </CacheProvider>
    </StrictMode>,
  );
}
