/** Where a classifier changes its mind: points over the regions that it assigns to each class. */
import { checkWholeNumber, shapeText } from '../host/checks';
import { checkOptions } from '../host/options';
import { FIGURE_OPTIONS } from './known-options';
import { extent, formatPercent, linspace, round } from './numbers';
import { categoryColor, REFERENCE_COLOR, withOpacity } from './palette';
import {
  checkSameLength,
  checkSomePairs,
  rows,
  toMatrix,
  toNumbers,
  toPairs,
  toVector,
} from './read';
import { classTraces, readLabels } from './points';
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
const OPTIONS = {
  ...FIGURE_OPTIONS,
  xLabel: true,
  yLabel: true,
  classNames: true,
  resolution: true,
} satisfies Record<keyof DecisionBoundaryOptions, true>;

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

function dispose(output: Numbers): void {
  if ('dispose' in output && typeof output.dispose === 'function') output.dispose();
}

function predictOnGrid(predict: PredictFunction, x: number[], y: number[]): Regions {
  const points = y.flatMap((b) => x.map((a) => [a, b]));
  const output = predict(points);
  const { values, shape } = toNumbers(output, CALLER, 'predictions');
  if (shape[0] !== points.length || shape.length > 2) {
    throw new RangeError(
      `${CALLER}: expected predict to return one row for each of ${points.length} points; got shape ${shapeText(shape)}; ` +
        'return probabilities [M] or [M, 1], or scores [M, K].',
    );
  }
  const numbers = Array.from(values);
  dispose(output);
  checkPredictions(numbers);
  const width = shape[1] ?? 1;
  if (width <= 1) return regions(x, y, rows(numbers, y.length, x.length));
  const classes = rows(numbers, points.length, width).map((scores) =>
    scores.indexOf(Math.max(...scores)),
  );
  return { x, y, cells: rows(classes, y.length, x.length), binary: false };
}

function checkPredictions(numbers: readonly number[]): void {
  const bad = numbers.find((value) => !Number.isFinite(value));
  if (bad === undefined) return;
  throw new RangeError(
    `${CALLER}: expected finite predictions; got ${bad}; look for what made it: a diverged training, a logarithm of 0.`,
  );
}

function regions(x: number[], y: number[], values: number[][]): Regions {
  const [low, high] = extent(values.flat());
  if (low >= 0 && high <= 1) {
    return { x, y, binary: true, cells: values.map((row) => row.map((p) => Math.round(p * 100))) };
  }
  if (values.flat().every(isClass)) return { x, y, binary: false, cells: values };
  throw new RangeError(
    `${CALLER}: expected probabilities from 0 to 1 or class numbers; got values from ${low} to ${high}; ` +
      'apply a sigmoid to logits, or return one score for each class.',
  );
}

function isClass(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function readGrid({ x, y, values }: PredictionGrid): Regions {
  const xs = toVector(x, CALLER, 'x');
  const ys = toVector(y, CALLER, 'y');
  const cells = toMatrix(values, CALLER, 'values');
  checkSameLength(CALLER, 'grid rows', cells.length, 'y', ys.length);
  checkSameLength(CALLER, 'grid columns', cells[0]?.length ?? 0, 'x', xs.length);
  checkPredictions([...xs, ...ys, ...cells.flat()]);
  return regions(xs, ys, cells);
}

/** First position and step of equally spaced positions. */
function spacing(list: readonly number[]): { start: number; step: number } {
  const [start = 0] = list;
  const end = list[list.length - 1] ?? 0;
  return { start, step: list.length > 1 ? (end - start) / (list.length - 1) : 1 };
}

function placement({ x, y }: Regions): Record<string, unknown> {
  const [across, up] = [spacing(x), spacing(y)];
  return {
    x0: round(across.start, 5),
    dx: round(across.step, 6),
    y0: round(up.start, 5),
    dy: round(up.step, 6),
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
      line: { color: REFERENCE_COLOR, width: 2 },
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
    const { start, step } = spacing(list);
    const place = Math.round((value - start) / (step || 1));
    return Math.max(0, Math.min(list.length - 1, place));
  };
  const cell = cells[nearest(y, py)]?.[nearest(x, px)] ?? NaN;
  return binary ? Number(cell >= 50) : cell;
}

/** What the points of the two classes or more are, and the regions below them. */
function readParts(
  points: Numbers,
  labels: Numbers,
  predict: PredictFunction | PredictionGrid,
  resolution: number,
): { x: number[]; y: number[]; truth: number[]; regions: Regions } {
  const { x, y } = toPairs(points, CALLER, 'points', 'pick two columns');
  checkSomePairs(CALLER, 'points', x, y);
  const truth = toVector(labels, CALLER, 'labels');
  checkSameLength(CALLER, 'points', x.length, 'labels', truth.length);
  if (!truth.every(isClass)) {
    throw new RangeError(
      `${CALLER}: expected labels 0, 1, 2, …; got others; number the classes from 0.`,
    );
  }
  if (typeof predict !== 'function') return { x, y, truth, regions: readGrid(predict) };
  const [across, up] = [x, y].map((values) => linspace(...padded(values), resolution));
  return { x, y, truth, regions: predictOnGrid(predict, across ?? [], up ?? []) };
}

/**
 * Labeled points over the regions of a classifier: shading for its certainty and a line at one half for two classes,
 * one flat color for each of more classes.
 *
 * Axes: N points · M grid points · K classes.
 *
 * @param points `[N, 2]`
 * @param labels `[N]` class numbers 0, 1, …
 * @param predict a function of points `[M, 2]` that returns `[M]`, `[M, 1]` or `[M, K]`, or predictions on a grid; a
 *   tensor that the function returns is disposed
 * @param options labels of the axes, names of the classes, resolution of the grid
 * @returns a figure: JSON, nothing to dispose.
 * @throws RangeError if shapes do not fit or predictions are neither probabilities nor classes, or not finite; TypeError
 *   for an unknown option or an element that is not a number.
 * @example
 * const right = (points: number[][]) => points.map(([x = 0]) => Number(x > 0.5));
 * const figure = plot.decisionBoundary([[0, 0], [1, 1]], [0, 1], right, { resolution: 11 });
 * figure.layout.meta?.alt.includes('100 % lie in the region of their own class'); // true
 */
export function decisionBoundary(
  points: Numbers,
  labels: Numbers,
  predict: PredictFunction | PredictionGrid,
  options: DecisionBoundaryOptions = {},
): Figure {
  checkOptions(CALLER, options, OPTIONS);
  const { title = 'Decision boundary', xLabel = 'feature 1', yLabel = 'feature 2' } = options;
  const { classNames, resolution = 60 } = options;
  checkWholeNumber(CALLER, 'resolution', resolution, { least: 2 });
  const { x, y, truth, regions: read } = readParts(points, labels, predict, resolution);
  const highest = read.binary ? 1 : extent(read.cells.flat())[1];
  const classCount = 1 + Math.max(1, highest, extent(truth)[1]);
  const names = Array.from({ length: classCount }, (_, k) => classNames?.[k] ?? `class ${k}`);
  const groups = { each: readLabels(labels, names, CALLER).each, classes: names };
  const right = truth.filter((k, i) => classAt(read, x[i] ?? NaN, y[i] ?? NaN) === k).length;
  const plain = { zeroline: false, showgrid: false };
  const rangeOf = (list: number[]): (number | null)[] => extent(list).map((v) => round(v));
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
      xaxis: axis(xLabel, { ...plain, range: rangeOf(read.x) }),
      yaxis: axis(yLabel, { ...plain, range: rangeOf(read.y) }),
      hovermode: 'closest',
    },
  });
}
