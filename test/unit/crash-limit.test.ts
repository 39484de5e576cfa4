import { expect, it } from 'vitest';
import { CrashLimit } from '../../electron/desktop/crash-limit.ts';

it('a page that crashes is loaded again, but not at the third crash within a minute', () => {
  const limit = new CrashLimit();
  expect([0, 1_000, 2_000, 3_000].map((at) => limit.mayReload(at))).toEqual([true, true, false, false]);
  expect(limit.mayReload(100_000)).toBe(true);
});
