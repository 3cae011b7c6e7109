/** Lines: one or several series over one axis. */
import { itemAt } from '../host/item-at';
import { assertSameLength, extent, formatNumber, lineIndices, round, toVector } from './numbers';
import { categoryColor, categoryDash, REFERENCE_COLOR, withOpacity } from './palette';
import { axis, createFigure, logAxis, quantity, quantityInText } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

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

/** A dashed gray line for comparison: a baseline, a target. */
export interface Reference {
  value: number;
  label: string;
}

export interface LineOptions extends FigureOptions {
  /** Title of the horizontal axis, with the unit. Defaults to "x". */
  xLabel?: string;
  /** Title of the vertical axis, with the unit. Defaults to "y". */
  yLabel?: string;
  /** `'log'` draws powers of ten at equal distances. Defaults to `'linear'`. */
  xScale?: 'linear' | 'log';
  yScale?: 'linear' | 'log';
  /** Defaults to lines, with markers up to 30 points. */
  mode?: LineMode;
  /** Horizontal lines to compare with. */
  references?: readonly Reference[];
}

const CALLER = 'plot.line';

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
    x: keep.map((i) => round(itemAt(x, i), 5)),
    y: keep.map((i) => round(itemAt(y, i), 5)),
    line: { color, width, dash, simplify: false },
    ...(shown === 'lines' ? {} : { marker: { color, size: 6 } }),
  };
}

/** A filled band between two heights over the same positions. */
export function bandTrace(
  x: readonly (number | string)[],
  low: readonly number[],
  high: readonly number[],
  color: string,
  name?: string,
): Trace {
  // Once along the upper edge and back along the lower one.
  const keep = low.length > 500 ? lineIndices(high, 500) : low.map((_, i) => i);
  const back = [...keep].reverse();
  const place = (i: number): number | string | null => {
    const value = itemAt(x, i);
    return typeof value === 'number' ? round(value, 5) : value;
  };
  return {
    type: 'scatter',
    mode: 'lines',
    ...(name ? { name } : {}),
    showlegend: name !== undefined,
    x: [...keep.map(place), ...back.map(place)],
    y: [...keep.map((i) => round(itemAt(high, i))), ...back.map((i) => round(itemAt(low, i)))],
    fill: 'toself',
    fillcolor: withOpacity(color, 0.2),
    line: { width: 0, color },
    hoverinfo: 'skip',
  };
}

/** Dashed lines, named in the legend (a label on the line would cover data somewhere). */
export function referenceLines(
  references: readonly Reference[],
  vertical = false,
): Record<string, unknown> {
  if (references.length === 0) return {};
  return {
    shapes: references.map(({ value, label }) => ({
      type: 'line',
      ...(vertical
        ? { yref: 'paper', y0: 0, y1: 1, x0: value, x1: value }
        : { xref: 'paper', x0: 0, x1: 1, y0: value, y1: value }),
      name: `${label}: ${formatNumber(value)}`,
      showlegend: true,
      line: { color: REFERENCE_COLOR, dash: 'dash', width: 1.5 },
    })),
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

function isSeriesObject(input: unknown): input is Series {
  return typeof input === 'object' && input !== null && 'y' in input;
}

function listSeries(input: Numbers | Series | readonly Series[]): Series[] {
  if (isSeriesObject(input)) return [input];
  if (Array.isArray(input) && isSeriesObject(input[0])) return [...(input as readonly Series[])];
  return [{ y: input }];
}

interface ReadSeries {
  x: number[];
  y: number[];
  name: string;
  mode: LineMode | undefined;
  band: { low: number[]; high: number[] } | undefined;
}

function readSeries(series: Series, fallback: string): ReadSeries {
  const name = series.name ?? fallback;
  const y = toVector(series.y, CALLER, `y of ${name}`);
  const x =
    series.x === undefined ? y.map((_, k) => k) : toVector(series.x, CALLER, `x of ${name}`);
  assertSameLength(CALLER, `x of ${name}`, x.length, 'y', y.length);
  if (!series.low !== !series.high) {
    throw new RangeError(
      `${CALLER}: expected low and high together for ${name}; got only one. Pass both ends of the band.`,
    );
  }
  const band = series.low &&
    series.high && {
      low: toVector(series.low, CALLER, `low of ${name}`),
      high: toVector(series.high, CALLER, `high of ${name}`),
    };
  if (band) {
    assertSameLength(CALLER, `y of ${name}`, y.length, 'low', band.low.length);
    assertSameLength(CALLER, `y of ${name}`, y.length, 'high', band.high.length);
  }
  return { x, y, name, mode: series.mode, band };
}

/**
 * Lines through points in order, each with an optional band.
 *
 * Lines of more than 1,000 points keep the lowest and the highest point of each stretch, so spikes stay visible.
 *
 * @param input the heights, `[N]`; or one `{ x, y, name, low, high }`, or a list of them
 * @throws RangeError if x and y differ in length or a series is empty.
 */
export function line(
  input: Numbers | Series | readonly Series[],
  options: LineOptions = {},
): Figure {
  const {
    xLabel = 'x',
    yLabel = 'y',
    xScale = 'linear',
    yScale = 'linear',
    mode,
    references = [],
  } = options;
  const title = options.title ?? `${quantity(yLabel)} over ${quantityInText(xLabel)}`;
  const listed = listSeries(input);
  const series = listed.map((each, i) =>
    readSeries(each, listed.length > 1 ? `series ${i + 1}` : quantity(yLabel)),
  );
  const bands = series.flatMap(({ x, band }, i) =>
    band ? [bandTrace(x, band.low, band.high, categoryColor(i))] : [],
  );
  const lines = series.map(({ x, y, name, mode: own }, i) =>
    lineTrace(x, y, { name, color: categoryColor(i), dash: categoryDash(i), mode: own ?? mode }),
  );
  return createFigure({
    title,
    height: options.height,
    data: [...bands, ...lines],
    legend: lines.length > 1 || references.length > 0,
    alt: options.alt ?? describe(title, series, xLabel, yLabel, references),
    layout: {
      xaxis:
        xScale === 'log' ? logAxis(xLabel, extent(series.flatMap(({ x }) => x))) : axis(xLabel),
      yaxis:
        yScale === 'log' ? logAxis(yLabel, extent(series.flatMap(({ y }) => y))) : axis(yLabel),
      ...referenceLines(references),
    },
  });
}

function describe(
  title: string,
  series: readonly ReadSeries[],
  xLabel: string,
  yLabel: string,
  references: readonly Reference[],
): string {
  const [low, high] = extent(series.flatMap(({ x }) => extent(x)));
  const trends = series.map(
    ({ y, name }) => `${series.length > 1 ? name : quantity(yLabel)} ${describeTrend(y)}`,
  );
  const lines = references.map(({ value, label }) => `${label} at ${formatNumber(value)}`);
  return (
    `${title}. ${yLabel} over ${xLabel} from ${formatNumber(low)} to ${formatNumber(high)}: ${trends.join('; ')}.` +
    (lines.length > 0 ? ` For comparison: ${lines.join(', ')}.` : '')
  );
}
