import { describe, expect, it } from 'vitest';
import { bundleSizes } from '../bench/bundle-size.ts';

describe('the bundles', () => {
  it('each that is built stays within its budget, and the window is built', () => {
    const sizes = bundleSizes();
    expect(sizes.map(({ name }) => name)).toEqual(expect.arrayContaining(['the window with all panes']));
    for (const { name, bytes, budget } of sizes) {
      expect(bytes, name).toBeGreaterThan(0);
      expect(bytes, name).toBeLessThanOrEqual(budget);
    }
  });
});
