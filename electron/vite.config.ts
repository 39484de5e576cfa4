import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { noteBundledPackages } from './launch/bundled-packages.mjs';

/**
 * The hosts, one bundle per run: `--mode main` and `--mode preload` of the desktop app, `--mode headless`. Everything is inside but Electron
 * and Node's own modules: a host starts faster than from a thousand files, and the package needs no node_modules. Those of Electron are
 * CommonJS and ES2022, which runs on older runtimes too. What a host loads later is in files of its own. `import.meta.url` becomes the
 * address of the file that it stands in.
 */
export default defineConfig(({ mode }) => {
  const entry = mode === 'preload' || mode === 'headless' ? mode : 'main';
  const isHeadless = entry === 'headless';
  return {
    root: fileURLToPath(new URL('.', import.meta.url)),
    publicDir: false,
    plugins: isHeadless ? [] : [noteBundledPackages(entry)], // only the desktop app is given to others in this form
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: `${entry}.ts`,
      outDir: fileURLToPath(new URL(isHeadless ? '../dist/headless' : '../dist/electron', import.meta.url)),
      emptyOutDir: entry !== 'preload', // which is built after main
      target: isHeadless ? 'node24' : 'es2022',
      minify: !isHeadless, // whoever reads a stack of the headless host has its sources beside it
      sourcemap: !isHeadless,
      rolldownOptions: {
        external: ['electron', /^node:/],
        output: {
          format: isHeadless ? 'es' : 'cjs',
          entryFileNames: isHeadless ? `${entry}.mjs` : `${entry}.cjs`,
          chunkFileNames: isHeadless
            ? '[name].mjs'
            : // What main.cjs itself loads is the window's.
              ({ name, isDynamicEntry }) => (name === 'main' && !isDynamicEntry ? 'window.cjs' : '[name].cjs'),
          codeSplitting: entry !== 'preload',
          strictExecutionOrder: entry === 'main', // else the first file loads the others at once, for a few lines that stand there
        },
      },
    },
  };
});
