import type {
  PracticeApplication,
  PracticeExchange,
  PracticeNotification,
  PracticeStatus,
} from '../../shared/practice.ts';
import { texts } from '../texts.ts';

/** What the three steps of "First look" have to show; each ticks itself by what has happened, however it came about. */
export interface FirstLookSteps {
  /** The one that is connected; undefined when none is. */
  readonly connected: PracticeApplication | undefined;
  /** Whether a command was answered without an error. */
  readonly answered: boolean;
  /** The latest command; a login that went before it does not count. */
  readonly exchange: PracticeExchange | undefined;
  readonly notification: PracticeNotification | undefined;
}

const newest = <T extends { readonly time: number }>(lists: readonly (readonly T[])[]): T[] =>
  lists.flat().sort((a, b) => b.time - a.time);

/** Both applications count: their group may have gone over from one to the other. */
export function firstLookSteps({ applications }: PracticeStatus): FirstLookSteps {
  const exchanges = newest(applications.map((application) => application.exchanges)).filter(
    ({ uri }) => !uri.startsWith('/netbackup/login'),
  );
  return {
    connected: applications.find((application) => application.connected),
    answered: exchanges.some(({ response }) => response !== null && response.responseCode < 400),
    exchange: exchanges[0],
    notification: newest(applications.map(({ notificationMessages }) => notificationMessages))[0],
  };
}

/** A message with notifications in a few words. */
export function subjectText({ first, count }: PracticeNotification): string {
  const label = texts.practice;
  return first ? label.subject(first.object, first.name, first.state, count - 1) : label.noSubject;
}
