import type { Log } from '../../electron/service/log.ts';

const silent = () => undefined;

/** For what is tested by other signs than its log. */
export const silentLog: Log = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  close: () => Promise.resolve(),
};
