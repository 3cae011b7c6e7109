/** A loss over two parameters and the paths of optimizers on it, as numbers. */
import { checkWholeNumber } from '../host/checks';
import { FIGURE_OPTIONS } from './known-options';
import { extent, formatNumber, lineIndices, linspace } from './numbers';
import { checkSameLength, checkSomeFinite, toMatrix, toPairs, toVector } from './read';
import type { FigureOptions, Numbers } from './types';

/** Loss at the grid of two parameters. */
export interface LossGrid {
  /** Columns, increasing. */
  x: Numbers;
  /** Rows, increasing. */
  y: Numbers;
  /** `[rows, columns]` */
  loss: Numbers;
}

/** A loss of two parameters: a function, or values on a grid. */
export type Loss = ((x: number, y: number) => number) | LossGrid;

export interface LossSurfaceOptions extends FigureOptions {
  /** Range of the first parameter, for a loss given as a function. Defaults to what the paths need. */
  xRange?: readonly [low: number, high: number];
  yRange?: readonly [low: number, high: number];
  /** Points `[steps, 2]` that an optimizer visited, by its name. */
  paths?: Readonly<Record<string, Numbers>>;
  /** `'contour'` from above, `'surface'` in three dimensions. Defaults to `'contour'`. */
  view?: 'contour' | 'surface';
  /** `'log'` colors (and lifts) by the logarithm of the loss. Defaults to `'linear'`. */
  scale?: 'linear' | 'log';
  /** Grid points along each axis. Defaults to 50. */
  resolution?: number;
  /** Names of the parameters. Default to "w₁" and "w₂". */
  xLabel?: string;
  yLabel?: string;
  /** Name and unit of the loss. Defaults to "loss". */
  lossLabel?: string;
}

export const CALLER = 'plot.lossSurface';
export const OPTIONS = {
  ...FIGURE_OPTIONS,
  xRange: true,
  yRange: true,
  paths: true,
  view: true,
  scale: true,
  resolution: true,
  xLabel: true,
  yLabel: true,
  lossLabel: true,
} satisfies Record<keyof LossSurfaceOptions, true>;

/** One point in the plane of the parameters. */
export interface Point {
  x: number;
  y: number;
}

/** Where an optimizer went. */
export interface Path {
  name: string;
  points: Point[];
}

export interface Grid {
  x: number[];
  y: number[];
  /** `[rows, columns]` */
  loss: number[][];
}

export function readPaths(paths: Readonly<Record<string, Numbers>>): Path[] {
  return Object.entries(paths).map(([name, points]) => {
    const { x, y } = toPairs(points, CALLER, `path ${name}`, 'record both parameters at each step');
    return { name, points: x.map((value, i) => ({ x: value, y: y[i] ?? NaN })) };
  });
}

function rangeAround(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const pad = (high - low || 1) * 0.25;
  return values.length > 0 ? [low - pad, high + pad] : [-2, 2];
}

function givenGrid(given: LossGrid): Grid {
  const x = toVector(given.x, CALLER, 'x');
  const y = toVector(given.y, CALLER, 'y');
  const loss = toMatrix(given.loss, CALLER, 'loss');
  checkSameLength(CALLER, 'rows of loss', loss.length, 'y', y.length);
  checkSameLength(CALLER, 'columns of loss', loss[0]?.length ?? 0, 'x', x.length);
  return { x, y, loss };
}

export function readGrid(loss: Loss, paths: readonly Path[], options: LossSurfaceOptions): Grid {
  const grid = typeof loss === 'function' ? sample(loss, paths, options) : givenGrid(loss);
  checkSomeFinite(CALLER, 'loss', grid.loss.flat());
  return grid;
}

function sample(
  loss: (x: number, y: number) => number,
  paths: readonly Path[],
  options: LossSurfaceOptions,
): Grid {
  const { resolution = 50 } = options;
  checkWholeNumber(CALLER, 'resolution', resolution, { least: 2 });
  const points = paths.flatMap((path) => path.points);
  const { xRange = rangeAround(points.map(({ x }) => x)) } = options;
  const { yRange = rangeAround(points.map(({ y }) => y)) } = options;
  const x = linspace(xRange[0], xRange[1], resolution);
  const y = linspace(yRange[0], yRange[1], resolution);
  return { x, y, loss: y.map((b) => x.map((a) => loss(a, b))) };
}

/** Where a value lies in an increasing list: the index below it, and the share of the way to the next. */
function locate(list: readonly number[], value: number): { index: number; share: number } {
  const [first = 0] = list;
  const last = list[list.length - 1] ?? 0;
  const place = ((value - first) / (last - first)) * (list.length - 1);
  if (!(place >= 0 && place <= list.length - 1)) return { index: NaN, share: NaN };
  const index = Math.max(0, Math.min(Math.floor(place), list.length - 2));
  return { index, share: place - index };
}

/** Loss at a point: by the function, or between the grid's points. NaN outside the grid. */
export function heightAt(loss: Loss, grid: Grid, { x, y }: Point): number {
  if (typeof loss === 'function') return loss(x, y);
  const column = locate(grid.x, x);
  const row = locate(grid.y, y);
  const along = (r: number): number => {
    const [left = NaN, right = left] = grid.loss[r]?.slice(column.index, column.index + 2) ?? [];
    return left + (right - left) * column.share;
  };
  const low = along(row.index);
  return row.share === 0 ? low : low + (along(row.index + 1) - low) * row.share;
}

/**
 * Points of a path to draw, at most 400. Those that lie far outside the map are gaps, so that divergence does not shrink
 * the map to a dot.
 */
export function shownPoints({ points }: Path, grid: Grid): (Point | null)[] {
  const reach = (values: number[]): ((value: number) => boolean) => {
    const [low, high] = extent(values);
    const slack = (high - low) * 0.5;
    return (value) => value >= low - slack && value <= high + slack;
  };
  const [insideX, insideY] = [reach(grid.x), reach(grid.y)];
  const keep = new Set(
    lineIndices(
      points.map(({ x }) => x),
      400,
    ),
  );
  return points
    .filter((_, i) => keep.has(i))
    .map((point) => (insideX(point.x) && insideY(point.y) ? point : null));
}

/** Where the loss is lowest on the grid. */
function lowest({ x, y, loss }: Grid): Point {
  const flat = loss.flat();
  const place = flat.indexOf(extent(flat)[0]);
  return {
    x: x[place % x.length] ?? NaN,
    y: y[Math.floor(place / x.length)] ?? NaN,
  };
}

export function describeSurface(
  title: string,
  grid: Grid,
  paths: readonly Path[],
  at: (point: Point) => number,
): string {
  const [low, high] = extent(grid.loss.flat()).map(formatNumber);
  const [x0, x1] = extent(grid.x).map(formatNumber);
  const [y0, y1] = extent(grid.y).map(formatNumber);
  const told = ({ x, y }: Point): string => `(${formatNumber(x)}, ${formatNumber(y)})`;
  const ends = paths.flatMap(({ name, points }) => {
    const end = points[points.length - 1];
    if (!end) return [];
    return [
      `${name} takes ${points.length - 1} steps to ${told(end)}, loss ${formatNumber(at(end))}`,
    ];
  });
  return (
    `${title}. Loss from ${low} to ${high} over ${x0} to ${x1} and ${y0} to ${y1}, lowest near ` +
    `${told(lowest(grid))}.${ends.length > 0 ? ` Paths: ${ends.join('; ')}.` : ''}`
  );
}
