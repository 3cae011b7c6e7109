/** Points in the plane, colored by class or by a number. */
import { itemAt } from '../host/item-at';
import {
  assertSameLength,
  extent,
  formatNumber,
  round,
  scatterIndices,
  toNumbers,
  toVector,
} from './numbers';
import { categoryColor, categorySymbol, colorScale } from './palette';
import { axis, colorBar, createFigure, quantity, quantityInText } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

const CALLER = 'plot.scatter';

export interface ScatterOptions extends FigureOptions {
  /** Title of the horizontal axis, with the unit. Defaults to "x". */
  xLabel?: string;
  /** Title of the vertical axis, with the unit. Defaults to "y". */
  yLabel?: string;
  /** Class of each point: integers or names, `[N]`. One color and marker for each class. */
  labels?: Numbers | readonly string[];
  /** Names of integer classes, in order. */
  classNames?: readonly string[];
  /** A number for each point, `[N]`, shown by color. Not together with `labels`. */
  colorBy?: Numbers;
  /** Title of the color bar. */
  colorLabel?: string;
  /** Text for each point, shown when pointing at it. */
  text?: readonly string[];
  /** Marker size in pixels. Defaults to 7, smaller for many points. */
  size?: number;
}

/** Reads classes given as numbers or names: the class of each point as text, and the classes in order. */
export function readLabels(
  labels: Numbers | readonly string[],
  classNames: readonly string[] | undefined,
  caller: string,
): { each: string[]; classes: string[] } {
  if (Array.isArray(labels) && labels.some((label) => typeof label === 'string')) {
    const each = labels.map(String);
    return { each, classes: classNames ? [...classNames] : [...new Set(each)] };
  }
  const numbers = toVector(labels as Numbers, caller, 'labels');
  const name = (k: number): string => classNames?.[k] ?? String(k);
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  return { each: numbers.map(name), classes: distinct.map(name) };
}

/** One marker trace for each class. */
export function classTraces(
  x: readonly number[],
  y: readonly number[],
  { each, classes }: { each: readonly string[]; classes: readonly string[] },
  { size, text, prefix = '' }: { size?: number; text?: readonly string[]; prefix?: string } = {},
): Trace[] {
  const shown = scatterIndices(x.length);
  return classes.map((name, k) => {
    const mine = shown.filter((i) => each[i] === name);
    return {
      type: 'scatter',
      mode: 'markers',
      name: prefix + name,
      x: mine.map((i) => round(itemAt(x, i))),
      y: mine.map((i) => round(itemAt(y, i))),
      marker: markerStyle(k, size ?? markerSize(x.length)),
      ...(text
        ? {
            text: mine.map((i) => text[i] ?? ''),
            hovertemplate: '%{text}<extra>%{fullData.name}</extra>',
          }
        : {}),
    };
  });
}

/** Marker of class `k`, with a thin pale edge that keeps neighbors apart. */
export function markerStyle(k: number, size: number): Record<string, unknown> {
  return {
    color: categoryColor(k),
    symbol: categorySymbol(k),
    size,
    opacity: 0.85,
    line: { color: '#ffffff', width: 0.5 },
  };
}

/** Marker size in pixels for so many points. */
export function markerSize(count: number): number {
  return count > 1000 ? 4 : count > 300 ? 5 : 7;
}

/** Reads points given as x and y, or as one `[N, 2]`. */
export function readPoints(points: Numbers, caller: string): { x: number[]; y: number[] } {
  const { values, shape } = toNumbers(points, caller);
  if (shape.length !== 2 || shape[1] !== 2) {
    throw new RangeError(
      `${caller}: expected points of shape [N, 2]; got [${shape.join(', ')}]. Pick two columns, or project with plot.pcaProject.`,
    );
  }
  const list = Array.from(values);
  return { x: list.filter((_, i) => i % 2 === 0), y: list.filter((_, i) => i % 2 === 1) };
}

function plainTrace(x: number[], y: number[], options: ScatterOptions): Trace {
  const shown = scatterIndices(x.length);
  const size = options.size ?? markerSize(x.length);
  const colors = options.colorBy && toVector(options.colorBy, CALLER, 'colorBy');
  if (colors) assertSameLength(CALLER, 'x', x.length, 'colorBy', colors.length);
  return {
    type: 'scatter',
    mode: 'markers',
    x: shown.map((i) => round(itemAt(x, i))),
    y: shown.map((i) => round(itemAt(y, i))),
    marker: {
      ...markerStyle(0, size),
      ...(colors && {
        color: shown.map((i) => round(itemAt(colors, i))),
        colorscale: colorScale('viridis'),
        colorbar: colorBar(options.colorLabel ?? 'value'),
        showscale: true,
      }),
    },
    ...(options.text
      ? { text: shown.map((i) => options.text?.[i] ?? ''), hovertemplate: '%{text}<extra></extra>' }
      : {}),
  };
}

/** One named group of points. */
export interface PointGroup {
  x: Numbers;
  y: Numbers;
  name?: string;
}

function joinGroups(groups: readonly PointGroup[]): { x: number[]; y: number[]; labels: string[] } {
  const parts = groups.map(({ x, y, name }, i) => {
    const label = name ?? `group ${i + 1}`;
    const xs = toVector(x, CALLER, `x of ${label}`);
    const ys = toVector(y, CALLER, `y of ${label}`);
    assertSameLength(CALLER, `x of ${label}`, xs.length, 'y', ys.length);
    return { xs, ys, label };
  });
  return {
    x: parts.flatMap(({ xs }) => xs),
    y: parts.flatMap(({ ys }) => ys),
    labels: parts.flatMap(({ xs, label }) => xs.map(() => label)),
  };
}

function isGroups(x: unknown): x is readonly PointGroup[] {
  return (
    Array.isArray(x) && typeof x[0] === 'object' && x[0] !== null && 'x' in x[0] && 'y' in x[0]
  );
}

/**
 * Points in the plane.
 *
 * More than 3,000 points are thinned to evenly spaced ones of the list (said in the alternative text).
 *
 * @param x `[N]`
 * @param y `[N]`
 * @throws RangeError if lengths differ or nothing is there.
 */
export function scatter(x: Numbers, y: Numbers, options?: ScatterOptions): Figure;
/** Points in named groups: `[{ name, x, y }, …]`. */
export function scatter(groups: readonly PointGroup[], options?: ScatterOptions): Figure;
export function scatter(
  first: Numbers | readonly PointGroup[],
  second?: Numbers | ScatterOptions,
  third?: ScatterOptions,
): Figure {
  if (isGroups(first)) {
    const { x, y, labels } = joinGroups(first);
    return drawScatter(x, y, { labels, ...(second as ScatterOptions | undefined) });
  }
  const xs = toVector(first, CALLER, 'x');
  const ys = toVector(second as Numbers, CALLER, 'y');
  return drawScatter(xs, ys, third ?? {});
}

function drawScatter(x: number[], y: number[], options: ScatterOptions): Figure {
  const { xLabel = 'x', yLabel = 'y', labels, classNames, height, alt } = options;
  const title = options.title ?? `${quantity(yLabel)} against ${quantityInText(xLabel)}`;
  assertSameLength(CALLER, 'x', x.length, 'y', y.length);
  const groups = labels && readLabels(labels, classNames, CALLER);
  if (groups) assertSameLength(CALLER, 'x', x.length, 'labels', groups.each.length);
  return createFigure({
    title,
    height,
    data: groups ? classTraces(x, y, groups, options) : [plainTrace(x, y, options)],
    legend: groups !== undefined,
    alt: alt ?? describeScatter(title, x, y, xLabel, yLabel, groups),
    layout: { xaxis: axis(xLabel), yaxis: axis(yLabel), hovermode: 'closest' },
  });
}

/** Pearson's correlation coefficient. */
function correlation(x: readonly number[], y: readonly number[]): number {
  const pairs = x
    .map((value, i) => [value, itemAt(y, i)] as const)
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const mx = pairs.reduce((sum, [a]) => sum + a, 0) / pairs.length;
  const my = pairs.reduce((sum, [, b]) => sum + b, 0) / pairs.length;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const [a, b] of pairs) {
    xy += (a - mx) * (b - my);
    xx += (a - mx) ** 2;
    yy += (b - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

function describeScatter(
  title: string,
  x: number[],
  y: number[],
  xLabel: string,
  yLabel: string,
  groups: { classes: readonly string[]; each: readonly string[] } | undefined,
): string {
  const [x0, x1] = extent(x).map(formatNumber);
  const [y0, y1] = extent(y).map(formatNumber);
  const shown = scatterIndices(x.length).length;
  const thinned = shown < x.length ? `, ${formatNumber(shown)} of them drawn` : '';
  const r = correlation(x, y);
  const tail = groups
    ? ` Classes: ${groups.classes.map((name) => `${name} (${groups.each.filter((each) => each === name).length})`).join(', ')}.`
    : Number.isFinite(r) && x.length > 2
      ? ` Correlation ${formatNumber(Number(r.toFixed(2)))}.`
      : '';
  return `${title}. ${formatNumber(x.length)} points${thinned}: ${xLabel} from ${x0} to ${x1}, ${yLabel} from ${y0} to ${y1}.${tail}`;
}
