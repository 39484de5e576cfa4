import { useSyncExternalStore } from 'react';

/** What this window remembers over a restart. Storage may be switched off: then nothing is remembered, and nothing fails. */

export function remembered(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Nothing is lost but the memory.
  }
}

/** A choice that parts of the window share, and that lasts over a restart. */
export class RememberedChoice<T> {
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #value: T;

  /** @param read makes a choice of whatever stands in the storage: `null`, or something of another version */
  constructor(key: string, read: (stored: unknown) => T) {
    this.#key = key;
    this.#value = read(remembered(key));
  }

  get value(): T {
    return this.#value;
  }

  choose(value: T): void {
    this.#value = value;
    remember(this.#key, value);
    for (const listener of this.#listeners) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export const useRememberedChoice = <T>(choice: RememberedChoice<T>): T =>
  useSyncExternalStore(choice.subscribe, () => choice.value);
