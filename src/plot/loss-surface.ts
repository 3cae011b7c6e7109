/** A loss over two parameters, from above or as a landscape, with the paths that optimizers take. */
import {
  assertCount,
  assertSameLength,
  extent,
  formatNumber,
  linspace,
  lineIndices,
  round,
  toMatrix,
  toNumbers,
  toVector,
} from './numbers';
import { categoryDash, categorySymbol, colorScale } from './palette';
import { axis, colorBar, createFigure, GRID } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

/** Loss at the grid of two parameters. */
export interface LossGrid {
  /** Columns, increasing. */
  x: Numbers;
  /** Rows, increasing. */
  y: Numbers;
  /** `[rows, columns]` */
  loss: Numbers;
}

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

interface Path {
  name: string;
  x: number[];
  y: number[];
}

interface Grid {
  x: number[];
  y: number[];
  loss: number[][];
}

function readPaths(paths: Readonly<Record<string, Numbers>>): Path[] {
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

function readGrid(
  loss: ((x: number, y: number) => number) | LossGrid,
  paths: readonly Path[],
  options: LossSurfaceOptions,
): Grid {
  if (typeof loss !== 'function') {
    const grid = {
      x: toVector(loss.x, CALLER, 'x'),
      y: toVector(loss.y, CALLER, 'y'),
      loss: toMatrix(loss.loss, CALLER, 'loss'),
    };
    assertSameLength(CALLER, 'rows of loss', grid.loss.length, 'y', grid.y.length);
    assertSameLength(
      CALLER,
      'columns of loss',
      (grid.loss[0] as number[]).length,
      'x',
      grid.x.length,
    );
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
function heightAt(
  loss: ((x: number, y: number) => number) | LossGrid,
  grid: Grid,
  px: number,
  py: number,
): number {
  if (typeof loss === 'function') return loss(px, py);
  const place = (list: number[], value: number): number =>
    ((value - (list[0] as number)) / ((list[list.length - 1] as number) - (list[0] as number))) *
    (list.length - 1);
  const fx = place(grid.x, px);
  const fy = place(grid.y, py);
  if (!(fx >= 0 && fy >= 0 && fx <= grid.x.length - 1 && fy <= grid.y.length - 1)) return NaN;
  const i = Math.min(Math.floor(fx), grid.x.length - 2);
  const j = Math.min(Math.floor(fy), grid.y.length - 2);
  const at = (r: number, c: number): number => (grid.loss[r] as number[])[c] as number;
  const low = at(j, i) * (1 - fx + i) + at(j, i + 1) * (fx - i);
  const high = at(j + 1, i) * (1 - fx + i) + at(j + 1, i + 1) * (fx - i);
  return low * (1 - fy + j) + high * (fy - j);
}

/** log₁₀ that keeps a loss of exactly zero on the map. */
function logOf(value: number, floor: number): number {
  return Math.log10(Math.max(value, floor));
}

/** Points of a path that lie far outside the map are left out, so that divergence does not shrink the map to a dot. */
function shown({ x, y }: Path, grid: Grid): number[] {
  const inside = (value: number, [low, high]: [number, number]): boolean => {
    const slack = (high - low) * 0.5;
    return value >= low - slack && value <= high + slack;
  };
  const xs = extent(grid.x);
  const ys = extent(grid.y);
  return lineIndices(x, 400).map((i) =>
    inside(x[i] as number, xs) && inside(y[i] as number, ys) ? i : -1,
  );
}

function pathStyle(k: number): { line: Record<string, unknown>; color: string } {
  const color = PATH_COLORS[k % PATH_COLORS.length] as string;
  return { color, line: { color, width: 3, dash: categoryDash(k) } };
}

/** Vermilion first: it stands out best on the pale greens of the map. */
const PATH_COLORS = ['#D55E00', '#0072B2', '#CC79A7', '#E69F00', '#7F7F7F', '#56B4E9'];

function flatPath(path: Path, grid: Grid, k: number): Trace {
  const { line, color } = pathStyle(k);
  const keep = shown(path, grid);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: path.name,
    x: keep.map((i) => (i < 0 ? null : round(path.x[i] as number))),
    y: keep.map((i) => (i < 0 ? null : round(path.y[i] as number))),
    line,
    // Many steps lie close: smaller marks without an edge keep other paths visible.
    marker:
      path.x.length > 30
        ? { color, size: 3 }
        : { color, symbol: categorySymbol(k), size: 7, line: { color: '#ffffff', width: 0.5 } },
  };
}

/**
 * Loss over two parameters, with optimizer paths.
 *
 * @param loss a function of both parameters, or losses on a grid
 * @throws RangeError if shapes do not fit.
 */
export function lossSurface(
  loss: ((x: number, y: number) => number) | LossGrid,
  options: LossSurfaceOptions = {},
): Figure {
  const {
    title = 'Loss surface',
    xLabel = 'w₁',
    yLabel = 'w₂',
    lossLabel = 'loss',
    view = 'contour',
    scale = 'linear',
  } = options;
  const paths = readPaths(options.paths ?? {});
  const grid = readGrid(loss, paths, options);
  const positive = grid.loss.flat().filter((value) => value > 0);
  // Near a minimum of zero the logarithm has no bottom: stop four powers of ten below the top.
  const floor =
    positive.length > 0 ? Math.max(extent(positive)[0], extent(positive)[1] * 1e-4) : 1e-12;
  const transform = (value: number): number => (scale === 'log' ? logOf(value, floor) : value);
  const z = grid.loss.map((row) => row.map((value) => round(transform(value))));
  const valueLabel = scale === 'log' ? `log₁₀ ${lossLabel}` : lossLabel;
  const height = (px: number, py: number): number => transform(heightAt(loss, grid, px, py));
  const alt = options.alt ?? describe(title, grid, paths, (a, b) => heightAt(loss, grid, a, b));
  const x = grid.x.map((v) => round(v));
  const y = grid.y.map((v) => round(v));
  if (view === 'surface')
    return surfaceFigure({
      title,
      alt,
      height: options.height,
      x,
      y,
      z,
      valueLabel,
      xLabel,
      yLabel,
      paths,
      grid,
      at: height,
    });
  return createFigure({
    title,
    alt,
    height: options.height ?? 420,
    legend: paths.length > 0,
    data: [
      {
        type: 'contour',
        x,
        y,
        z,
        colorscale: colorScale('viridis'),
        // Pale, so that the paths stand out.
        opacity: 0.55,
        ncontours: 20,
        line: { width: 0.7, color: 'rgba(60,60,60,0.5)' },
        colorbar: colorBar(valueLabel),
      },
      ...paths.map((path, k) => flatPath(path, grid, k)),
    ],
    layout: {
      xaxis: axis(xLabel, { range: extent(grid.x), showgrid: false, zeroline: false }),
      yaxis: axis(yLabel, { range: extent(grid.y), showgrid: false, zeroline: false }),
    },
  });
}

interface SurfaceParts {
  title: string;
  alt: string;
  height: number | undefined;
  x: (number | null)[];
  y: (number | null)[];
  z: (number | null)[][];
  valueLabel: string;
  xLabel: string;
  yLabel: string;
  paths: readonly Path[];
  grid: Grid;
  at: (x: number, y: number) => number;
}

function surfaceFigure(parts: SurfaceParts): Figure {
  const { x, y, z, paths, grid, at } = parts;
  const [low, high] = extent(z.flat());
  // Lifted a little, or the surface would hide half of the line.
  const lift = (high - low) * 0.015;
  const axis3 = (text: string): Record<string, unknown> => ({
    title: { text },
    gridcolor: GRID,
    zerolinecolor: GRID,
    showbackground: false,
    nticks: 5,
  });
  return createFigure({
    title: parts.title,
    subtitle: `Height and color: ${parts.valueLabel}. Drag to turn.`,
    alt: parts.alt,
    height: parts.height ?? 480,
    legend: paths.length > 0,
    data: [
      {
        type: 'surface',
        x,
        y,
        z,
        colorscale: colorScale('viridis'),
        showscale: false,
        opacity: 0.85,
      },
      ...paths.map((path, k) => {
        const keep = shown(path, grid).filter(
          (i) => i >= 0 && Number.isFinite(at(path.x[i] as number, path.y[i] as number)),
        );
        const { color } = pathStyle(k);
        return {
          type: 'scatter3d',
          mode: 'lines+markers',
          name: path.name,
          x: keep.map((i) => round(path.x[i] as number)),
          y: keep.map((i) => round(path.y[i] as number)),
          z: keep.map((i) =>
            round(Math.min(high * 1.05, at(path.x[i] as number, path.y[i] as number)) + lift),
          ),
          line: { color, width: 5 },
          marker: { color, size: 3 },
        };
      }),
    ],
    layout: {
      scene: {
        xaxis: axis3(parts.xLabel),
        yaxis: axis3(parts.yLabel),
        zaxis: axis3(parts.valueLabel),
        aspectmode: 'manual',
        aspectratio: { x: 1, y: 1, z: 0.7 },
        camera: { eye: { x: 1.0, y: -1.35, z: 1.25 }, center: { x: 0, y: 0, z: -0.12 } },
      },
      margin: { l: 0, r: 0, b: 0 },
    },
  });
}

function describe(
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
      if (value < best.value) best = { value, x: grid.x[c] as number, y: grid.y[r] as number };
    }),
  );
  const ends = paths.map(({ name, x, y }) => {
    const last = x.length - 1;
    const a = x[last] as number;
    const b = y[last] as number;
    return `${name} takes ${last} steps to (${formatNumber(a)}, ${formatNumber(b)}), loss ${formatNumber(at(a, b))}`;
  });
  return (
    `${title}. Loss from ${low} to ${high} over ${x0} to ${x1} and ${y0} to ${y1}, lowest near ` +
    `(${formatNumber(best.x)}, ${formatNumber(best.y)}).${ends.length > 0 ? ` Paths: ${ends.join('; ')}.` : ''}`
  );
}
