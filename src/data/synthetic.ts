/** Made-up data whose truth is known. */
import { itemAt } from '../host/item-at';
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

function checkOptions(caller: string, examples: number, noise: number): void {
  if (!Number.isInteger(examples) || examples < 1)
    throw new RangeError(
      `${caller}: expected examples to be a whole number ≥ 1; got ${examples}; for example 200.`,
    );
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

/**
 * A straight line (or plane) with known coefficients and normal noise: y = x·coefficients + intercept + noise.
 *
 * Features are uniform in [low, high). 100 examples with noise 0.1 by default.
 *
 * @returns `x` `[N, D]` float32, `y` `[N, 1]` float32, and the truth. Caller disposes `x` and `y`.
 * @throws RangeError if an option is out of range.
 */
export function makeLine({
  examples = 100,
  coefficients = [2],
  intercept = 1,
  noise = 0.1,
  low = -1,
  high = 1,
  seed,
}: LineOptions = {}): Part<tf.Tensor2D, tf.Tensor2D> & {
  coefficients: number[];
  intercept: number;
} {
  checkOptions('makeLine', examples, noise);
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
 * @returns `x` `[N, 2]` float32, `y` `[N]` int32 in {0, 1}, in random order. Caller disposes both.
 * @throws RangeError if an option is out of range.
 */
export function makeMoons({
  examples = 200,
  noise = 0.1,
  seed,
}: SyntheticOptions = {}): LabeledPoints {
  checkOptions('makeMoons', examples, noise);
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

export interface BlobsOptions extends SyntheticOptions {
  /** Center of each class, or how many to draw uniformly from [−5, 5)². Defaults to 3. */
  centers?: number | [number, number][];
}

/**
 * Round clouds of points, one a class; `noise` (default 1) is their standard deviation.
 *
 * @returns `x` `[N, 2]` float32, `y` `[N]` int32, in random order. Caller disposes both.
 * @throws RangeError if an option is out of range.
 */
export function makeBlobs({
  examples = 200,
  centers = 3,
  noise = 1,
  seed,
}: BlobsOptions = {}): LabeledPoints {
  checkOptions('makeBlobs', examples, noise);
  const random = createRandom(seed);
  const count = typeof centers === 'number' ? centers : centers.length;
  if (!Number.isInteger(count) || count < 1)
    throw new RangeError(
      `makeBlobs: expected at least one center; got ${count}; for example centers: 3.`,
    );
  const coordinate = () => 10 * random.uniform() - 5;
  const places =
    typeof centers === 'number'
      ? Array.from({ length: count }, (): [number, number] => [coordinate(), coordinate()])
      : centers;
  const labels = Array.from({ length: examples }, (_, index) => index % count);
  const points = labels.map((label): [number, number] => {
    const [x, y] = itemAt(places, label);
    return [x + noise * random.normal(), y + noise * random.normal()];
  });
  return toTensors(points, labels, random.permutation(examples));
}

export interface SpiralOptions extends SyntheticOptions {
  /** Number of arms, each a class. Defaults to 3. */
  classes?: number;
  /** Turns of an arm around the center. Defaults to 0.75. */
  turns?: number;
}

/**
 * Spiral arms that wind around the center, one a class; radius 0 to 1. 300 examples, noise 0.02 by default.
 *
 * @returns `x` `[N, 2]` float32, `y` `[N]` int32, in random order. Caller disposes both.
 * @throws RangeError if an option is out of range.
 */
export function makeSpiral({
  examples = 300,
  classes = 3,
  turns = 0.75,
  noise = 0.02,
  seed,
}: SpiralOptions = {}): LabeledPoints {
  checkOptions('makeSpiral', examples, noise);
  if (!Number.isInteger(classes) || classes < 1)
    throw new RangeError(
      `makeSpiral: expected classes to be a whole number ≥ 1; got ${classes}; for example 3.`,
    );
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
