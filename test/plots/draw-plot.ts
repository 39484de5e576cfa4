import { writeFileSync } from 'node:fs';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** One of several pictures that stand above each other and share the time axis. */
export interface Panel {
  readonly title: string;
  readonly unit: string;
  /** Names of the lines, in the order of the legend, and the points of each: seconds and value. */
  readonly lines: Readonly<Record<string, readonly (readonly [seconds: number, value: number])[]>>;
  readonly scale?: 'linear' | 'log';
}

/** Something that happened at a moment, drawn as a tick in a row of its kind. */
export interface Happening {
  readonly seconds: number;
  readonly kind: string;
}

const width = 720;

/** Digits that move nothing as far as an eye can see. */
const moreDigits = /(?<=\d\.\d\d)\d+/g;

/** Draws panels, and below them what happened, over minutes into an SVG file with a white ground: readable in both themes. */
export async function drawPlot(
  file: string,
  panels: readonly Panel[],
  happenings: readonly Happening[],
): Promise<void> {
  const x = { field: 'minutes', type: 'quantitative', title: 'minutes', axis: { grid: false } } as const;
  const spec: TopLevelSpec = {
    background: 'white',
    padding: 12,
    resolve: { scale: { color: 'independent', x: 'shared' } },
    vconcat: [
      ...panels.map(({ title, unit, lines, scale = 'linear' }) => ({
        title: { text: title, anchor: 'start' as const },
        width,
        height: 110,
        data: { values: pointsOf(lines) },
        mark: { type: 'line' as const, strokeWidth: 1.2 },
        encoding: {
          x,
          y: {
            field: 'value',
            type: 'quantitative' as const,
            title: unit,
            scale: scale === 'log' ? { type: scale } : { type: scale, zero: true },
          },
          color: { field: 'line', type: 'nominal' as const, sort: Object.keys(lines), legend: { title: null } },
        },
      })),
      {
        title: { text: 'What was done to it', anchor: 'start' as const },
        width,
        data: { values: happenings.map(({ seconds, kind }) => ({ minutes: seconds / 60, kind })) },
        mark: { type: 'tick' as const, thickness: 1, opacity: 0.5, aria: false }, // thousands of them
        encoding: { x, y: { field: 'kind', type: 'nominal' as const, title: null } },
      },
    ],
  };
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    writeFileSync(file, `${(await view.toSVG()).replace(moreDigits, '')}\n`);
  } finally {
    view.finalize();
  }
}

function pointsOf(lines: Panel['lines']): Record<string, string | number>[] {
  return Object.entries(lines).flatMap(([line, points]) =>
    points.map(([seconds, value]) => ({ minutes: seconds / 60, value, line })),
  );
}
