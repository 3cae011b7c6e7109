/** Where a classifier changes its mind: points over the regions that it assigns to each class. */
import { itemAt } from '../host/item-at';
import {
  assertCount,
  assertSameLength,
  extent,
  formatPercent,
  linspace,
  round,
  rows,
  toMatrix,
  toNumbers,
  toVector,
} from './numbers';
import { categoryColor, withOpacity } from './palette';
import { classTraces, readLabels, readPoints } from './scatter';
import { axis, createFigure } from './theme';
import type { Figure, FigureOptions, Numbers, Trace } from './types';

/**
 * What the model says at points `[M, 2]`: probabilities of the second class `[M]` or `[M, 1]`, or one score for each
 * class `[M, K]`. A tensor that it returns is disposed after reading.
 */
export type PredictFunction = (points: number[][]) => Numbers;

/** Ready-made predictions on a grid. */
export interface PredictionGrid {
  /** Columns, increasing. */
  x: Numbers;
  /** Rows, increasing. */
  y: Numbers;
  /** `[rows, columns]`: probability of the second class, or the class itself if values exceed 1. */
  values: Numbers;
}

export interface DecisionBoundaryOptions extends FigureOptions {
  xLabel?: string;
  yLabel?: string;
  /** Names of the classes 0, 1, …, in order. */
  classNames?: readonly string[];
  /** Grid points along each axis. Defaults to 60. */
  resolution?: number;
}

const CALLER = 'plot.decisionBoundary';

interface Regions {
  x: number[];
  y: number[];
  /** Percent of the second class, or class indices. */
  cells: number[][];
  binary: boolean;
}

function padded(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const pad = (high - low || 1) * 0.12;
  return [low - pad, high + pad];
}

function predictOnGrid(predict: PredictFunction, x: number[], y: number[]): Regions {
  const points = y.flatMap((b) => x.map((a) => [a, b]));
  const output = predict(points);
  const { values, shape } = toNumbers(output, CALLER);
  if (shape[0] !== points.length || shape.length > 2) {
    throw new RangeError(
      `${CALLER}: expected predict to return one row for each of ${points.length} points; got shape [${shape.join(', ')}]. ` +
        'Return probabilities [M] or [M, 1], or scores [M, K].',
    );
  }
  const numbers = Array.from(values);
  (output as { dispose?: () => void }).dispose?.();
  const width = shape[1] ?? 1;
  if (width <= 1) return regions(x, y, rows(numbers, y.length, x.length));
  const classes = rows(numbers, points.length, width).map((scores) =>
    scores.indexOf(Math.max(...scores)),
  );
  return { x, y, cells: rows(classes, y.length, x.length), binary: false };
}

function regions(x: number[], y: number[], values: number[][]): Regions {
  const [low, high] = extent(values.flat());
  if (low >= 0 && high <= 1) {
    return { x, y, binary: true, cells: values.map((row) => row.map((p) => Math.round(p * 100))) };
  }
  if (values.every((row) => row.every((value) => Number.isInteger(value) && value >= 0)))
    return { x, y, binary: false, cells: values };
  throw new RangeError(
    `${CALLER}: expected probabilities from 0 to 1 or class numbers; got values from ${low} to ${high}. ` +
      'Apply a sigmoid to logits, or return one score for each class.',
  );
}

function readGrid({ x, y, values }: PredictionGrid): Regions {
  const xs = toVector(x, CALLER, 'x');
  const ys = toVector(y, CALLER, 'y');
  const cells = toMatrix(values, CALLER, 'values');
  assertSameLength(CALLER, 'grid rows', cells.length, 'y', ys.length);
  assertSameLength(CALLER, 'grid columns', itemAt(cells, 0).length, 'x', xs.length);
  return regions(xs, ys, cells);
}

function placement({ x, y }: Regions): Record<string, unknown> {
  const step = (list: number[]): number =>
    list.length > 1 ? (itemAt(list, list.length - 1) - itemAt(list, 0)) / (list.length - 1) : 1;
  return {
    x0: round(itemAt(x, 0), 5),
    dx: round(step(x), 6),
    y0: round(itemAt(y, 0), 5),
    dy: round(step(y), 6),
  };
}

function regionTrace(read: Regions, classCount: number): Trace {
  const shared = { ...placement(read), z: read.cells, showscale: false, hoverinfo: 'skip' };
  if (read.binary) {
    return {
      type: 'contour',
      ...shared,
      zmin: 0,
      zmax: 100,
      // One line, where both classes are equally likely; colors run on smoothly.
      contours: { start: 50, end: 50, size: 100, coloring: 'heatmap', showlines: true },
      line: { color: '#7F7F7F', width: 2 },
      colorscale: [
        [0, withOpacity(categoryColor(0), 0.45)],
        [0.5, withOpacity(categoryColor(0), 0.03)],
        [0.5, withOpacity(categoryColor(1), 0.03)],
        [1, withOpacity(categoryColor(1), 0.45)],
      ],
    };
  }
  const bands = Array.from({ length: classCount }, (_, k) => withOpacity(categoryColor(k), 0.3));
  return {
    type: 'heatmap',
    ...shared,
    zmin: -0.5,
    zmax: classCount - 0.5,
    colorscale: bands.flatMap((color, k) => [
      [k / classCount, color],
      [(k + 1) / classCount, color],
    ]),
  };
}

/** Class that the regions assign to a point: that of the nearest grid cell. */
function classAt({ x, y, cells, binary }: Regions, px: number, py: number): number {
  const nearest = (list: number[], value: number): number => {
    const step = itemAt(list, list.length - 1) - itemAt(list, 0);
    const place = Math.round(((value - itemAt(list, 0)) / (step || 1)) * (list.length - 1));
    return Math.max(0, Math.min(list.length - 1, place));
  };
  const cell = itemAt(itemAt(cells, nearest(y, py)), nearest(x, px));
  return binary ? Number(cell >= 50) : cell;
}

/**
 * Labeled points over the regions of a classifier: shading for its certainty and a line at one half for two classes,
 * one flat color for each of more classes.
 *
 * @param points `[N, 2]`
 * @param labels `[N]` class numbers 0, 1, …
 * @param predict a function of points, or predictions on a grid
 * @throws RangeError if shapes do not fit or predictions are neither probabilities nor classes.
 */
export function decisionBoundary(
  points: Numbers,
  labels: Numbers,
  predict: PredictFunction | PredictionGrid,
  options: DecisionBoundaryOptions = {},
): Figure {
  const {
    title = 'Decision boundary',
    xLabel = 'feature 1',
    yLabel = 'feature 2',
    classNames,
    resolution = 60,
  } = options;
  assertCount(CALLER, 'resolution', resolution, 2);
  const { x, y } = readPoints(points, CALLER);
  const truth = toVector(labels, CALLER, 'labels');
  assertSameLength(CALLER, 'points', x.length, 'labels', truth.length);
  if (truth.some((k) => !Number.isInteger(k) || k < 0)) {
    throw new RangeError(
      `${CALLER}: expected labels 0, 1, 2, …; got others. Number the classes from 0.`,
    );
  }
  const read =
    typeof predict === 'function'
      ? predictOnGrid(
          predict,
          linspace(...padded(x), resolution),
          linspace(...padded(y), resolution),
        )
      : readGrid(predict);
  const highest = read.binary ? 1 : extent(read.cells.flat())[1];
  const classCount = 1 + Math.max(1, highest, extent(truth)[1]);
  const names = Array.from({ length: classCount }, (_, k) => classNames?.[k] ?? `class ${k}`);
  const groups = { each: readLabels(labels, names, CALLER).each, classes: names };
  const right = truth.filter((k, i) => classAt(read, itemAt(x, i), itemAt(y, i)) === k).length;
  return createFigure({
    title,
    height: options.height ?? 420,
    data: [regionTrace(read, classCount), ...classTraces(x, y, groups)],
    legend: true,
    alt:
      options.alt ??
      `${title}. ${x.length} points of ${classCount} classes (${names.join(', ')}) over the regions that the model assigns; ` +
        `about ${formatPercent(right / x.length)} lie in the region of their own class.`,
    layout: {
      xaxis: axis(xLabel, {
        range: extent(read.x).map((v) => round(v)),
        zeroline: false,
        showgrid: false,
      }),
      yaxis: axis(yLabel, {
        range: extent(read.y).map((v) => round(v)),
        zeroline: false,
        showgrid: false,
      }),
      hovermode: 'closest',
    },
  });
}
