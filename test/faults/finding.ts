/** One thing that must not be. */
export interface Finding {
  /**
   * `outOfOrder` is also what breaks the exchange of messages itself: another payload under the same id, an old `timeStamp`, a
   * message before the acknowledgement of the one before, something that NetBackup never did.
   */
  readonly kind: 'lost' | 'outOfOrder' | 'duplicateWithoutResend';
  readonly groupId: string;
  /** Such as `job 144 DONE`. */
  readonly notification: string;
  readonly messageIds: readonly string[];
  /** Epoch milliseconds. */
  readonly times: readonly number[];
  readonly text: string;
}

/** One line for people. */
export function findingLine({ kind, groupId, notification, messageIds, times, text }: Finding): string {
  const ids = messageIds.length > 0 ? `; messages ${messageIds.join(', ')}` : '';
  const when = times.map((time) => new Date(time).toISOString()).join(', ');
  return `${kind}: group ${groupId}, ${notification}: ${text}${ids}${when === '' ? '' : `; at ${when}`}`;
}
