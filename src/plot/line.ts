/** Lines: one or several series over one axis. */
import { checkOptions } from '../host/options';
import { bandTrace, readBand, type Band } from './bands';
import { FIGURE_OPTIONS } from './known-options';
import { drawable, scaledAxis, type AxisScale } from './log-axis';
import { extent, formatNumber, lineIndices, placesAt } from './numbers';
import { categoryColor, categoryDash } from './palette';
import { checkSameLength, toDrawable } from './read';
import { referenceLines, type Reference } from './references';
import { createFigure, quantity, quantityInText } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

export type { Reference } from './references';

/** How points are drawn. */
export type LineMode = 'lines' | 'markers' | 'lines+markers';

/** One line. */
export interface Series {
  y: Numbers;
  /** Positions; defaults to 0, 1, 2, … */
  x?: Numbers;
  name?: string;
  mode?: LineMode;
  /** Lower and upper end of a band around the line, `[N]` each: spread over seeds, an interval. */
  low?: Numbers;
  high?: Numbers;
}

export interface LineOptions extends FigureOptions {
  /** Title of the horizontal axis, with the unit. Defaults to "x". */
  xLabel?: string;
  /** Title of the vertical axis, with the unit. Defaults to "y". */
  yLabel?: string;
  /** `'log'` draws powers of ten at equal distances. Defaults to `'linear'`. */
  xScale?: AxisScale;
  yScale?: AxisScale;
  /** Defaults to lines, with markers up to 30 points. */
  mode?: LineMode;
  /** Horizontal lines to compare with. */
  references?: readonly Reference[];
}

const CALLER = 'plot.line';
const OPTIONS = {
  ...FIGURE_OPTIONS,
  xLabel: true,
  yLabel: true,
  xScale: true,
  yScale: true,
  mode: true,
  references: true,
} satisfies Record<keyof LineOptions, true>;

/** How a line looks. */
export interface LineStyle {
  name?: string;
  color: string;
  dash?: string;
  mode?: LineMode;
  width?: number;
}

/** A line trace of one series, thinned to what a screen can show. */
export function lineTrace(
  x: readonly number[],
  y: readonly number[],
  { name, color, dash = 'solid', mode, width = 2 }: LineStyle,
): Trace {
  const keep = lineIndices(y);
  const shown = mode ?? (y.length <= 30 ? 'lines+markers' : 'lines');
  return {
    type: 'scatter',
    mode: shown,
    ...(name ? { name } : {}),
    x: placesAt(x, keep),
    y: placesAt(y, keep),
    line: { color, width, dash, simplify: false },
    ...(shown === 'lines' ? {} : { marker: { color, size: 6 } }),
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
  if (from === to) return `starts and ends at ${from}`;
  return `${last > first ? 'rises' : 'falls'} from ${from} to ${to}`;
}

function isSeries(input: unknown): input is Series {
  return typeof input === 'object' && input !== null && 'y' in input;
}

function isSeriesList(input: Numbers | readonly Series[]): input is readonly Series[] {
  return Array.isArray(input) && isSeries(input[0]);
}

function listSeries(input: Numbers | Series | readonly Series[]): readonly Series[] {
  if (isSeries(input)) return [input];
  return isSeriesList(input) ? input : [{ y: input }];
}

interface ReadSeries {
  x: number[];
  y: number[];
  name: string;
  mode: LineMode | undefined;
  band: Band | undefined;
  /** Values that a logarithmic axis cannot show: not above 0. */
  left: number;
}

function readSeries(series: Series, fallback: string, options: LineOptions): ReadSeries {
  const { xScale = 'linear', yScale = 'linear' } = options;
  const { name = fallback } = series;
  const y = toDrawable(series.y, CALLER, `y of ${name}`);
  const x = series.x ? toDrawable(series.x, CALLER, `x of ${name}`) : y.map((_, k) => k);
  checkSameLength(CALLER, `x of ${name}`, x.length, 'y', y.length);
  const band = readBand(CALLER, `y of ${name}`, y.length, series);
  const isLeft = (value: number, i: number): boolean =>
    (yScale === 'log' && value <= 0) || (xScale === 'log' && (x[i] ?? 0) <= 0);
  return {
    x: drawable(CALLER, `x of ${name}`, x, xScale),
    y: drawable(CALLER, `y of ${name}`, y, yScale),
    name,
    mode: series.mode,
    band: band && {
      low: drawable(CALLER, `low of ${name}`, band.low, yScale),
      high: drawable(CALLER, `high of ${name}`, band.high, yScale),
    },
    left: y.filter(isLeft).length,
  };
}

/**
 * Lines through points in order, each with an optional band.
 *
 * Lines of more than 1,000 points keep the lowest and the highest point of each stretch, so spikes stay visible. Values
 * that are NaN or infinite leave gaps, and so do those that are not above 0 on a logarithmic axis.
 *
 * @param input the heights, `[N]`; or one `{ x, y, name, low, high }`, or a list of them
 * @param options labels and scales of the axes, lines to compare with
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if x and y differ in length or a series has nothing to draw; TypeError for an unknown option or an
 *   element that is not a number.
 * @example
 * const figure = plot.line([2.3, 0.4, 0.12], { xLabel: 'epoch', yLabel: 'loss' });
 * figure.layout.meta?.alt; // 'Loss over epoch. loss over epoch from 0 to 2: Loss falls from 2.3 to 0.12.'
 */
export function line(
  input: Numbers | Series | readonly Series[],
  options: LineOptions = {},
): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { xLabel = 'x', yLabel = 'y', xScale = 'linear', yScale = 'linear' } = options;
  const { mode, references = [] } = options;
  const title = options.title ?? `${quantity(yLabel)} over ${quantityInText(xLabel)}`;
  const listed = listSeries(input);
  const series = listed.map((each, i) =>
    readSeries(each, listed.length > 1 ? `series ${i + 1}` : quantity(yLabel), options),
  );
  const bands = series.flatMap(({ x, band }, i) =>
    band ? [bandTrace(x, band, categoryColor(i))] : [],
  );
  const lines = series.map(({ x, y, name, mode: own }, i) =>
    lineTrace(x, y, { name, color: categoryColor(i), dash: categoryDash(i), mode: own ?? mode }),
  );
  const heights = series.flatMap(({ y, band }) => [
    ...y,
    ...(band?.low ?? []),
    ...(band?.high ?? []),
  ]);
  return createFigure({
    title,
    height: options.height,
    data: [...bands, ...lines],
    legend: lines.length > 1 || references.length > 0,
    alt: options.alt ?? describe(title, series, { xLabel, yLabel, references }),
    layout: {
      xaxis: scaledAxis(
        xLabel,
        xScale,
        series.flatMap(({ x }) => x),
      ),
      yaxis: scaledAxis(yLabel, yScale, heights),
      ...referenceLines(CALLER, references),
    },
  });
}

function describe(
  title: string,
  series: readonly ReadSeries[],
  {
    xLabel,
    yLabel,
    references,
  }: { xLabel: string; yLabel: string; references: readonly Reference[] },
): string {
  const [low, high] = extent(series.flatMap(({ x }) => extent(x))).map(formatNumber);
  const trends = series.map(
    ({ y, name }) => `${series.length > 1 ? name : quantity(yLabel)} ${describeTrend(y)}`,
  );
  const left = series.reduce((sum, each) => sum + each.left, 0);
  const gone = left > 0 ? ` ${left} values that are not above 0 have no place on it.` : '';
  const lines = references.map(({ value, label }) => `${label} at ${formatNumber(value)}`);
  return (
    `${title}. ${yLabel} over ${xLabel} from ${low} to ${high}: ${trends.join('; ')}.${gone}` +
    (lines.length > 0 ? ` For comparison: ${lines.join(', ')}.` : '')
  );
}
