import { afterAll, describe, expect, it } from 'vitest';
import { openScene, type Scene, type SceneName } from '../looks/scenes.ts';
import { views } from '../looks/views.ts';
import { axeViolations, axeViolationsInBothSchemes } from '../support/axe.ts';

describe('every view, dialog and menu: axe finds nothing, in light and in dark', () => {
  const scenes = new Map<SceneName, Scene>();
  const sceneOf = async (name: SceneName) => {
    const scene = scenes.get(name) ?? (await openScene(name, 'chromium/every-view'));
    scenes.set(name, scene);
    return scene;
  };
  afterAll(async () => {
    for (const scene of scenes.values()) await scene.close();
  });

  it('axe itself finds what is wrong: a button without a name', async () => {
    const scene = await sceneOf('empty');
    const page = await scene.console.page.context().newPage();
    await page.setContent('<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><button></button></main>');
    expect(await axeViolations(page)).toEqual([expect.stringContaining('button-name')]);
    await page.close();
  });

  it.each(views)('$name', async ({ scene: name, open }) => {
    const scene = await sceneOf(name);
    const { console } = scene;
    await scene.begin();
    await open(console, scene);
    expect(await axeViolationsInBothSchemes(console.page)).toEqual([]);
    expect(console.complaints).toEqual([]);
  });
});
