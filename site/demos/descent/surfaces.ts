/** Losses over two weights: as plain numbers for drawing, as tensors for TensorFlow.js to differentiate. */
import type { tf } from '../../../src/engine';

/** Two numbers that are looked for. */
export type Weights = readonly [number, number];

/** A loss over two weights. */
export interface Surface {
  /** Names of the two weights. */
  axes: [string, string];
  /** What is drawn, of the first weight and of the second. */
  ranges: [Weights, Weights];
  start: Weights;
  /** Where the loss is lowest. */
  lowest: Weights;
  /** How many examples the loss is a mean of; 0 when it is none. */
  examples: number;
  /** @param rows the examples of a batch; all when left out */
  loss(weights: Weights, rows?: Int32Array): number;
  /** {@link loss} of `weights` `[2]`, differentiable. @returns a scalar; inside a tidy. */
  tensorLoss(library: typeof tf, weights: tf.Tensor1D, rows?: Int32Array): tf.Scalar;
}

/** Weight and fuel economy of every car. */
export interface Cars {
  /** lb */
  weight: number[];
  milesPerGallon: number[];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function standardized(values: readonly number[]): number[] {
  const center = mean(values);
  const deviation = Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
  return values.map((value) => (value - center) / deviation);
}

/** Sums that make the mean squared error of a line a polynomial of its two weights. */
function moments(x: readonly number[], y: readonly number[], rows?: Int32Array): number[] {
  const sums = [0, 0, 0, 0, 0];
  const add = (i: number): void => {
    const terms = [x[i] * x[i], x[i], x[i] * y[i], y[i], y[i] * y[i]];
    terms.forEach((term, k) => (sums[k] += term));
  };
  if (rows) rows.forEach(add);
  else x.forEach((_, i) => add(i));
  return sums.map((sum) => sum / (rows ?? x).length);
}

/** Mean squared error of the line w·x + b. */
function lineSurface(
  x: readonly number[],
  y: readonly number[],
  view: Pick<Surface, 'axes' | 'ranges' | 'start'>,
): Surface {
  const all = moments(x, y);
  const slope = (all[2] - all[1] * all[3]) / (all[0] - all[1] ** 2);
  let batch: { rows: Int32Array; sums: number[] } | undefined;
  return {
    ...view,
    lowest: [slope, all[3] - slope * all[1]],
    examples: x.length,
    loss: ([w, b], rows) => {
      if (rows && batch?.rows !== rows) batch = { rows, sums: moments(x, y, rows) };
      const [xx, x1, xy, y1, yy] = rows && batch ? batch.sums : all;
      return w * w * xx + 2 * w * b * x1 + b * b - 2 * w * xy - 2 * b * y1 + yy;
    },
    tensorLoss: (library, weights, rows) => {
      const pick = (values: readonly number[]): number[] =>
        rows ? Array.from(rows, (row) => values[row]) : [...values];
      const predicted = weights
        .slice(0, 1)
        .mul(library.tensor1d(pick(x)))
        .add(weights.slice(1, 1));
      return predicted
        .sub(library.tensor1d(pick(y)))
        .square()
        .mean();
    },
  };
}

/** The curved valley of chapter 02. */
const banana: Surface = {
  axes: ['w₁', 'w₂'],
  ranges: [
    [-2, 2],
    [-1, 3],
  ],
  start: [-1.2, 1],
  lowest: [1, 1],
  examples: 0,
  loss: ([a, b]) => (1 - a) ** 2 + 10 * (b - a * a) ** 2,
  tensorLoss: (library, weights) => {
    const [a, b] = [weights.slice(0, 1), weights.slice(1, 1)];
    const [along, across] = [library.sub(1, a).square(), b.sub(a.square()).square()];
    return along.add(across.mul(10)).sum();
  },
};

/** All surfaces by name. */
export function createSurfaces({ weight, milesPerGallon }: Cars): Record<string, Surface> {
  const axes: [string, string] = ['slope w', 'intercept b'];
  return {
    scaled: lineSurface(standardized(weight), standardized(milesPerGallon), {
      axes,
      ranges: [
        [-2.5, 2.5],
        [-2, 2],
      ],
      start: [1.8, 1.4],
    }),
    unscaled: lineSurface(
      weight.map((pounds) => pounds / 1000),
      milesPerGallon,
      {
        axes: ['slope w (mpg per 1,000 lb)', 'intercept b (mpg)'],
        ranges: [
          [-16, 16],
          [-10, 60],
        ],
        start: [10, 5],
      },
    ),
    banana,
  };
}
