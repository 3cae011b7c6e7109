/** A loss over two parameters, from above or as a landscape, with the paths that optimizers take. */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { logMarks } from './log-axis';
import {
  CALLER,
  describeSurface,
  heightAt,
  OPTIONS,
  readGrid,
  readPaths,
  shownPoints,
  type Grid,
  type Loss,
  type LossSurfaceOptions,
  type Path,
  type Point,
} from './loss-grid';
import { extent, round } from './numbers';
import { categoryDash, categorySymbol, colorScale } from './palette';
import { axis, colorBar, createFigure, GRID } from './theme';
import type { Figure, Trace } from './types';

export type { Loss, LossGrid, LossSurfaceOptions } from './loss-grid';

/** Vermilion first: it stands out best on the pale greens of the map. */
const PATH_COLORS = ['#D55E00', '#0072B2', '#CC79A7', '#E69F00', '#7F7F7F', '#56B4E9'];
/** The map is pale, so that the paths stand out; the color bar is as pale as the map. */
const MAP_STRENGTH = 0.55;

/** What both views draw. */
interface SurfaceParts {
  title: string;
  alt: string;
  height: number | undefined;
  /** Positions of the columns and rows of `z`. */
  x: (number | null)[];
  y: (number | null)[];
  /** Loss, or its logarithm. */
  z: (number | null)[][];
  /** Smallest and largest `z`. */
  limits: [number, number];
  /** Name and unit of the loss, and marks that tell the loss where `z` is its logarithm. */
  lossLabel: string;
  marks: Record<string, unknown>;
  xLabel: string;
  yLabel: string;
  paths: readonly Path[];
  grid: Grid;
  /** `z` at any point. */
  at: (point: Point) => number;
}

/** How a path is drawn. */
function pathLook(path: Path, grid: Grid, k: number) {
  const points = shownPoints(path, grid);
  const gone = points.some((point) => point) ? '' : ' (off the map)';
  return { points, name: path.name + gone, color: itemAt(PATH_COLORS, k % PATH_COLORS.length) };
}

function flatPath(path: Path, grid: Grid, k: number): Trace {
  const { points, name, color } = pathLook(path, grid, k);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: points.map((point) => point && round(point.x)),
    y: points.map((point) => point && round(point.y)),
    line: { color, width: 3, dash: categoryDash(k) },
    // Many steps lie close: smaller marks without an edge keep other paths visible.
    marker:
      path.points.length > 30
        ? { color, size: 3 }
        : { color, symbol: categorySymbol(k), size: 7, line: { color: '#ffffff', width: 0.5 } },
  };
}

/** The logarithm of a loss. Near a minimum of zero it has no bottom: it stops four powers of ten below the top. */
function logarithm(losses: readonly number[][]): (loss: number) => number {
  const positive = losses.flat().filter((value) => value > 0);
  const [least, most] = extent(positive);
  const floor = positive.length > 0 ? Math.max(least, most * 1e-4) : 1e-12;
  return (loss) => (Number.isNaN(loss) ? NaN : Math.log10(Math.max(loss, floor)));
}

function readParts(loss: Loss, options: LossSurfaceOptions): SurfaceParts {
  const { title = 'Loss surface', xLabel = 'w₁', yLabel = 'w₂', lossLabel = 'loss' } = options;
  const paths = readPaths(options.paths ?? {});
  const grid = readGrid(loss, paths, options);
  const isLog = options.scale === 'log';
  const transform = isLog ? logarithm(grid.loss) : (value: number): number => value;
  const z = grid.loss.map((row) => row.map((value) => round(transform(value))));
  const limits = extent(z.flat());
  return {
    title,
    alt: options.alt ?? describeSurface(title, grid, paths, (point) => heightAt(loss, grid, point)),
    height: options.height,
    x: grid.x.map((value) => round(value)),
    y: grid.y.map((value) => round(value)),
    z,
    limits,
    lossLabel,
    marks: isLog ? { tickmode: 'array', ...logMarks(...limits) } : {},
    xLabel,
    yLabel,
    paths,
    grid,
    at: (point) => transform(heightAt(loss, grid, point)),
  };
}

/**
 * Loss over two parameters, with optimizer paths.
 *
 * Where the loss is NaN or infinite the map is empty. Steps far outside the map are left out.
 *
 * @param loss a function of both parameters, or losses `[rows, columns]` on a grid
 * @param options range, paths `[steps, 2]` by name, view from above or as a landscape, linear or logarithmic colors
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if shapes do not fit or no loss is finite; TypeError for an unknown option or an element that is not
 *   a number.
 * @example
 * const bowl = (x: number, y: number) => x * x + y * y;
 * const figure = plot.lossSurface(bowl, { resolution: 5, paths: { SGD: [[1, 1], [0.5, 0.5]] } });
 * figure.data.map(({ type }) => type); // [ 'contour', 'scatter' ]
 */
export function lossSurface(loss: Loss, options: LossSurfaceOptions = {}): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const parts = readParts(loss, options);
  return options.view === 'surface' ? drawSurface(parts) : drawContour(parts);
}

function drawContour(parts: SurfaceParts): Figure {
  const { title, alt, height = 420, x, y, z, limits, paths, grid, xLabel, yLabel } = parts;
  const still = { showgrid: false, zeroline: false };
  return createFigure({
    title,
    alt,
    height,
    legend: paths.length > 0,
    data: [
      {
        type: 'contour',
        x,
        y,
        z,
        zmin: limits[0],
        zmax: limits[1],
        colorscale: colorScale('viridis', MAP_STRENGTH),
        ncontours: 20,
        line: { width: 0.7, color: 'rgba(60,60,60,0.5)' },
        colorbar: colorBar(parts.lossLabel, parts.marks),
      },
      ...paths.map((path, k) => flatPath(path, grid, k)),
    ],
    layout: {
      xaxis: axis(xLabel, { ...still, range: extent(grid.x) }),
      yaxis: axis(yLabel, { ...still, range: extent(grid.y) }),
    },
  });
}

/** A path at the height of the surface, lifted a little: the surface would hide half of the line otherwise. */
function liftedPath(path: Path, k: number, { grid, at, limits: [low, high] }: SurfaceParts): Trace {
  const { points, name, color } = pathLook(path, grid, k);
  const steps = points.flatMap((point) => {
    const z = point ? at(point) : NaN;
    return point && Number.isFinite(z) ? [{ ...point, z }] : [];
  });
  const top = high + (high - low) * 0.05;
  return {
    type: 'scatter3d',
    mode: 'lines+markers',
    name,
    x: steps.map((step) => round(step.x)),
    y: steps.map((step) => round(step.y)),
    z: steps.map((step) => round(Math.min(top, step.z) + (high - low) * 0.015)),
    line: { color, width: 5 },
    marker: { color, size: 3 },
  };
}

function axis3(text: string, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: { text },
    gridcolor: GRID,
    zerolinecolor: GRID,
    showbackground: false,
    nticks: 5,
    ...extra,
  };
}

function drawSurface(parts: SurfaceParts): Figure {
  const { title, alt, height = 480, x, y, z, paths, xLabel, yLabel, lossLabel } = parts;
  return createFigure({
    title,
    subtitle: `Height and color: ${lossLabel}. Drag to turn.`,
    alt,
    height,
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
      ...paths.map((path, k) => liftedPath(path, k, parts)),
    ],
    layout: {
      scene: {
        xaxis: axis3(xLabel),
        yaxis: axis3(yLabel),
        zaxis: axis3(lossLabel, parts.marks),
        aspectmode: 'manual',
        aspectratio: { x: 1, y: 1, z: 0.7 },
        camera: { eye: { x: 1, y: -1.35, z: 1.25 }, center: { x: 0, y: 0, z: -0.12 } },
      },
      margin: { l: 0, r: 0, b: 0 },
    },
  });
}
