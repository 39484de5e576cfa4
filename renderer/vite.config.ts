import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { noteBundledPackages } from '../electron/launch/bundled-packages.mjs';

/**
 * The window's page: served under `app://` in the desktop app and over loopback HTTP by the headless host. Both send a
 * Content-Security-Policy without inline scripts and data addresses, so nothing is inlined.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), noteBundledPackages('renderer')],
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: ['es2022', 'chrome108'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2048, // one page, loaded from the same computer
  },
});
