import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectFolder } from '../../electron/launch/project.mjs';

/** A bundle that is there, with what it may have at most. */
export interface BundleSize {
  readonly name: string;
  readonly bytes: number;
  readonly budget: number;
}

const kibibyte = 1024;

/** What is loaded before the first pane is there: the scripts and styles that the page names itself. */
const firstLoad = { name: 'the window before its first pane', budget: 1000 * kibibyte };
const wholeWindow = { name: 'the window with all panes', budget: 1600 * kibibyte };
/** What main loads before there is a window, and all that it has. */
const beforeWindow = { name: 'the main process before its window', budget: 56 * kibibyte };
const windowFiles = new Set(['main.cjs', 'window.cjs', 'rolldown-runtime.cjs', 'preload.cjs']);
const main = { name: 'the main process', budget: 2300 * kibibyte };

/** The sizes of the bundles that have been built. */
export function bundleSizes(): readonly BundleSize[] {
  const renderer = join(projectFolder, 'dist', 'renderer');
  const host = join(projectFolder, 'dist', 'electron');
  const ofMain = existsSync(host) ? filesIn(host).filter((file) => file.endsWith('.cjs')) : [];
  return [
    ...(existsSync(renderer)
      ? [
          { ...firstLoad, bytes: sum(namedBy(join(renderer, 'index.html')).map((file) => join(renderer, file))) },
          { ...wholeWindow, bytes: sum(filesIn(renderer)) },
        ]
      : []),
    ...(ofMain.length > 0
      ? [
          { ...beforeWindow, bytes: sum(ofMain.filter((file) => windowFiles.has(basename(file)))) },
          { ...main, bytes: sum(ofMain) },
        ]
      : []),
  ];
}

const sum = (files: readonly string[]) => files.reduce((bytes, file) => bytes + statSync(file).size, 0);

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const namedBy = (page: string) =>
  [...readFileSync(page, 'utf8').matchAll(/(?:src|href)="\.?\/?([^"]+\.(?:js|css))"/g)].map(([, file = '']) => file);
