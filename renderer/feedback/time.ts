const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const dateOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = 86_400;

/** @param time epoch milliseconds */
export const formatTime = (time: number): string => dateAndTime.format(time);

/** @param time epoch milliseconds */
export const formatDate = (time: number): string => dateOnly.format(time);

/** The time of day. @param time epoch milliseconds */
export const formatClock = (time: number): string => timeOnly.format(time);

/** Whole days from `now` until `time`, both in epoch seconds; negative when it is past. */
export const daysUntil = (time: number, now: number): number => Math.floor((time - now) / day);
