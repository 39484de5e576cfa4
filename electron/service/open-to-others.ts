import type { Stats } from 'node:fs';

/** Whether the mode of a file or folder gives others than its owner anything. Windows has no such mode. */
export const isOpenToOthers = ({ mode }: Pick<Stats, 'mode'>): boolean =>
  process.platform !== 'win32' && (mode & 0o077) !== 0;
