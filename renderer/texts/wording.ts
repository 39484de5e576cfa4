/** Counts and what they count, in English. */

/** With a comma between thousands. */
export const grouped = (count: number) => count.toLocaleString('en');

export const plural = (count: number, one: string, many: string) => `${grouped(count)} ${count === 1 ? one : many}`;

export const notificationCount = (count: number) =>
  `${grouped(count)} ${count === 1 ? 'notification' : 'notifications'}`;

export const undeliveredWait = (count: number) =>
  `${grouped(count)} undelivered ${count === 1 ? 'notification waits' : 'notifications wait'}`;
