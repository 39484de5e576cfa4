import { CSPProvider } from '@base-ui/react/csp-provider';
import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import GlobalStyles from '@mui/material/GlobalStyles';
import { ThemeProvider } from '@mui/material/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { thisComputerId } from '../shared/master-terms.ts';
import { browserTransport, followAddress, takeToken } from './client/browser-transport.ts';
import { ConsoleStore } from './client/console-store.ts';
import { electronTransport } from './client/electron-transport.ts';
import { ConsoleStoreContext } from './client/use-console.ts';
import { App } from './frame/app.tsx';
import { theme } from './frame/theme.ts';

/** The host puts the nonce of this page's Content-Security-Policy here; styles carry it, scripts need none. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.content ?? '';
const cache = createCache({ key: 'nbwss', nonce, prepend: true });

const isDesktop = location.protocol === 'app:';
const transport = isDesktop ? electronTransport(thisComputerId) : browserTransport(thisComputerId, takeToken());
if (!isDesktop) followAddress();
const store = new ConsoleStore(transport);
void store.run(new AbortController().signal);

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
          <ConsoleStoreContext value={store}>
            <App />
          </ConsoleStoreContext>
        </ThemeProvider>
      </CSPProvider>
    </CacheProvider>
  </StrictMode>,
);
