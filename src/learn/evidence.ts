/** Evidence besides that of `metrics.paired` and `metrics.bootstrap`: spreads, differences, equality. */
import { type Evidence, Measured, finiteOrNull, numberText } from '../host/evidence';
import { meanAndDeviation } from '../training/metrics/bootstrap';
import { studentInterval } from '../training/metrics/paired';
import { type Expected, describeValue, numbersOf } from './compare';

/**
 * The spread of a number over seeds, folds or places: `spread([…]).above(0.97)` is evidence if **all** are above.
 *
 * @param values at least two numbers of one unit.
 * @returns a quantity with `below`, `above` and `between`; in its words mean, standard deviation (of the values, not of
 *   their mean), smallest and largest value.
 * @throws RangeError if there are fewer than two values; TypeError if one is no number.
 *
 * @example
 * spread([0.975, 0.971, 0.978]).above(0.97).holds; // true
 */
export function spread(values: ArrayLike<number>): Measured {
  const list = numberList('spread', 'values', values);
  const { mean, deviation } = meanAndDeviation(list);
  const [least, most] = [Math.min(...list), Math.max(...list)];
  return new Measured({
    text:
      `mean ${numberText(mean)}, SD ${numberText(deviation)}, ${numberText(least)} to ${numberText(most)}, ` +
      `n = ${list.length}`,
    n: list.length,
    range: [least, most],
    numbers: { mean, deviation, least, most },
    scope: 'all ',
  });
}

/**
 * The difference a − b of two numbers, or of the means of two independent lists (Welch's interval).
 *
 * For measurements on the same examples use `metrics.paired`, which sees much smaller differences.
 *
 * @param a a number, or at least two of one unit.
 * @param b the same in the same unit; a single number counts as exact.
 * @returns a quantity with `below`, `above` and `between`, judged by its 95 % interval; that of two numbers is exact.
 * @throws RangeError if a list has fewer than two numbers; TypeError if there is something else than numbers.
 * @see Welch 1947, The generalization of Student's problem when several different population variances are involved.
 *
 * @example
 * difference(97.7, 96.9).above(0.5).holds; // true
 * difference([5, 6, 7], [1, 2, 3]).above(1).holds; // true
 */
export function difference(a: number | ArrayLike<number>, b: number | ArrayLike<number>): Measured {
  const [left, right] = [sideOf('a', a), sideOf('b', b)];
  const value = left.mean - right.mean;
  const n = left.n + right.n;
  if (left.exact && right.exact)
    return new Measured({
      text: `${numberText(left.mean)} against ${numberText(right.mean)}, difference ${numberText(value)}`,
      n,
      range: [value, value],
      numbers: { a: left.mean, b: right.mean, difference: value },
    });
  const squared = left.squaredError + right.squaredError;
  const shares = [left, right].map((side) =>
    side.exact ? 0 : side.squaredError ** 2 / (side.n - 1),
  );
  const degrees = squared ** 2 / shares.reduce((sum, share) => sum + share, 0);
  const [low, high] = studentInterval(value, Math.sqrt(squared), degrees);
  return new Measured({
    text:
      `mean ${numberText(left.mean)} against ${numberText(right.mean)}, difference ${numberText(value)}, ` +
      `95 % interval ${numberText(low)} to ${numberText(high)}, n = ${left.n} and ${right.n}`,
    n,
    range: [low, high],
    numbers: { a: left.mean, b: right.mean, difference: value, low, high },
  });
}

/**
 * Evidence that two computations agree: no number of one differs from that of the other by more than `tolerance`.
 *
 * @param a a number, nested arrays or a tensor.
 * @param b the same, of the same shape.
 * @param tolerance largest absolute difference allowed, in the unit of the numbers.
 * @returns evidence that says the largest difference. The caller keeps both tensors.
 * @throws TypeError if one holds no numbers; RangeError if shapes differ or `tolerance` is negative.
 *
 * @example
 * equalWithin(tf.tensor1d([1, 2]), [1, 2.00001], 1e-4).holds; // true
 */
export function equalWithin(a: Expected, b: Expected, tolerance: number): Evidence {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  if (left === undefined || right === undefined)
    throw new TypeError(
      `equalWithin: expected numbers, nested arrays or tensors; got ${describeValue(left === undefined ? a : b)}; ` +
        'read a prediction out before passing it on.',
    );
  if (String(left.shape) !== String(right.shape))
    throw new RangeError(
      `equalWithin: expected two of one shape; got [${left.shape.join(', ')}] and [${right.shape.join(', ')}]; ` +
        'reshape one of them first.',
    );
  if (!(tolerance >= 0))
    throw new RangeError(
      `equalWithin: expected a tolerance of at least 0; got ${tolerance}; pass for example 1e-5.`,
    );
  const gaps = left.values.map((value, i) => Math.abs(value - (right.values[i] ?? NaN)));
  const largest = gaps.reduce((most, gap) => (gap > most || Number.isNaN(gap) ? gap : most), 0);
  const holds = largest <= tolerance;
  return {
    holds,
    text:
      `largest difference ${numberText(largest)}, n = ${gaps.length}; ` +
      `${holds ? 'within' : 'not within'} ${numberText(tolerance)}`,
    n: gaps.length,
    numbers: finiteOrNull({ largest, tolerance }),
  };
}

/** Mean of one side, and the squared standard error of that mean; a single number has none. */
function sideOf(name: string, side: number | ArrayLike<number>) {
  if (typeof side === 'number') return { exact: true, n: 1, mean: side, squaredError: 0 };
  const list = numberList('difference', name, side);
  const { mean, deviation } = meanAndDeviation(list);
  return { exact: false, n: list.length, mean, squaredError: deviation ** 2 / list.length };
}

function numberList(caller: string, name: string, values: ArrayLike<number>): number[] {
  const list = Array.from(values);
  if (!list.every((value) => typeof value === 'number'))
    throw new TypeError(
      `${caller}: expected ${name} to hold numbers; got ${describeValue(values)} with something else in it; ` +
        'await promises and read tensors out.',
    );
  if (list.length >= 2) return list;
  throw new RangeError(
    `${caller}: expected ${name} to hold at least two numbers; got ${list.length}; ` +
      'one run alone says nothing about how much runs differ.',
  );
}
