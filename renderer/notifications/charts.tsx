import { useTheme } from '@mui/material/styles';
import { LineChart, lineClasses } from '@mui/x-charts/LineChart';
import { texts } from '../texts.ts';

export interface HourChartProps {
  /** What it shows, in words, for those who do not see it. */
  summary: string;
  /** Of the place that it has, in CSS pixels. The library would measure that itself, and then draw all at once instead of in slices. */
  width: number;
  /** Epoch milliseconds. */
  times: readonly number[];
  values: readonly number[];
  colour: 'primary' | 'warning';
}

const hour = 3_600_000;
/** Samples of a service that has just started: as a line they would be too short to be seen. */
const longestInvisible = 6;
const hourAndMinute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const toTheSecond = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** One line over the last hour. Stands in a file of its own, since the library of charts is loaded only where one is drawn. */
export function HourChart({ summary, width, times, values, colour }: HourChartProps) {
  const { vars } = useTheme();
  return (
    <div role="img" aria-label={summary}>
      <LineChart
        width={width}
        height={132}
        margin={{ top: 8, right: 30, bottom: 0, left: 0 }}
        hideLegend
        skipAnimation
        disableKeyboardNavigation
        grid={{ horizontal: true }}
        xAxis={[
          {
            data: times.map((time) => new Date(time)),
            scaleType: 'time',
            height: 28,
            tickNumber: 5,
            min: new Date((times.at(-1) ?? 0) - hour),
            max: new Date(times.at(-1) ?? 0),
            domainLimit: 'strict',
            valueFormatter: (time: Date, { location }) =>
              (location === 'tick' ? hourAndMinute : toTheSecond).format(time),
          },
        ]}
        yAxis={[
          { min: 0, max: Math.max(4, ...values), tickMinStep: 1, tickNumber: 4, width: 44, valueFormatter: compact },
        ]}
        series={[
          {
            data: [...values],
            area: true,
            showMark: values.length <= longestInvisible,
            curve: 'linear',
            color: vars?.palette[colour].main ?? '',
            valueFormatter: (value) => texts.notifications.number(value ?? 0),
          },
        ]}
        sx={{ [`& .${lineClasses.area}`]: { opacity: 0.2 }, [`& .${lineClasses.line}`]: { strokeWidth: 1.5 } }}
      />
    </div>
  );
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const compact = (value: number): string => short.format(value);
