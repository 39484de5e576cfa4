import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  Component,
  lazy,
  memo,
  type ReactNode,
  Suspense,
  startTransition,
  useCallback,
  useEffect,
  useState,
} from 'react';
import type { NotificationSample } from '../../shared/notification-status.ts';
import { shownIdentifier } from '../../shared/shown-identifier.ts';
import { ProblemAlert } from '../feedback/problem-alert.tsx';
import { formatClock } from '../feedback/time.ts';
import { texts } from '../texts.ts';
import type { HourChartProps } from './charts.tsx';
import { type HourSummary, hourSummary, perMinute, tableRows } from './plot-figures.ts';
import { useSamples } from './use-notifications.ts';

const label = texts.notifications;
const HourChart = lazy(async () => ({ default: (await import('./charts.tsx')).HourChart }));

interface PlotsProps {
  /** `null` for all groups. */
  groupId: string | null;
  sampledAt: number | null;
}

/**
 * Throughput and backlog over the last hour, as plots, in words and as a table. Drawn anew with each sample, not with each
 * notification that is delivered.
 */
export const Plots = memo(function Plots({ groupId, sampledAt }: PlotsProps) {
  const { value: samples, problem } = useSamples(groupId, sampledAt);
  if (problem) return <ProblemAlert problem={problem} />;
  const summary = samples && hourSummary(samples);
  if (!samples || !summary) return <Box sx={{ color: 'text.secondary', py: 1 }}>{label.noSamples}</Box>;
  return <HourPlots key={groupId} groupId={groupId} samples={samples} summary={summary} />;
});

interface HourPlotsProps {
  groupId: string | null;
  samples: readonly NotificationSample[];
  summary: HourSummary;
}

function HourPlots({ groupId, samples, summary }: HourPlotsProps) {
  const drawn = useOneByOne(2);
  const times = samples.map(({ time }) => time);
  const throughput = label.throughputSummary(summary.delivered, summary.mostPerMinute);
  const backlog = label.backlogSummary(summary.mostUndelivered, formatClock(summary.mostAt));
  return (
    <Box role="group" aria-label={label.plotsOf(groupId === null ? label.allGroups : shownIdentifier(groupId))}>
      <Box
        sx={{
          display: 'grid',
          columnGap: 2,
          rowGap: 1,
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(290px, 100%), 1fr))',
        }}
      >
        <Plot
          heading={label.throughput}
          isDrawn={drawn > 0}
          chart={{ summary: throughput, times, values: perMinute(samples), colour: 'primary' }}
        />
        <Plot
          heading={label.backlog}
          isDrawn={drawn > 1}
          chart={{ summary: backlog, times, values: samples.map((each) => each.undelivered), colour: 'warning' }}
        />
      </Box>
      <HourTable samples={samples} />
    </Box>
  );
}

/**
 * How many of so many parts are to be drawn: none at first, then one more in each task. The library takes a frame or two to draw a plot for the
 * first time; two of them together with what stands around them would keep the window from answering.
 */
function useOneByOne(parts: number): number {
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    if (drawn >= parts) return undefined;
    const next = setTimeout(() => startTransition(() => setDrawn(drawn + 1)));
    return () => clearTimeout(next);
  }, [drawn, parts]);
  return drawn;
}

interface PlotProps {
  heading: string;
  isDrawn: boolean;
  chart: Omit<HourChartProps, 'width'>;
}

function Plot({ heading, isDrawn, chart }: PlotProps) {
  const [width, setWidth] = useState<number>();
  const measure = useCallback((place: HTMLElement) => {
    const observer = new ResizeObserver(() => startTransition(() => setWidth(place.clientWidth)));
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  return (
    <Box component="figure" sx={{ m: 0, minWidth: 0 }}>
      <Box component="figcaption" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1 }}>
        <Typography variant="h3">{heading}</Typography>
        <Box sx={{ color: 'text.secondary', fontSize: '0.75rem' }}>{chart.summary}</Box>
      </Box>
      <Box ref={measure} sx={{ height: 132, overflow: 'hidden' }}>
        <WithoutPlots>
          <Suspense fallback={<Box sx={{ color: 'text.secondary' }}>{label.plotsLoading}</Box>}>
            {isDrawn && width !== undefined && <HourChart width={width} {...chart} />}
          </Suspense>
        </WithoutPlots>
      </Box>
    </Box>
  );
}

/** The file with the charts may be gone, after an update for example: the figures are there all the same. */
class WithoutPlots extends Component<{ children: ReactNode }, { isFailed: boolean }> {
  override state = { isFailed: false };

  static getDerivedStateFromError() {
    return { isFailed: true };
  }

  override render() {
    return this.state.isFailed ? <Box>{label.plotsNotLoaded}</Box> : this.props.children;
  }
}

/** The same figures for those who do not see the plots. */
function HourTable({ samples }: { samples: readonly NotificationSample[] }) {
  const { time, delivered, undelivered } = label.tableColumns;
  const cell = { border: 1, borderColor: 'divider', px: 1, py: 0.25 } as const;
  const number = { ...cell, textAlign: 'right', fontVariantNumeric: 'tabular-nums' } as const;
  return (
    <Box component="details" sx={{ mt: 0.5 }}>
      <Box component="summary" sx={{ cursor: 'pointer' }}>
        {label.asTable}
      </Box>
      <Box component="table" aria-label={label.table} sx={{ borderCollapse: 'collapse', mt: 0.5, fontSize: '0.75rem' }}>
        <thead>
          <tr>
            {[time, delivered, undelivered].map((text) => (
              <Box component="th" scope="col" key={text} sx={{ ...cell, textAlign: 'left', bgcolor: 'band' }}>
                {text}
              </Box>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableRows(samples).map((row) => (
            <tr key={row.time}>
              <Box component="td" sx={cell}>
                {formatClock(row.time)}
              </Box>
              <Box component="td" sx={number}>
                {label.number(row.delivered)}
              </Box>
              <Box component="td" sx={number}>
                {label.number(row.undelivered)}
              </Box>
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}
