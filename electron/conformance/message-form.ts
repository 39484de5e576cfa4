import type { Clock } from '../service/clock.ts';
import type { RuleSheet } from './rule-sheet.ts';
import type { RuleId } from './rules.ts';

/** How far a clock may be off without a remark, in seconds. */
const clockTolerance = 300;
/** Seconds until the year 5138: what is larger are milliseconds. */
const largestSeconds = 1e11;

/** Milliseconds as people read them. */
export const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;

/**
 * M-6: judges the timeStamp of a message. Clocks differ, so a wrong time is a remark; a wrong unit is not.
 * @param what the message, as `The CONNECT RESPONSE`
 */
export function judgeTimeStamp(sheet: RuleSheet, id: RuleId, what: string, timeStamp: unknown, clock: Clock): void {
  if (typeof timeStamp !== 'number') {
    sheet.fail(id, `${what} has ${sheet.quoted(timeStamp)} as timeStamp instead of a number.`);
  } else if (Math.abs(timeStamp) >= largestSeconds) {
    sheet.fail(id, `${what} has the timeStamp ${timeStamp}: that is no number of seconds (are they milliseconds?).`);
  } else {
    const off = Math.round(timeStamp - clock.now() / 1000);
    if (Math.abs(off) > clockTolerance)
      sheet.remark(id, `${what} has the timeStamp ${timeStamp}, which is ${Math.abs(off)} s off the clock here.`);
  }
}

/** M-4, decision 13: how an id was answered. */
export function judgeCase(sheet: RuleSheet, id: RuleId, asked: string, answered: string): void {
  if (asked !== answered)
    sheet.remark(
      id,
      `The id came back in another case (${sheet.quoted(asked)} as ${sheet.quoted(answered)}); NBWSS accepts that.`,
    );
}
