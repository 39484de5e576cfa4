import type { ConsoleFrame } from '../../shared/console-state.ts';
import type { ConsoleStore } from './console-store.ts';

/** How long the service's state may lag behind the end of a call, in milliseconds. */
const lag = 1000;

/** Resolves when the window shows what a call has done: without it a form would show the old state for a moment. */
export async function shownBy(store: ConsoleStore, isShown: (frame: ConsoleFrame) => boolean): Promise<void> {
  const shown = store.until(({ link, state }) => link !== 'up' || !state || isShown(state.frame));
  await Promise.race([shown, new Promise((late) => setTimeout(late, lag))]);
}
