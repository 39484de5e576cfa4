import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../electron/launch/project.mjs';
import { axeViolations } from '../support/axe.ts';
import { readOptions, refuseCall } from '../support/command-line.ts';
import { openScene, type Scene, type SceneName } from './scenes.ts';
import { views } from './views.ts';

/** A window, and how it is set; half the size is one at 200 % zoom. */
const variants = [
  { name: 'light', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'dark', width: 1280, height: 800, colorScheme: 'dark' },
  { name: 'small', width: 1024, height: 640, colorScheme: 'light' },
  { name: 'large', width: 1920, height: 1080, colorScheme: 'dark' },
  { name: 'zoomed', width: 640, height: 400, colorScheme: 'light' },
] as const;

const usage = `npm run looks [-- --view NAME | --docs], NAME one of ${views.map(({ name }) => name).join(', ')}`;
const values = readOptions(usage, { view: { type: 'string' }, docs: { type: 'boolean', default: false } });
if (values.docs && values.view !== undefined) refuseCall('--view and --docs exclude each other', usage);
const documents = join(projectFolder, 'docs');
/** What the documents show, as `images/<view>.png`. */
const pictures = [join('..', 'README.md'), ...readdirSync(documents).filter((name) => name.endsWith('.md'))]
  .flatMap((name) => [
    ...readFileSync(join(documents, name), 'utf8').matchAll(/\]\((?:docs\/)?images\/([\w-]+)\.png\)/g),
  ])
  .map(([, name]) => name);
const wanted = views.filter(({ name }) =>
  values.docs ? pictures.includes(name) : values.view === undefined || name.includes(values.view),
);
const windows = values.docs ? variants.slice(0, 1) : variants;
if (wanted.length === 0) refuseCall(`There is no view ${values.view}`, usage);
const folder = join(projectFolder, 'test', 'results', 'looks');
if (values.view === undefined && !values.docs) rmSync(folder, { recursive: true, force: true });

const scenes = new Map<SceneName, Scene>();
let found = 0;
try {
  for (const { scene: name, name: view, open } of wanted) {
    const scene = scenes.get(name) ?? (await openScene(name, 'looks'));
    scenes.set(name, scene);
    const { page } = scene.console;
    for (const { name: variant, width, height, colorScheme } of windows) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await scene.begin();
      await open(scene.console, scene);
      await page.screenshot({ path: join(folder, variant, `${view}.png`), animations: 'disabled' });
      const violations = await axeViolations(page);
      for (const violation of violations) console.log(`${view}, ${variant}: ${violation}`);
      found += violations.length;
    }
    console.error(view);
  }
} finally {
  for (const scene of scenes.values()) await scene.close();
}
if (values.docs) {
  mkdirSync(join(documents, 'images'), { recursive: true });
  for (const { name } of wanted) {
    const file = `${name}.png`;
    copyFileSync(join(folder, 'light', file), join(documents, 'images', file));
  }
}
console.log(
  `${wanted.length} views in ${windows.length} windows: test/results/looks, ${found} violations found by axe`,
);
process.exitCode = found > 0 ? 1 : 0;
