/** Made-up data whose truth is known. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { createRandom, tf } from '../engine';
import type { Part } from './parts';

/** Points of the plane with their class numbers. */
export type LabeledPoints = Part<tf.Tensor2D, tf.Tensor1D>;

/** Options that all synthetic data share. */
export interface SyntheticOptions {
  /** Number of examples, ≥ 1. */
  examples?: number;
  /** Standard deviation of the normal noise added, ≥ 0. */
  noise?: number;
  /** Seed. Defaults to the next one of the library's stream, see `setSeed`. */
  seed?: number;
}

const SYNTHETIC_OPTIONS = {
  examples: true,
  noise: true,
  seed: true,
} satisfies Record<keyof SyntheticOptions, true>;

function checkSize(caller: string, examples: number, noise: number): void {
  checkWholeNumber(caller, 'examples', examples);
  if (!(noise >= 0 && Number.isFinite(noise)))
    throw new RangeError(
      `${caller}: expected noise to be a number ≥ 0; got ${noise}; for example 0.1.`,
    );
}

/** Points in random order, so that cutting off the end does not cut off a class. */
function toTensors(points: [number, number][], labels: number[], order: Int32Array): LabeledPoints {
  const x = Array.from(order, (index) => itemAt(points, index));
  const y = Array.from(order, (index) => itemAt(labels, index));
  return { x: tf.tensor2d(x, [points.length, 2]), y: tf.tensor1d(y, 'int32') };
}

export interface LineOptions extends SyntheticOptions {
  /** Slope of each of D features. Defaults to [2]. */
  coefficients?: number[];
  /** Value where all features are 0. Defaults to 1. */
  intercept?: number;
  /** Lowest value of a feature. Defaults to −1. */
  low?: number;
  /** Highest value of a feature. Defaults to 1. */
  high?: number;
}

const LINE_OPTIONS = {
  ...SYNTHETIC_OPTIONS,
  coefficients: true,
  intercept: true,
  low: true,
  high: true,
} satisfies Record<keyof LineOptions, true>;

/**
 * A straight line (or plane) with known coefficients and normal noise: y = x·coefficients + intercept + noise.
 *
 * Axes: N examples · D features, uniform in [low, high). 100 examples with noise 0.1 by default.
 *
 * @param options number of examples, coefficients, noise, range of the features.
 * @returns `x` `[N, D]` float32, `y` `[N, 1]` float32, and the truth. Caller disposes `x` and `y`.
 * @throws RangeError if an option is out of range.
 * @example
 * const { x, y, coefficients } = makeLine({ examples: 5, coefficients: [3, -2], noise: 0, seed: 1 });
 * x.shape; // [ 5, 2 ]
 * y.shape; // [ 5, 1 ]
 * coefficients; // [ 3, -2 ]
 */
export function makeLine(options: LineOptions = {}): Part<tf.Tensor2D, tf.Tensor2D> & {
  coefficients: number[];
  intercept: number;
} {
  checkOptions('makeLine', options, LINE_OPTIONS);
  const { examples = 100, coefficients = [2], intercept = 1, noise = 0.1 } = options;
  const { low = -1, high = 1, seed } = options;
  checkSize('makeLine', examples, noise);
  if (coefficients.length === 0 || !(low < high))
    throw new RangeError(
      `makeLine: expected at least one coefficient and low < high; got ${coefficients.length} coefficients, ` +
        `low ${low}, high ${high}; for example coefficients [2], low −1, high 1.`,
    );
  const random = createRandom(seed);
  const x = Array.from({ length: examples }, () =>
    coefficients.map(() => low + (high - low) * random.uniform()),
  );
  const y = x.map((features) => [
    features.reduce(
      (sum, value, feature) => sum + value * (coefficients[feature] ?? 0),
      intercept,
    ) +
      noise * random.normal(),
  ]);
  return {
    x: tf.tensor2d(x, [examples, coefficients.length]),
    y: tf.tensor2d(y, [examples, 1]),
    coefficients: [...coefficients],
    intercept,
  };
}

/**
 * Two half circles that reach into each other: no straight line separates them.
 *
 * Class 0 is the upper arc around (0, 0), class 1 the lower arc around (1, 0.5), both of radius 1.
 * 200 examples with noise 0.1 by default.
 *
 * @param options number of examples, noise, seed.
 * @returns `x` `[N, 2]` float32, `y` `[N]` int32 in {0, 1}, in random order. Caller disposes both.
 * @throws RangeError if an option is out of range.
 * @example
 * const { x, y } = makeMoons({ examples: 5, seed: 1 });
 * x.shape; // [ 5, 2 ]
 * [...y.dataSync()].sort(); // [ 0, 0, 0, 1, 1 ]
 */
export function makeMoons(options: SyntheticOptions = {}): LabeledPoints {
  checkOptions('makeMoons', options, SYNTHETIC_OPTIONS);
  const { examples = 200, noise = 0.1, seed } = options;
  checkSize('makeMoons', examples, noise);
  const random = createRandom(seed);
  const upper = Math.ceil(examples / 2);
  const labels = Array.from({ length: examples }, (_, index) => (index < upper ? 0 : 1));
  const points = labels.map((label, index): [number, number] => {
    const [place, size] = label === 0 ? [index, upper] : [index - upper, examples - upper];
    const angle = (Math.PI * place) / Math.max(1, size - 1);
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const [dx, dy] = [noise * random.normal(), noise * random.normal()];
    return label === 0 ? [x + dx, y + dy] : [1 - x + dx, 0.5 - y + dy];
  });
  return toTensors(points, labels, random.permutation(examples));
}

export interface SpiralOptions extends SyntheticOptions {
  /** Number of arms, each a class. Defaults to 3. */
  classes?: number;
  /** Turns of an arm around the center. Defaults to 0.75. */
  turns?: number;
}

const SPIRAL_OPTIONS = {
  ...SYNTHETIC_OPTIONS,
  classes: true,
  turns: true,
} satisfies Record<keyof SpiralOptions, true>;

/**
 * Spiral arms that wind around the center, one a class; radius 0 to 1. 300 examples, noise 0.02 by default.
 *
 * @param options number of examples and arms, turns, noise, seed.
 * @returns `x` `[N, 2]` float32, `y` `[N]` int32, in random order. Caller disposes both.
 * @throws RangeError if an option is out of range.
 * @example
 * const { x, y } = makeSpiral({ examples: 6, classes: 2, seed: 1 });
 * x.shape; // [ 6, 2 ]
 * [...y.dataSync()].sort(); // [ 0, 0, 0, 1, 1, 1 ]
 */
export function makeSpiral(options: SpiralOptions = {}): LabeledPoints {
  checkOptions('makeSpiral', options, SPIRAL_OPTIONS);
  const { examples = 300, classes = 3, turns = 0.75, noise = 0.02, seed } = options;
  checkSize('makeSpiral', examples, noise);
  checkWholeNumber('makeSpiral', 'classes', classes);
  const random = createRandom(seed);
  const labels = Array.from({ length: examples }, (_, index) => index % classes);
  const points = labels.map((label, index): [number, number] => {
    const radius = (Math.floor(index / classes) + 1) / Math.ceil(examples / classes);
    const angle = 2 * Math.PI * (label / classes + turns * radius);
    return [
      radius * Math.cos(angle) + noise * random.normal(),
      radius * Math.sin(angle) + noise * random.normal(),
    ];
  });
  return toTensors(points, labels, random.permutation(examples));
}
