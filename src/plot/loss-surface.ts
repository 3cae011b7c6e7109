/** A loss over two parameters, from above or as a landscape, with the paths that optimizers take. */
import { itemAt } from '../host/item-at';
import {
  describeSurface,
  heightAt,
  readGrid,
  readPaths,
  shownSteps,
  type Grid,
  type Loss,
  type LossSurfaceOptions,
  type Path,
} from './loss-grid';
import { extent, round } from './numbers';
import { categoryDash, categorySymbol, colorScale } from './palette';
import { axis, colorBar, createFigure, GRID } from './theme';
import type { Figure, Trace } from './types';

export type { Loss, LossGrid, LossSurfaceOptions } from './loss-grid';

/** Vermilion first: it stands out best on the pale greens of the map. */
const PATH_COLORS = ['#D55E00', '#0072B2', '#CC79A7', '#E69F00', '#7F7F7F', '#56B4E9'];

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
  valueLabel: string;
  xLabel: string;
  yLabel: string;
  paths: readonly Path[];
  grid: Grid;
  /** `z` at any point. */
  at: (x: number, y: number) => number;
}

function pathColor(k: number): string {
  return itemAt(PATH_COLORS, k % PATH_COLORS.length);
}

function flatPath(path: Path, grid: Grid, k: number): Trace {
  const color = pathColor(k);
  const keep = shownSteps(path, grid);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: path.name,
    x: keep.map((i) => (i < 0 ? null : round(itemAt(path.x, i)))),
    y: keep.map((i) => (i < 0 ? null : round(itemAt(path.y, i)))),
    line: { color, width: 3, dash: categoryDash(k) },
    // Many steps lie close: smaller marks without an edge keep other paths visible.
    marker:
      path.x.length > 30
        ? { color, size: 3 }
        : { color, symbol: categorySymbol(k), size: 7, line: { color: '#ffffff', width: 0.5 } },
  };
}

/** The logarithm of a loss. Near a minimum of zero it has no bottom: it stops four powers of ten below the top. */
function logarithm(losses: readonly number[][]): (loss: number) => number {
  const positive = losses.flat().filter((value) => value > 0);
  const [least, most] = extent(positive);
  const floor = positive.length > 0 ? Math.max(least, most * 1e-4) : 1e-12;
  return (loss) => Math.log10(Math.max(loss, floor));
}

function readParts(loss: Loss, options: LossSurfaceOptions): SurfaceParts {
  const {
    title = 'Loss surface',
    xLabel = 'w₁',
    yLabel = 'w₂',
    lossLabel = 'loss',
    scale = 'linear',
  } = options;
  const paths = readPaths(options.paths ?? {});
  const grid = readGrid(loss, paths, options);
  const transform = scale === 'log' ? logarithm(grid.loss) : (value: number): number => value;
  return {
    title,
    alt: options.alt ?? describeSurface(title, grid, paths, (x, y) => heightAt(loss, grid, x, y)),
    height: options.height,
    x: grid.x.map((value) => round(value)),
    y: grid.y.map((value) => round(value)),
    z: grid.loss.map((row) => row.map((value) => round(transform(value)))),
    valueLabel: scale === 'log' ? `log₁₀ ${lossLabel}` : lossLabel,
    xLabel,
    yLabel,
    paths,
    grid,
    at: (x, y) => transform(heightAt(loss, grid, x, y)),
  };
}

/**
 * Loss over two parameters, with optimizer paths.
 *
 * @param loss a function of both parameters, or losses on a grid
 * @throws RangeError if shapes do not fit.
 */
export function lossSurface(loss: Loss, options: LossSurfaceOptions = {}): Figure {
  const parts = readParts(loss, options);
  return options.view === 'surface' ? drawSurface(parts) : drawContour(parts);
}

function drawContour({
  title,
  alt,
  height = 420,
  x,
  y,
  z,
  paths,
  grid,
  ...labels
}: SurfaceParts): Figure {
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
        colorscale: colorScale('viridis'),
        // Pale, so that the paths stand out.
        opacity: 0.55,
        ncontours: 20,
        line: { width: 0.7, color: 'rgba(60,60,60,0.5)' },
        colorbar: colorBar(labels.valueLabel),
      },
      ...paths.map((path, k) => flatPath(path, grid, k)),
    ],
    layout: {
      xaxis: axis(labels.xLabel, { ...still, range: extent(grid.x) }),
      yaxis: axis(labels.yLabel, { ...still, range: extent(grid.y) }),
    },
  });
}

/** A path at the height of the surface, lifted a little: the surface would hide half of the line otherwise. */
function liftedPath(path: Path, k: number, { grid, at, z }: SurfaceParts): Trace {
  const [low, high] = extent(z.flat());
  const lift = (high - low) * 0.015;
  const steps = shownSteps(path, grid)
    .filter((i) => i >= 0)
    .map((i) => ({ x: itemAt(path.x, i), y: itemAt(path.y, i) }))
    .filter((step) => Number.isFinite(at(step.x, step.y)));
  const color = pathColor(k);
  return {
    type: 'scatter3d',
    mode: 'lines+markers',
    name: path.name,
    x: steps.map((step) => round(step.x)),
    y: steps.map((step) => round(step.y)),
    z: steps.map((step) => round(Math.min(high * 1.05, at(step.x, step.y)) + lift)),
    line: { color, width: 5 },
    marker: { color, size: 3 },
  };
}

function axis3(text: string): Record<string, unknown> {
  return {
    title: { text },
    gridcolor: GRID,
    zerolinecolor: GRID,
    showbackground: false,
    nticks: 5,
  };
}

function drawSurface(parts: SurfaceParts): Figure {
  const { title, alt, height = 480, x, y, z, paths, xLabel, yLabel, valueLabel } = parts;
  return createFigure({
    title,
    subtitle: `Height and color: ${valueLabel}. Drag to turn.`,
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
        zaxis: axis3(valueLabel),
        aspectmode: 'manual',
        aspectratio: { x: 1, y: 1, z: 0.7 },
        camera: { eye: { x: 1, y: -1.35, z: 1.25 }, center: { x: 0, y: 0, z: -0.12 } },
      },
      margin: { l: 0, r: 0, b: 0 },
    },
  });
}
