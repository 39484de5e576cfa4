import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite';
import { noteBundledPackages } from '../electron/launch/bundled-packages.mjs';

/**
 * The window's page: served under `app://` in the desktop app and over loopback HTTP by the headless host. Both send a
 * Content-Security-Policy without inline scripts and data addresses, so nothing is inlined.
 */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), preloadDrawing(), noteBundledPackages('renderer')],
  build: {
    outDir: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: ['es2022', 'chrome108'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2048, // one page, loaded from the same computer
  },
});

/** Lets the page fetch what draws it together with its first script, which loads that. */
function preloadDrawing(): Plugin {
  return {
    name: 'preload-drawing',
    transformIndexHtml(_html, { bundle = {} }) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const wanted = new Set<string>();
      const want = (file: string) => {
        const chunk = chunks.find(({ fileName }) => fileName === file);
        if (!chunk || wanted.has(file)) return;
        wanted.add(file);
        chunk.imports.forEach(want);
      };
      const entry = chunks.find(({ isEntry }) => isEntry);
      entry?.dynamicImports.forEach(want);
      return [...wanted]
        .filter((file) => file !== entry?.fileName && !entry?.imports.includes(file))
        .map(
          (file): HtmlTagDescriptor => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
            injectTo: 'head',
          }),
        );
    },
  };
}
