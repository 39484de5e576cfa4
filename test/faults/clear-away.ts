import { rmSync } from 'node:fs';
import type { Stage } from './stage.ts';

const endings = ['SIGINT', 'SIGTERM'] as const;

/**
 * When this process is asked to end, a stage that is set, or is just being set, is closed and its folder removed first: the
 * disk that it fills may be mounted. The process then ends with 130.
 * @returns from then on, it is not
 */
export function clearAwayWhenAsked(folder: string, setting: Promise<Stage>): () => void {
  const clear = () => {
    void setting
      .then(
        (stage) => stage.close(),
        () => undefined, // what could not be set has closed itself
      )
      .finally(() => {
        rmSync(folder, { recursive: true, force: true });
        process.exit(130);
      });
  };
  for (const signal of endings) process.once(signal, clear);
  return () => {
    for (const signal of endings) process.off(signal, clear);
  };
}
