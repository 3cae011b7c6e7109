/** Compares analytic gradients with finite differences. */
import { checkWholeNumber, shapeText } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';

/** Options of {@link checkGradients}. */
export interface CheckGradientsOptions {
  /**
   * Half the distance between the two points of a difference, in units of the input. Default 1e-2: in
   * float32 a smaller step drowns in rounding.
   */
  step?: number | undefined;
  /** Relative error up to which a gradient counts as right. Default 1e-3. */
  tolerance?: number | undefined;
  /** Most entries that are tried per input, evenly spread. Default 64. */
  maxEntries?: number | undefined;
}

const GRADIENT_OPTIONS = { step: true, tolerance: true, maxEntries: true } satisfies Record<
  keyof CheckGradientsOptions,
  true
>;

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

type Numbers = { [Name in keyof CheckGradientsOptions]-?: number };
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
 * @param inputs float32 tensors; stay the caller's and unchanged
 * @param options `step` (h), default 0.01; `tolerance`, default 0.001; `maxEntries` tried per input, default 64
 * @returns plain numbers: relative error per input and the worst entry. Leaves no tensor behind.
 * @throws TypeError if an input is not float32; RangeError if `fn` gives no scalar, options are out of range or
 *   unknown, or `fn` gives other values each time.
 * @see Goodfellow, Bengio & Courville 2016, section 11.5. https://www.deeplearningbook.org/contents/guidelines.html
 * @example
 * checkGradients((x) => x.square().sum(), tf.tensor1d([1, 2, 3])).ok; // true
 */
export function checkGradients(
  fn: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: tf.Tensor[] | tf.Tensor,
  options: CheckGradientsOptions = {},
): GradientReport {
  checkOptions('checkGradients', options, GRADIENT_OPTIONS);
  const { step = 1e-2, tolerance = 1e-3, maxEntries = 64 } = options;
  const xs = Array.isArray(inputs) ? inputs : [inputs];
  checkNumbers({ step, tolerance, maxEntries });
  checkInputs(fn, xs);
  const analytic = tf.tidy(() =>
    tf
      .grads(fn)(xs)
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

function checkNumbers({ step, tolerance, maxEntries }: Numbers): void {
  if (!(step > 0)) {
    throw new RangeError(
      `checkGradients: expected step > 0; got ${step}; common is 0.01 for inputs near 1.`,
    );
  }
  if (!(tolerance > 0)) {
    throw new RangeError(
      `checkGradients: expected tolerance > 0; got ${tolerance}; common is 0.001 in float32.`,
    );
  }
  checkWholeNumber('checkGradients', 'maxEntries', maxEntries);
}

function checkInputs(fn: ScalarFunction, xs: tf.Tensor[]): void {
  const other = xs.find((x) => !(x instanceof tf.Tensor) || x.dtype !== 'float32');
  if (xs.length === 0 || other) {
    throw new TypeError(
      `checkGradients: expected float32 tensors; got ${other?.dtype ?? 'none'}; ` +
        'close over integer inputs instead of passing them.',
    );
  }
  const empty = xs.findIndex((x) => x.size === 0);
  if (empty >= 0) {
    throw new RangeError(
      `checkGradients: expected inputs with at least one number; got input ${empty} of shape ` +
        `${shapeText(xs[empty]?.shape ?? [])}; pass some values to move.`,
    );
  }
  const shape = tf.tidy(() => fn(...xs).shape);
  if (shape.length > 0) {
    throw new RangeError(
      `checkGradients: expected fn to give a scalar; got ${shapeText(shape)}; add .sum() or .mean().`,
    );
  }
  const [first, second] = [0, 1].map(() => tf.tidy(() => fn(...xs).dataSync()[0] ?? NaN));
  if (Object.is(first, second)) return;
  throw new RangeError(
    `checkGradients: expected fn to give the same value each time; got ${first} and ${second}; ` +
      'turn off dropout, or give random operations a seed.',
  );
}
