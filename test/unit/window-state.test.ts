import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeOnScreens, readWindowState, saveWindowState } from '../../electron/desktop/window-state.ts';
import { tempFolder } from '../support/temp-folder.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const right = { x: 1440, y: 0, width: 2560, height: 1400 };
const left = { x: -1920, y: 0, width: 1920, height: 1040 };

describe('where the window opens', () => {
  it.each([
    [
      'where it was',
      { x: 100, y: 100, width: 1200, height: 700 },
      [laptop],
      { x: 100, y: 100, width: 1200, height: 700 },
    ],
    [
      'on a second screen that is there',
      { x: 1600, y: 50, width: 2000, height: 1200 },
      [laptop, right],
      { x: 1600, y: 50, width: 2000, height: 1200 },
    ],
    [
      'on a screen at the left',
      { x: -1900, y: 10, width: 1300, height: 800 },
      [laptop, left],
      { x: -1900, y: 10, width: 1300, height: 800 },
    ],
    [
      'in the middle of the main screen, and not larger, when its screen is gone',
      { x: 1600, y: 50, width: 2000, height: 1200 },
      [laptop],
      { width: 1440, height: 875 },
    ],
    [
      'in the middle, when only a strip of it would be seen',
      { x: 1350, y: 100, width: 1200, height: 700 },
      [laptop],
      { width: 1200, height: 700 },
    ],
    [
      'in the middle, when its top would be above the screen',
      { x: 100, y: -30, width: 1200, height: 700 },
      [laptop],
      { width: 1200, height: 700 },
    ],
    [
      'in the middle, when its top would be below the screen',
      { x: 100, y: 890, width: 1200, height: 700 },
      [laptop],
      { width: 1200, height: 700 },
    ],
    [
      'partly outside, as it was, while it can be moved',
      { x: 1300, y: 800, width: 1200, height: 700 },
      [laptop],
      { x: 1300, y: 800, width: 1200, height: 700 },
    ],
    [
      'as large as its screen has become',
      { x: 0, y: 25, width: 3000, height: 2000 },
      [laptop],
      { x: 0, y: 25, width: 1440, height: 875 },
    ],
    [
      'at least 1024x640, also on a smaller screen',
      { x: 0, y: 0, width: 500, height: 300 },
      [{ x: 0, y: 0, width: 800, height: 600 }],
      { x: 0, y: 0, width: 1024, height: 640 },
    ],
    ['at 1280x800 the first time', undefined, [laptop], { width: 1280, height: 800 }],
    [
      'at 1280x720 the first time on a small screen',
      undefined,
      [{ x: 0, y: 0, width: 1280, height: 720 }],
      { width: 1280, height: 720 },
    ],
    ['at 1280x800 where no screen is known', undefined, [], { width: 1280, height: 800 }],
  ])('%s', (_case, bounds, screens, place) => {
    expect(placeOnScreens(bounds, screens)).toEqual(place);
  });
});

describe('what the window remembers over a restart', () => {
  const state = { bounds: { x: -5, y: 10, width: 1200, height: 700 }, isMaximised: true, zoom: 1.5 };

  it('is read as it was saved, for its owner only', () => {
    const folder = tempFolder();
    const file = join(folder, 'window-state.json');
    saveWindowState(file, state);
    expect(readWindowState(file, () => undefined)).toEqual(state);
    expect(readdirSync(folder)).toEqual(['window-state.json']);
  });

  it.each([
    ['is not there', undefined],
    ['is empty', ''],
    ['is no JSON', '{"bounds":'],
    ['holds no bounds', '{"isMaximised":false,"zoom":1}'],
    ['holds a size of nothing', JSON.stringify({ ...state, bounds: { x: 0, y: 0, width: 0, height: 0 } })],
    ['holds a zoom over 200 %', JSON.stringify({ ...state, zoom: 20 })],
    ['holds text where a number belongs', JSON.stringify({ ...state, zoom: '1' })],
  ])('is nothing when the file %s', (_case, text) => {
    const file = join(tempFolder(), 'window-state.json');
    if (text !== undefined) writeFileSync(file, text);
    expect(readWindowState(file, () => undefined)).toBeUndefined();
  });

  it('is nothing when the file is a folder', () => {
    const file = join(tempFolder(), 'window-state.json');
    mkdirSync(file);
    expect(readWindowState(file, () => undefined)).toBeUndefined();
  });
});
