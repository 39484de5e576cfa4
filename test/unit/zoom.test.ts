import { describe, expect, it } from 'vitest';
import { zoomed, zoomKey } from '../../electron/desktop/zoom.ts';

describe('zoom', () => {
  it('goes in steps from 50 % to 200 %, and no further', () => {
    const seen = [1];
    for (let n = 0; n < 10; n++) seen.push(zoomed(seen.at(-1) ?? 0, 'in'));
    expect(seen).toEqual([1, 1.1, 1.25, 1.5, 1.75, 2, 2, 2, 2, 2, 2]);
    let factor = 2;
    for (let n = 0; n < 20; n++) factor = zoomed(factor, 'out');
    expect(factor).toBe(0.5);
    expect(zoomed(1.75, 'reset')).toBe(1);
    expect(zoomed(1.2499999, 'in')).toBe(1.5);
    expect(zoomed(1.2500001, 'out')).toBe(1.1);
  });

  const key = { type: 'keyDown', key: '+', control: true, meta: false, alt: false };

  it('follows Ctrl with plus, minus and zero, and on a Mac Command', () => {
    const change = (given: Partial<typeof key>, platform = 'linux') => zoomKey({ ...key, ...given }, platform);
    expect(['+', '=', '-', '_', '0', 'a', '1'].map((pressed) => change({ key: pressed }))).toEqual([
      'in',
      'in',
      'out',
      'out',
      'reset',
      undefined,
      undefined,
    ]);
    expect(change({ control: false, meta: true }, 'darwin')).toBe('in');
    expect(change({}, 'darwin')).toBeUndefined();
    expect(change({ control: false, meta: true })).toBeUndefined();
    expect(change({ control: false })).toBeUndefined();
    expect(change({ alt: true })).toBeUndefined(); // AltGr types characters
    expect(change({ type: 'keyUp' })).toBeUndefined();
  });
});
