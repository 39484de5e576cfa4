import type { ConnectionNotice } from '../shared/connection-notice.ts';

/** So many notices are shown to a console that was away for a moment. */
const most = 10;

/** The latest notices of all services of this host. */
export class NoticeBoard {
  #latest: ConnectionNotice[] = [];

  /** Oldest first; another array after each notice. */
  get latest(): ConnectionNotice[] {
    return this.#latest;
  }

  /** @returns the notice as it is told: of a time of its own, and marked when it is about practice mode */
  add(notice: ConnectionNotice, isPractice: boolean): ConnectionNotice {
    const at = Math.max(notice.at, (this.#latest.at(-1)?.at ?? 0) + 1); // two services may tell at the same time
    const told = { ...notice, at, ...(isPractice ? { title: `Practice mode: ${notice.title}` } : {}) };
    this.#latest = [...this.#latest, told].slice(-most);
    return told;
  }
}
