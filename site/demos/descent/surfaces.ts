/** Losses over two weights: as plain numbers for drawing, as tensors for TensorFlow.js to differentiate. */
import type { tf } from '../../../src/engine';
import { itemAt } from '../../../src/host/item-at';

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

/** Means that make the mean squared error of a line a polynomial of its two weights. */
interface Moments {
  xx: number;
  x: number;
  xy: number;
  y: number;
  yy: number;
}

function moments(xs: readonly number[], ys: readonly number[], rows?: Int32Array): Moments {
  const chosen = rows ? [...rows] : [...xs.keys()];
  const pairs = chosen.map((row) => [itemAt(xs, row), itemAt(ys, row)] as const);
  const over = (term: (x: number, y: number) => number): number =>
    mean(pairs.map(([x, y]) => term(x, y)));
  return {
    xx: over((x) => x * x),
    x: over((x) => x),
    xy: over((x, y) => x * y),
    y: over((_, y) => y),
    yy: over((_, y) => y * y),
  };
}

/** Mean squared error of the line w·x + b. */
function lineSurface(
  x: readonly number[],
  y: readonly number[],
  view: Pick<Surface, 'axes' | 'ranges' | 'start'>,
): Surface {
  const all = moments(x, y);
  const slope = (all.xy - all.x * all.y) / (all.xx - all.x ** 2);
  let batch: { rows: Int32Array; means: Moments } | undefined;
  return {
    ...view,
    lowest: [slope, all.y - slope * all.x],
    examples: x.length,
    loss: ([w, b], rows) => {
      if (rows && batch?.rows !== rows) batch = { rows, means: moments(x, y, rows) };
      const m = rows && batch ? batch.means : all;
      return w * w * m.xx + 2 * w * b * m.x + b * b - 2 * w * m.xy - 2 * b * m.y + m.yy;
    },
    tensorLoss: (library, weights, rows) => {
      const pick = (values: readonly number[]): number[] =>
        rows ? Array.from(rows, (row) => itemAt(values, row)) : [...values];
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

/** Surfaces that a reader can choose. */
export type SurfaceName = 'scaled' | 'unscaled' | 'banana';

/** All surfaces by name. */
export function createSurfaces({ weight, milesPerGallon }: Cars): Record<SurfaceName, Surface> {
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
