import type { Message } from '../../../shared/messages.ts';

/** What reached a practice cloud application. `connection` is the number in its listener's list of connections. */
export type Received = { readonly time: number; readonly connection: number } & (
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly target: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'upgrade'; readonly target: string; readonly headers: Readonly<Record<string, string>> }
  /** `message` is `undefined` when the text is no message of NBWSS's format. */
  | { readonly kind: 'message'; readonly text: string; readonly message: Message | undefined }
  | { readonly kind: 'binary'; readonly bytes: number }
  | { readonly kind: 'ping' }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
);
/** {@link Received} before it is put into the log. */
export type Arrival = Received extends infer Entry
  ? Entry extends Received
    ? Omit<Entry, 'time' | 'connection'>
    : never
  : never;
