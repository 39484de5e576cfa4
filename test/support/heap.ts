import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** As {@link usedHeap}, with what lies outside of the heap: buffers of files and of the network. */
export function usedMemory(): number {
  return usedHeap() + process.memoryUsage().external;
}

/** Bytes of the heap that are in use once everything that can be has been collected. */
export function usedHeap(): number {
  collect();
  collect(); // what the first one's finalizers let go
  return process.memoryUsage().heapUsed;
}
