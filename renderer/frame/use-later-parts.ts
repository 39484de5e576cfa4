import { useSyncExternalStore } from 'react';

type Parts = typeof import('./later-parts.ts')['laterParts'];

/** `loading` until it is asked for and there; `failed` when the file cannot be had, as after the host has gone. */
export type LaterParts =
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly parts: Parts }
  | { readonly kind: 'failed'; readonly error: unknown };

let known: LaterParts = { kind: 'loading' };
const listeners = new Set<() => void>();

function become(next: LaterParts): void {
  known = next;
  for (const listener of listeners) listener();
}

/** Loads what the first picture does without; to be called once that picture is there. */
export function loadLaterParts(): void {
  import('./later-parts.ts').then(
    ({ laterParts }) => become({ kind: 'loaded', parts: laterParts }),
    (error: unknown) => become({ kind: 'failed', error }),
  );
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The parts of the console that are loaded after its first picture. */
export const useLaterParts = (): LaterParts => useSyncExternalStore(subscribe, () => known);
