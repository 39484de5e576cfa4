import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of the heap that are in use once everything that can be has been collected. */
export function usedHeap(): number {
  collect();
  collect(); // what the first one's finalizers let go
  return process.memoryUsage().heapUsed;
}
