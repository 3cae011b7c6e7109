/** The bootstrap: how much a number would vary if the examples were drawn again. */
import { checkWholeNumber } from '../../host/checks';
import { checkOptions } from '../../host/options';
import { Measured, numberText } from '../../host/evidence';
import { itemAt } from '../../host/item-at';
import { createRandom } from '../../engine';

/** Options of {@link bootstrap}. */
export interface BootstrapOptions {
  /** How often examples are drawn again, at least 100. Default 2000. */
  resamples?: number;
  /** Start of the random numbers: the same seed gives the same interval. Default 0. */
  seed?: number;
}

const BOOTSTRAP_OPTIONS = { resamples: true, seed: true } satisfies Record<
  keyof BootstrapOptions,
  true
>;

/** What {@link bootstrap} gives. `below`, `above` and `between` make evidence of its interval. */
export class Bootstrapped extends Measured {
  constructor(
    /** The statistic of the values as they are. */
    readonly estimate: number,
    /** Standard deviation over the resamples. */
    readonly standardError: number,
    /** From the 2.5th to the 97.5th percentile over the resamples. */
    readonly interval: readonly [low: number, high: number],
    /** Number of values. */
    readonly n: number,
    /** How often they were drawn again. */
    readonly resamples: number,
  ) {
    const [low, high] = interval;
    super({
      text:
        `${numberText(estimate)}, 95 % interval ${numberText(low)} to ${numberText(high)} ` +
        `(${resamples} resamples), n = ${n}`,
      n,
      range: interval,
      numbers: { estimate, standardError, low, high },
    });
  }
}

/**
 * Percentile bootstrap: draws as many values with replacement, many times, and looks at how the statistic spreads.
 *
 * @param values at least two; anything that is drawn as a whole: numbers, `[x, y]` pairs, groups.
 * @param statistic maps a sample of the same size to a number; must not change the sample.
 * @param options `resamples`, how often, default 2000; `seed`, where the random numbers start, default 0
 * @returns estimate, standard error and 95 % interval, plain numbers in the unit of the statistic.
 * @throws RangeError if there are fewer than two values, fewer than 100 resamples, unknown options, or the statistic gives no number.
 * @see Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 13.3.
 *
 * @example
 * const median = (x: readonly number[]) => [...x].sort((a, b) => a - b)[Math.floor(x.length / 2)] ?? NaN;
 * const { estimate, interval } = metrics.bootstrap([3, 1, 4, 1, 5, 9, 2], median, { seed: 7 });
 * estimate; // 3
 * interval; // [ 1, 5 ]
 */
export function bootstrap<T>(
  values: readonly T[],
  statistic: (sample: readonly T[]) => number,
  options: BootstrapOptions = {},
): Bootstrapped {
  checkOptions('metrics.bootstrap', options, BOOTSTRAP_OPTIONS);
  const { resamples = 2000, seed = 0 } = options;
  const n = values.length;
  if (n < 2)
    throw new RangeError(
      `metrics.bootstrap: expected at least two values; got ${n}; pass one value per example or run.`,
    );
  checkWholeNumber('metrics.bootstrap', 'resamples', resamples, { least: 100 });
  const random = createRandom(seed);
  const measure = (sample: readonly T[]): number => {
    const value = statistic(sample);
    if (Number.isFinite(value)) return value;
    throw new RangeError(
      `metrics.bootstrap: expected the statistic to give a finite number; got ${value}; ` +
        'it must have a value for every sample, also when one value is drawn n times.',
    );
  };
  const estimate = measure(values);
  const drawn = Array.from({ length: resamples }, () =>
    measure(Array.from({ length: n }, () => values[random.integer(n)] as T)),
  ).sort((a, b) => a - b);
  const interval = [percentile(drawn, 0.025), percentile(drawn, 0.975)] as const;
  const { deviation } = meanAndDeviation(drawn);
  return new Bootstrapped(estimate, deviation, interval, n, resamples);
}

/** Between two neighbors in proportion, as `numpy.percentile` does. */
function percentile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [below, above] = [Math.floor(place), Math.ceil(place)].map((i) => itemAt(sorted, i));
  if (below === undefined || above === undefined) return NaN;
  return below + (place % 1) * (above - below);
}

/** Mean and standard deviation, the latter with n − 1. */
export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}
