/** Points in the plane, colored by class or by a number. */
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { extent, formatNumber, placesAt, round, scatterIndices } from './numbers';
import { colorScale } from './palette';
import {
  classTraces,
  markerSize,
  markerStyle,
  plainTrace,
  readLabels,
  type Labeled,
} from './points';
import { checkSameLength, checkSomePairs, toDrawable } from './read';
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

const OPTIONS = {
  ...FIGURE_OPTIONS,
  xLabel: true,
  yLabel: true,
  labels: true,
  classNames: true,
  colorBy: true,
  colorLabel: true,
  text: true,
  size: true,
} satisfies Record<keyof ScatterOptions, true>;

/** Points colored by a number each. Opaque: the color bar is. */
function coloredTrace(
  x: readonly number[],
  y: readonly number[],
  { colorBy = [], colorLabel = 'value', size = markerSize(x.length), text }: ScatterOptions,
): Trace {
  const values = toDrawable(colorBy, CALLER, 'colorBy');
  checkSameLength(CALLER, 'x', x.length, 'colorBy', values.length);
  const [low, high] = extent(values);
  return {
    ...plainTrace(x, y, { size, text }),
    marker: {
      ...markerStyle(0, size),
      opacity: 1,
      color: placesAt(values, scatterIndices(x.length), 4),
      cmin: round(low),
      cmax: round(high),
      colorscale: colorScale('viridis'),
      colorbar: colorBar(colorLabel),
      showscale: true,
    },
  };
}

/** One named group of points. */
export interface PointGroup {
  x: Numbers;
  y: Numbers;
  name?: string;
}

interface Points {
  x: number[];
  y: number[];
}

function readPoints(x: Numbers, y: Numbers, of = ''): Points {
  const xs = toDrawable(x, CALLER, `x${of}`);
  const ys = toDrawable(y, CALLER, `y${of}`);
  checkSameLength(CALLER, `x${of}`, xs.length, 'y', ys.length);
  checkSomePairs(CALLER, `the pairs of x and y${of}`, xs, ys);
  return { x: xs, y: ys };
}

function joinGroups(groups: readonly PointGroup[]): Points & { labels: string[] } {
  const parts = groups.map(({ x, y, name }, i) => {
    const label = name ?? `group ${i + 1}`;
    return { ...readPoints(x, y, ` of ${label}`), label };
  });
  return {
    x: parts.flatMap((part) => part.x),
    y: parts.flatMap((part) => part.y),
    labels: parts.flatMap(({ x, label }) => x.map(() => label)),
  };
}

function isGroups(x: unknown): x is readonly PointGroup[] {
  if (!Array.isArray(x)) return false;
  const first: unknown = x[0];
  return typeof first === 'object' && first !== null && 'x' in first && 'y' in first;
}

/**
 * Points in the plane.
 *
 * More than 3,000 points are thinned to evenly spaced ones of the list (said in the alternative text). Points that are
 * NaN or infinite are left out.
 *
 * @param x `[N]`
 * @param y `[N]`
 * @param options labels of the axes, classes or a number for the color of each point
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if lengths differ, nothing is there or a label is no class; TypeError for an unknown option or an
 *   element that is not a number.
 * @example
 * const figure = plot.scatter([1, 2, 3], [2, 4, 6], { xLabel: 'weight (kg)', yLabel: 'price ($)' });
 * figure.layout.meta?.alt.endsWith('Correlation 1.'); // true
 */
export function scatter(x: Numbers, y: Numbers, options?: ScatterOptions): Figure;
/**
 * Points in named groups.
 *
 * @param groups `[{ name, x, y }, …]`, x and y `[N]` each
 * @example
 * const figure = plot.scatter([{ name: 'cats', x: [1, 2], y: [3, 4] }, { name: 'dogs', x: [5], y: [6] }]);
 * figure.data.map(({ name }) => name); // [ 'cats', 'dogs' ]
 */
export function scatter(groups: readonly PointGroup[], options?: ScatterOptions): Figure;
export function scatter(
  first: Numbers | readonly PointGroup[],
  second?: Numbers | ScatterOptions,
  third?: ScatterOptions,
): Figure {
  if (isGroups(first)) {
    const { labels, ...points } = joinGroups(first);
    return drawScatter(points, { labels, ...(second as ScatterOptions | undefined) });
  }
  return drawScatter(readPoints(first, second as Numbers), third ?? {});
}

function drawScatter(points: Points, options: ScatterOptions): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { xLabel = 'x', yLabel = 'y', labels, classNames, colorBy, height, alt } = options;
  const { x, y } = points;
  const title = options.title ?? `${quantity(yLabel)} against ${quantityInText(xLabel)}`;
  const groups = labels && readLabels(labels, classNames, CALLER);
  if (groups) checkSameLength(CALLER, 'x', x.length, 'labels', groups.each.length);
  const one = colorBy ? coloredTrace : plainTrace;
  return createFigure({
    title,
    height,
    data: groups ? classTraces(x, y, groups, options) : [one(x, y, options)],
    legend: groups !== undefined,
    alt: alt ?? describe(title, points, { xLabel, yLabel }, groups),
    layout: { xaxis: axis(xLabel), yaxis: axis(yLabel), hovermode: 'closest' },
  });
}

/** Pearson's correlation coefficient. */
function correlation({ x, y }: Points): number {
  const pairs = x
    .map((value, i): [number, number] => [value, y[i] ?? NaN])
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const mx = pairs.reduce((sum, [a]) => sum + a, 0) / pairs.length;
  const my = pairs.reduce((sum, [, b]) => sum + b, 0) / pairs.length;
  let [xy, xx, yy] = [0, 0, 0];
  for (const [a, b] of pairs) {
    xy += (a - mx) * (b - my);
    xx += (a - mx) ** 2;
    yy += (b - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

/** How many points each class has, or how x and y go together. */
function describeTogether(points: Points, groups: Labeled | undefined): string {
  if (groups) {
    const counts = groups.classes.map(
      (name) => `${name} (${groups.each.filter((each) => each === name).length})`,
    );
    return ` Classes: ${counts.join(', ')}.`;
  }
  const r = correlation(points);
  const known = Number.isFinite(r) && points.x.length > 2;
  return known ? ` Correlation ${formatNumber(Number(r.toFixed(2)))}.` : '';
}

function describe(
  title: string,
  points: Points,
  { xLabel, yLabel }: { xLabel: string; yLabel: string },
  groups: Labeled | undefined,
): string {
  const count = points.x.length;
  const [x0, x1] = extent(points.x).map(formatNumber);
  const [y0, y1] = extent(points.y).map(formatNumber);
  const shown = scatterIndices(count).length;
  const thinned = shown < count ? `, ${formatNumber(shown)} of them drawn` : '';
  return (
    `${title}. ${formatNumber(count)} points${thinned}: ${xLabel} from ${x0} to ${x1}, ` +
    `${yLabel} from ${y0} to ${y1}.${describeTogether(points, groups)}`
  );
}
