/** Two competitors on the same examples: differences pair by pair, which cancel what both find hard. */
import { Measured, numberText } from '../../host/evidence';
import { itemAt } from '../../host/item-at';
import { bootstrap, meanAndDeviation, type BootstrapOptions } from './bootstrap';
import { readNumbers, type NumbersInput } from './inputs';

/** Numbers of {@link Paired}. */
interface PairedNumbers {
  n: number;
  meanDifference: number;
  standardError: number;
  interval: readonly [low: number, high: number];
  wins: number;
  losses: number;
}

/** What {@link paired} gives. `below`, `above` and `between` make evidence of its interval. */
export class Paired extends Measured {
  /** Number of pairs. */
  readonly n: number;
  /** Mean of a − b. */
  readonly meanDifference: number;
  /** Standard error of that mean. */
  readonly standardError: number;
  /** 95 % confidence interval of the mean difference. */
  readonly interval: readonly [low: number, high: number];
  /** Pairs in which a is larger. */
  readonly wins: number;
  /** Pairs in which b is larger. */
  readonly losses: number;
  /** Pairs that are equal. */
  readonly ties: number;
  /** Two-sided p-value of the sign test: how often a fair coin would divide wins and losses at least as unevenly. */
  readonly signTest: number;

  constructor({ n, meanDifference, standardError, interval, wins, losses }: PairedNumbers) {
    const [low, high] = interval;
    super({
      text:
        `mean difference ${numberText(meanDifference)}, 95 % interval ${numberText(low)} to ` +
        `${numberText(high)}, n = ${n} pairs`,
      n,
      range: interval,
      numbers: { meanDifference, standardError, low, high, wins, losses },
    });
    this.n = n;
    this.meanDifference = meanDifference;
    this.standardError = standardError;
    this.interval = interval;
    this.wins = wins;
    this.losses = losses;
    this.ties = n - wins - losses;
    this.signTest = signTest(wins, losses);
  }
}

/**
 * Compares two lists of measurements on the same examples (or the same seeds, folds, days).
 *
 * Axes: N pairs.
 *
 * @param a `[N]` numbers, N at least 2: for example the squared errors of one model.
 * @param b `[N]` numbers in the same order and unit: those of the other model.
 * @param options with `resamples` or `seed` the interval is a percentile bootstrap; without, Student's t.
 * @returns mean of a − b with standard error and 95 % interval, in the unit of the measurements; wins, losses, ties and
 *   the sign test. `paired(a, b).below(0)` is evidence that a is smaller.
 * @throws RangeError if the lists differ in length or have fewer than two numbers; TypeError if they hold no numbers.
 * @see Dietterich 1998, Approximate statistical tests for comparing supervised classification learning algorithms.
 *
 * @example
 * const errors = metrics.paired([3, 2, 4, 3], [5, 3, 7, 5]);
 * errors.meanDifference; // -2
 * errors.interval[0]; // -3.299…
 * errors.below(0).holds; // true
 */
export function paired(a: NumbersInput, b: NumbersInput, options?: BootstrapOptions): Paired {
  const [left, right] = [readNumbers('paired', 'a', a), readNumbers('paired', 'b', b)];
  if (left.length !== right.length || left.length < 2)
    throw new RangeError(
      `metrics.paired: expected two lists of the same length, at least 2; got ${left.length} and ${right.length}; ` +
        'measure both on the same examples, in the same order.',
    );
  const differences = left.map((value, i) => value - itemAt(right, i));
  const n = differences.length;
  const { mean, deviation } = meanAndDeviation(differences);
  const standardError = deviation / Math.sqrt(n);
  return new Paired({
    n,
    meanDifference: mean,
    standardError,
    interval:
      options === undefined
        ? studentInterval(mean, standardError, n - 1)
        : bootstrap(differences, (sample) => meanAndDeviation(sample).mean, options).interval,
    wins: differences.filter((each) => each > 0).length,
    losses: differences.filter((each) => each < 0).length,
  });
}

/** 95 % interval around `mean` by Student's t; `degrees` of freedom need not be whole. */
export function studentInterval(
  mean: number,
  standardError: number,
  degrees: number,
): readonly [low: number, high: number] {
  if (standardError === 0) return [mean, mean];
  const reach = standardError * studentQuantile(0.95, degrees);
  return [mean - reach, mean + reach];
}

/**
 * The t below which |T| stays with probability `share`, for T with Student's distribution.
 *
 * With T = √ν · tan θ its density becomes cos^(ν − 1) θ, so the probability is a quotient of two integrals.
 */
export function studentQuantile(share: number, degrees: number): number {
  const density = (angle: number): number => Math.cos(angle) ** (degrees - 1);
  // Beyond √ν · tan θ ≈ 40 nothing is left that counts, unless ν is so small that the cut lies beyond π/2.
  const end = Math.min(Math.PI / 2, 40 / Math.sqrt(degrees));
  const wanted = share * integral(density, end);
  let [low, high] = [0, end];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (integral(density, middle) < wanted) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan((low + high) / 2);
}

/** ∫₀ᵉⁿᵈ by Simpson's rule. */
function integral(f: (x: number) => number, end: number): number {
  const parts = 2000;
  let sum = f(0) + f(end);
  for (let i = 1; i < parts; i++) sum += (i % 2 === 1 ? 4 : 2) * f((i * end) / parts);
  return (sum * end) / parts / 3;
}

/** 2 · P(X ≤ the smaller count) for X binomial with p = ½, at most 1. Ties do not count. */
function signTest(wins: number, losses: number): number {
  const all = wins + losses;
  let [logTerm, tail] = [-all * Math.LN2, 0];
  for (let i = 0; i <= Math.min(wins, losses); i++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((all - i) / (i + 1));
  }
  return Math.min(1, 2 * tail);
}
