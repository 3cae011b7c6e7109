/** Lines: one or several series over one axis. */
import { assertSameLength, extent, formatNumber, lineIndices, round, toVector } from './numbers';
import { categoryColor, categoryDash } from './palette';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

/** One line. */
export interface Series {
  y: Numbers;
  /** Positions; defaults to 0, 1, 2, … */
  x?: Numbers;
  name?: string;
}

export interface LineOptions extends FigureOptions {
  /** Title of the horizontal axis, with the unit. Defaults to "x". */
  xLabel?: string;
  /** Title of the vertical axis, with the unit. Defaults to "y". */
  yLabel?: string;
  /** `'log'` draws powers of ten at equal distances. Defaults to `'linear'`. */
  xScale?: 'linear' | 'log';
  yScale?: 'linear' | 'log';
  /** `'lines'`, `'markers'` or `'lines+markers'`. Defaults to lines, with markers up to 30 points. */
  mode?: 'lines' | 'markers' | 'lines+markers';
}

/** A line trace of one series, thinned to what a screen can show. */
export function lineTrace(
  x: readonly number[],
  y: readonly number[],
  {
    name,
    color,
    dash = 'solid',
    mode,
    width = 2,
  }: { name?: string; color: string; dash?: string; mode?: string; width?: number },
): Trace {
  const keep = lineIndices(y);
  return {
    type: 'scatter',
    mode: mode ?? (y.length <= 30 ? 'lines+markers' : 'lines'),
    ...(name ? { name } : {}),
    x: keep.map((i) => round(x[i] as number, 5)),
    y: keep.map((i) => round(y[i] as number, 5)),
    line: { color, width, dash },
    marker: { color, size: 6 },
  };
}

/** "falls from 2.3 to 0.12": how a series ends against how it began. */
export function describeTrend(values: readonly number[]): string {
  const finite = values.filter(Number.isFinite);
  const first = finite[0];
  const last = finite[finite.length - 1];
  if (first === undefined || last === undefined) return 'has no finite value';
  const from = formatNumber(first);
  const to = formatNumber(last);
  if (from === to) return `stays at ${from}`;
  return `${last > first ? 'rises' : 'falls'} from ${from} to ${to}`;
}

function readSeries(input: Numbers | Series | readonly Series[]): Series[] {
  if (
    Array.isArray(input) &&
    input.length > 0 &&
    typeof input[0] === 'object' &&
    input[0] !== null &&
    'y' in input[0]
  ) {
    return [...(input as readonly Series[])];
  }
  if (!Array.isArray(input) && typeof input === 'object' && input !== null && 'y' in input)
    return [input as Series];
  return [{ y: input as Numbers }];
}

/**
 * Lines through points in order.
 *
 * Lines of more than 1,000 points keep the lowest and the highest point of each stretch, so spikes stay visible.
 *
 * @param input the heights, `[N]`; or one `{x, y, name}`, or a list of them
 * @throws RangeError if x and y differ in length or a series is empty.
 */
export function line(
  input: Numbers | Series | readonly Series[],
  options: LineOptions = {},
): Figure {
  const {
    title = 'Line',
    xLabel = 'x',
    yLabel = 'y',
    xScale = 'linear',
    yScale = 'linear',
    mode,
    height,
    alt,
  } = options;
  const series = readSeries(input).map(({ x, y, name }, i) => {
    const label = name ?? `series ${i + 1}`;
    const ys = toVector(y, 'plot.line', `y of ${label}`);
    const xs = x === undefined ? ys.map((_, k) => k) : toVector(x, 'plot.line', `x of ${label}`);
    assertSameLength('plot.line', 'x', xs.length, 'y', ys.length);
    return { xs, ys, label };
  });
  const [low, high] = extent(series.flatMap(({ xs }) => extent(xs)));
  const trends = series.map(
    ({ ys, label }) => `${series.length > 1 ? label : yLabel} ${describeTrend(ys)}`,
  );
  return createFigure({
    title,
    height,
    data: series.map(({ xs, ys, label }, i) =>
      lineTrace(xs, ys, { name: label, color: categoryColor(i), dash: categoryDash(i), mode }),
    ),
    alt:
      alt ??
      `${title}. ${yLabel} over ${xLabel} from ${formatNumber(low)} to ${formatNumber(high)}: ${trends.join('; ')}.`,
    layout: { xaxis: axis(xLabel, { type: xScale }), yaxis: axis(yLabel, { type: yScale }) },
  });
}
