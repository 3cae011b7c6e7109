/** A loss over two parameters and the paths of optimizers on it, as numbers. */
import { itemAt } from '../host/item-at';
import {
  assertCount,
  assertSameLength,
  extent,
  formatNumber,
  lineIndices,
  linspace,
  toMatrix,
  toNumbers,
  toVector,
} from './numbers';
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

const CALLER = 'plot.lossSurface';

export interface Path {
  name: string;
  x: number[];
  y: number[];
}

export interface Grid {
  x: number[];
  y: number[];
  loss: number[][];
}

export function readPaths(paths: Readonly<Record<string, Numbers>>): Path[] {
  return Object.entries(paths).map(([name, points]) => {
    const { values, shape } = toNumbers(points, CALLER);
    if (shape.length !== 2 || shape[1] !== 2) {
      throw new RangeError(
        `${CALLER}: expected path ${name} of shape [steps, 2]; got [${shape.join(', ')}]. Record both parameters at each step.`,
      );
    }
    const list = Array.from(values);
    return { name, x: list.filter((_, i) => i % 2 === 0), y: list.filter((_, i) => i % 2 === 1) };
  });
}

function rangeAround(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const pad = (high - low || 1) * 0.25;
  return values.length > 0 ? [low - pad, high + pad] : [-2, 2];
}

export function readGrid(loss: Loss, paths: readonly Path[], options: LossSurfaceOptions): Grid {
  if (typeof loss !== 'function') {
    const grid = {
      x: toVector(loss.x, CALLER, 'x'),
      y: toVector(loss.y, CALLER, 'y'),
      loss: toMatrix(loss.loss, CALLER, 'loss'),
    };
    assertSameLength(CALLER, 'rows of loss', grid.loss.length, 'y', grid.y.length);
    assertSameLength(CALLER, 'columns of loss', itemAt(grid.loss, 0).length, 'x', grid.x.length);
    return grid;
  }
  const { resolution = 50 } = options;
  assertCount(CALLER, 'resolution', resolution, 2);
  const x = linspace(
    ...(options.xRange ?? rangeAround(paths.flatMap((path) => path.x))),
    resolution,
  );
  const y = linspace(
    ...(options.yRange ?? rangeAround(paths.flatMap((path) => path.y))),
    resolution,
  );
  return { x, y, loss: y.map((b) => x.map((a) => loss(a, b))) };
}

/** Loss at a point: by the function, or between the grid's points. NaN outside the grid. */
export function heightAt(loss: Loss, grid: Grid, px: number, py: number): number {
  if (typeof loss === 'function') return loss(px, py);
  const place = (list: number[], value: number): number =>
    ((value - itemAt(list, 0)) / (itemAt(list, list.length - 1) - itemAt(list, 0))) *
    (list.length - 1);
  const fx = place(grid.x, px);
  const fy = place(grid.y, py);
  if (!(fx >= 0 && fy >= 0 && fx <= grid.x.length - 1 && fy <= grid.y.length - 1)) return NaN;
  const i = Math.min(Math.floor(fx), grid.x.length - 2);
  const j = Math.min(Math.floor(fy), grid.y.length - 2);
  const at = (r: number, c: number): number => itemAt(itemAt(grid.loss, r), c);
  const low = at(j, i) * (1 - fx + i) + at(j, i + 1) * (fx - i);
  const high = at(j + 1, i) * (1 - fx + i) + at(j + 1, i + 1) * (fx - i);
  return low * (1 - fy + j) + high * (fy - j);
}

/** Points of a path that lie far outside the map are left out, so that divergence does not shrink the map to a dot. */
export function shownSteps({ x, y }: Path, grid: Grid): number[] {
  const inside = (value: number, [low, high]: [number, number]): boolean => {
    const slack = (high - low) * 0.5;
    return value >= low - slack && value <= high + slack;
  };
  const xs = extent(grid.x);
  const ys = extent(grid.y);
  return lineIndices(x, 400).map((i) =>
    inside(itemAt(x, i), xs) && inside(itemAt(y, i), ys) ? i : -1,
  );
}

export function describeSurface(
  title: string,
  grid: Grid,
  paths: readonly Path[],
  at: (x: number, y: number) => number,
): string {
  const [low, high] = extent(grid.loss.flat()).map(formatNumber);
  const [x0, x1] = extent(grid.x).map(formatNumber);
  const [y0, y1] = extent(grid.y).map(formatNumber);
  let best = { value: Infinity, x: 0, y: 0 };
  grid.loss.forEach((row, r) =>
    row.forEach((value, c) => {
      if (value < best.value) best = { value, x: itemAt(grid.x, c), y: itemAt(grid.y, r) };
    }),
  );
  const ends = paths.map(({ name, x, y }) => {
    const last = x.length - 1;
    const a = itemAt(x, last);
    const b = itemAt(y, last);
    return `${name} takes ${last} steps to (${formatNumber(a)}, ${formatNumber(b)}), loss ${formatNumber(at(a, b))}`;
  });
  return (
    `${title}. Loss from ${low} to ${high} over ${x0} to ${x1} and ${y0} to ${y1}, lowest near ` +
    `(${formatNumber(best.x)}, ${formatNumber(best.y)}).${ends.length > 0 ? ` Paths: ${ends.join('; ')}.` : ''}`
  );
}
