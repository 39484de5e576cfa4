import type { NotificationSample } from '../../shared/notification-status.ts';

const minute = 60_000;
/** Half a sample's distance: two samples are never exactly ten seconds apart. */
const tolerance = 5_000;

/** How many were delivered in the minute before each sample. */
export function perMinute(samples: readonly NotificationSample[]): number[] {
  let first = 0;
  let sum = 0;
  return samples.map(({ time, delivered }) => {
    sum += delivered;
    for (let oldest = samples[first]; oldest && oldest.time <= time - minute + tolerance; oldest = samples[first]) {
      sum -= oldest.delivered;
      first++;
    }
    return sum;
  });
}

export interface HourSummary {
  readonly delivered: number;
  readonly mostPerMinute: number;
  readonly mostUndelivered: number;
  /** When there were most. */
  readonly mostAt: number;
}

/** The last hour in a few figures; `undefined` before the first sample. */
export function hourSummary(samples: readonly NotificationSample[]): HourSummary | undefined {
  if (samples.length === 0) return undefined;
  const most = samples.reduce((a, b) => (b.undelivered > a.undelivered ? b : a));
  return {
    delivered: samples.reduce((sum, { delivered }) => sum + delivered, 0),
    mostPerMinute: Math.max(...perMinute(samples)),
    mostUndelivered: most.undelivered,
    mostAt: most.time,
  };
}

/** The last hour in steps of five minutes, the latest first: what was delivered in a step, and what waited at its end. */
export function tableRows(samples: readonly NotificationSample[]): NotificationSample[] {
  const last = samples.at(-1);
  if (!last) return [];
  const rows: NotificationSample[] = [];
  for (const sample of [...samples].reverse()) {
    const row = rows.at(-1);
    if (!row || sample.time <= row.time - 5 * minute + tolerance) rows.push({ ...sample });
    else rows[rows.length - 1] = { ...row, delivered: row.delivered + sample.delivered };
  }
  return rows;
}
