import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { noteBundledPackages } from './launch/bundled-packages.mjs';

/**
 * The Electron host, one bundle per run: `--mode main` and `--mode preload`. CommonJS and ES2022 with everything inside
 * but Electron and Node's own modules: it starts faster than from node_modules, the package needs none, and it runs on
 * older runtimes too. What main loads after its window is in files of their own. `import.meta.url` becomes the address of the file
 * that it stands in.
 */
export default defineConfig(({ mode }) => {
  const entry = mode === 'preload' ? 'preload' : 'main';
  return {
    root: fileURLToPath(new URL('.', import.meta.url)),
    publicDir: false,
    plugins: [noteBundledPackages(entry)],
    define: { 'process.env.NODE_ENV': '"production"' },
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: `${entry}.ts`,
      outDir: fileURLToPath(new URL('../dist/electron', import.meta.url)),
      emptyOutDir: entry === 'main', // which is built first
      target: 'es2022',
      minify: true,
      sourcemap: true,
      rolldownOptions: {
        external: ['electron', /^node:/],
        output: {
          format: 'cjs',
          entryFileNames: `${entry}.cjs`,
          // What main.cjs itself loads is the window's.
          chunkFileNames: ({ name, isDynamicEntry }) =>
            name === 'main' && !isDynamicEntry ? 'window.cjs' : '[name].cjs',
          codeSplitting: entry === 'main',
          strictExecutionOrder: entry === 'main', // else the first file loads the others at once, for a few lines that stand there
        },
      },
    },
  };
});
