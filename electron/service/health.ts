import type { NbwssService } from './nbwss-service.ts';

/** What `/healthz` answers: plain text, by which a headless host is known, too. */
export interface Health {
  readonly status: 200 | 503;
  readonly text: string;
}

const notOk = 'not ok: ';

/** Whether an answer at `/healthz` is one of {@link healthOf}, be it well or not. */
export const isHealth = (status: number, text: string): boolean =>
  (status === 200 && text.trim() === 'ok') || (status === 503 && text.startsWith(notOk));

/**
 * Whether each store of the service can be used. Names what they hold, and nothing of this host: whoever asks has no token. Why is
 * among the warnings of `GET /nbwss/status`.
 */
export function healthOf(service: NbwssService): Health {
  const { state } = service.frame().service;
  const isReady = state === 'ready';
  const unusable = [
    ...(service.isFolderUsable ? [] : ['the data folder cannot be written to']),
    ...(state === 'failed' ? ['the saved endpoints cannot be read'] : []),
    ...(isReady && !service.notifications.isUsable ? ['the log of notifications cannot be used'] : []),
    ...(isReady && !service.history.isUsable ? ['the history of commands cannot be written'] : []),
  ];
  return unusable.length === 0 ? { status: 200, text: 'ok' } : { status: 503, text: `${notOk}${unusable.join(', ')}` };
}
