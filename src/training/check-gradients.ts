/** Compares analytic gradients with finite differences. */
import { shapeText } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';

/** Options of {@link checkGradients}. */
export interface CheckGradientsOptions {
  /**
   * Half the distance between the two points of a difference, in units of the input. Default 1e-2: in
   * float32 a smaller step drowns in rounding.
   */
  step?: number;
  /** Relative error up to which a gradient counts as right. Default 1e-3. */
  tolerance?: number;
  /** Most entries that are tried per input, evenly spread. Default 64. */
  maxEntries?: number;
}

/** How well one input's gradient agrees. */
export interface GradientCheck {
  /** Position of the input. */
  input: number;
  shape: number[];
  /** ‖analytic − numeric‖ / max(‖analytic‖, ‖numeric‖), 0 when both vanish. */
  relativeError: number;
  /** Largest single difference, and where, as a position in the flat input. */
  worst: { position: number; analytic: number; numeric: number };
  ok: boolean;
}

/** What {@link checkGradients} returns. */
export interface GradientReport {
  /** True when every input agrees. */
  ok: boolean;
  /** The largest of the relative errors. */
  relativeError: number;
  inputs: GradientCheck[];
}

const KNOWN = {
  ...{ step: true, tolerance: true, maxEntries: true },
} as const satisfies Record<keyof CheckGradientsOptions, true>;

type ScalarFunction = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Evenly spread positions, all of them when there are few. */
function positionsOf(size: number, most: number): number[] {
  const count = Math.min(size, most);
  return Array.from({ length: count }, (_, i) => Math.floor((i * size) / count));
}

/** Value of `fn` with one entry of one input moved. */
function valueAt(fn: ScalarFunction, inputs: tf.Tensor[], which: number, changed: Float32Array) {
  return tf.tidy(() => {
    const moved = inputs.map((x, i) => (i === which ? tf.tensor(changed, x.shape) : x));
    return fn(...moved).dataSync()[0] ?? NaN;
  });
}

function numericGradient(
  fn: ScalarFunction,
  inputs: tf.Tensor[],
  which: number,
  { positions, step }: { positions: number[]; step: number },
): number[] {
  const values = Float32Array.from(inputs[which]?.dataSync() ?? []);
  return positions.map((position) => {
    const center = values[position] ?? 0;
    values[position] = center + step;
    const right = values[position] ?? 0;
    const above = valueAt(fn, inputs, which, values);
    values[position] = center - step;
    const left = values[position] ?? 0;
    const below = valueAt(fn, inputs, which, values);
    values[position] = center;
    // The distance as float32 holds it, which is not exactly 2·step.
    return (above - below) / (right - left);
  });
}

function compare(
  input: number,
  x: tf.Tensor,
  positions: number[],
  pairs: [analytic: number, numeric: number][],
  tolerance: number,
): GradientCheck {
  const norm = (values: number[]): number => Math.hypot(...values);
  const scale = Math.max(norm(pairs.map(([a]) => a)), norm(pairs.map(([, n]) => n)));
  const error = norm(pairs.map(([a, n]) => a - n));
  const relativeError = scale === 0 ? 0 : error / scale;
  const sizes = pairs.map(([a, n]) => Math.abs(a - n));
  const at = sizes.indexOf(Math.max(...sizes));
  const [analytic, numeric] = pairs[at] ?? [0, 0];
  const worst = { position: positions[at] ?? 0, analytic, numeric };
  // NaN compares as false, so a broken gradient is not ok.
  return { input, shape: x.shape, relativeError, worst, ok: relativeError <= tolerance };
}

/**
 * Checks the gradient of a scalar function by central differences, (f(x + h) − f(x − h)) / 2h.
 *
 * @param fn     takes the inputs, gives a scalar; must be smooth near the inputs (no ReLU at its kink)
 *   and free of randomness
 * @param inputs float32 tensors of any shape; stay the caller's and unchanged
 * @param options see {@link CheckGradientsOptions}; the defaults suit inputs near 1.
 * @returns plain numbers: relative error per input and the worst entry. Leaves no tensor behind.
 * @throws TypeError if an input is not float32; RangeError if `fn` gives no scalar, `step` is not > 0 or an
 *   option is unknown.
 * @example
 * const cubes = (x: tf.Tensor) => x.pow(3).sum();
 * checkGradients(cubes, tf.tensor1d([1, 2])).ok; // true
 */
export function checkGradients(
  fn: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[] | tf.Tensor,
  options: CheckGradientsOptions = {},
): GradientReport {
  checkOptions('checkGradients', options, KNOWN);
  const { step = 1e-2, tolerance = 1e-3, maxEntries = 64 } = options;
  const xs = Array.isArray(inputs) ? inputs : [inputs];
  checkInputs(fn, xs, step);
  const analytic = tf.tidy(() =>
    tf
      .grads(fn as (...x: tf.Tensor[]) => tf.Tensor)(xs)
      .map((g) => g.dataSync()),
  );
  const checks = xs.map((x, which) => {
    const positions = positionsOf(x.size, maxEntries);
    const numeric = numericGradient(fn, xs, which, { positions, step });
    const pairs = positions.map((p, i): [number, number] => [
      analytic[which]?.[p] ?? NaN,
      numeric[i] ?? NaN,
    ]);
    return compare(which, x, positions, pairs, tolerance);
  });
  const relativeError = Math.max(...checks.map((check) => check.relativeError));
  return { ok: checks.every(({ ok }) => ok), relativeError, inputs: checks };
}

function checkInputs(fn: ScalarFunction, xs: tf.Tensor[], step: number): void {
  if (!(step > 0)) {
    throw new RangeError(
      `checkGradients: expected step > 0; got ${step}; common is 0.01 for inputs near 1.`,
    );
  }
  const other = xs.find((x) => !(x instanceof tf.Tensor) || x.dtype !== 'float32');
  if (xs.length === 0 || other) {
    throw new TypeError(
      `checkGradients: expected float32 tensors; got ${other?.dtype ?? 'none'}; ` +
        'close over integer inputs instead of passing them.',
    );
  }
  const shape = tf.tidy(() => fn(...xs).shape);
  if (shape.length > 0) {
    throw new RangeError(
      `checkGradients: expected fn to give a scalar; got ${shapeText(shape)}; add .sum() or .mean().`,
    );
  }
}
