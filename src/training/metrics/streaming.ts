/**
 * Metrics that are averaged over batches while training or evaluating.
 *
 * They count every example once: class and sample weights shape the loss, not what is reported. Positions
 * that the loss leaves out (`maskValue`, `ignoreIndex`) they leave out too.
 */
import { checkOptions, type KnownOptions } from '../../host/options';
import { tf } from '../../engine';
import {
  checkLabelRange,
  checkOneHotRows,
  checkProbabilities,
  checkSameShape,
  checkShares,
  checkSparseShape,
  isIgnored,
  isSparse,
  lastSize,
} from '../losses/check';
import { meanAbsoluteError, meanSquaredError } from '../losses/regression';
import { categoricalCrossentropy, sparseCategoricalCrossentropy } from '../losses/crossentropy';
import { reducePositions, validMask, type PositionLosses } from '../losses/reduce';
import type { Loss, Metric } from '../types';

/** Options of {@link accuracy}. What is left out is taken from the loss beside it. */
export interface AccuracyOptions {
  /** True when predictions are logits; decides the threshold of yes/no outputs. Default: as the loss. */
  fromLogits?: boolean | undefined;
  /** Label or target whose positions do not count, e.g. 0 for padding. Default: as the loss. */
  ignoreIndex?: number | undefined;
  /**
   * True when each of several outputs is a yes or no of its own. Default: with `binaryCrossentropy`, else
   * one class per example.
   */
  perLabel?: boolean | undefined;
}

/** Options of {@link perplexity}. What is left out is taken from the loss beside it. */
export interface PerplexityOptions {
  /** True when predictions are logits. Default: as the loss. */
  fromLogits?: boolean | undefined;
  /** Label whose positions do not count, e.g. 0 for padding. Default: as the loss. */
  ignoreIndex?: number | undefined;
}

/** Options of {@link mae}, {@link mse} and {@link rmse}. */
export interface ErrorOptions {
  /** Target value of missing entries, which do not count. Default: as the loss. */
  maskValue?: number | undefined;
}

const PERPLEXITY_OPTIONS = { fromLogits: true, ignoreIndex: true } satisfies Record<
  keyof PerplexityOptions,
  true
>;
const ACCURACY_OPTIONS = { ...PERPLEXITY_OPTIONS, perLabel: true } satisfies Record<
  keyof AccuracyOptions,
  true
>;
const ERROR_OPTIONS = { maskValue: true } satisfies Record<keyof ErrorOptions, true>;

/** `options` without the keys that are undefined, which would hide what the loss says. */
function given<T extends object>(name: string, options: T, known: KnownOptions): Partial<T> {
  checkOptions(`metrics.streaming.${name}`, options, known);
  const copy: Partial<T> = { ...options };
  for (const key of Object.keys(copy)) {
    if (Reflect.get(copy, key) === undefined) Reflect.deleteProperty(copy, key);
  }
  return copy;
}

type Reading = 'classes' | 'oneHot' | 'perLabel';

/** How accuracy compares: by the shapes, and by the loss where shapes leave it open. */
function readingOf(yTrue: tf.Tensor, yPred: tf.Tensor, perLabel: boolean): Reading {
  if (perLabel || yPred.rank < 2 || lastSize(yPred) < 2) return 'perLabel';
  return isSparse(yTrue, yPred) ? 'classes' : 'oneHot';
}

function correct(
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  reading: Reading,
  { threshold, ignored }: { threshold: number; ignored: number | undefined },
): PositionLosses {
  const target = tf.cast(yTrue, 'float32');
  const mask = ignored === undefined ? undefined : validMask(target, ignored);
  if (reading === 'perLabel') {
    const same = yPred.greater(threshold).equal(target.reshape(yPred.shape).greater(0.5));
    return { losses: tf.cast(same, 'float32'), mask: mask?.reshape(yPred.shape) };
  }
  const predicted = tf.cast(yPred.argMax(-1), 'float32'); // [B, …]
  const oneHot = reading === 'oneHot';
  const labels = oneHot ? tf.cast(target.argMax(-1), 'float32') : target.reshape(predicted.shape);
  const losses = tf.cast(predicted.equal(labels), 'float32');
  // A one-hot row with a missing entry has no class.
  return { losses, mask: oneHot ? mask?.min(-1) : mask?.reshape(predicted.shape) };
}

/** Throws unless targets are what accuracy can compare. */
function checkTruth(
  caller: string,
  yTrue: tf.Tensor,
  yPred: tf.Tensor,
  reading: Reading,
  ignored: number | undefined,
): void {
  if (reading === 'classes') {
    checkSparseShape(caller, yTrue, yPred);
    checkLabelRange(caller, yTrue, lastSize(yPred), ignored);
    return;
  }
  checkSameShape(caller, yTrue, yPred);
  if (reading === 'perLabel') {
    const remedy = 'use 0 for no and 1 for yes, or metrics for numbers such as mae.';
    checkShares(caller, 'yes/no targets', yTrue, { remedy, ignored });
    return;
  }
  if (ignored !== undefined && yTrue.dataSync().some((value) => isIgnored(value, ignored))) return;
  try {
    checkOneHotRows(caller, yTrue);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/;[^;]*$/, '') : String(error);
    throw new RangeError(
      `${reason}; for outputs that are each a yes or no pass metrics.streaming.accuracy({ perLabel: true }).`,
    );
  }
}

/**
 * Share of right predictions, 0 to 1.
 *
 * Targets `[B]` for outputs `[B, C]` are class numbers, targets `[B, C]` one-hot rows; a single output is a yes
 * or no. Several outputs beside `binaryCrossentropy`, or with `perLabel`, are each a yes or no: the share of
 * right single labels.
 *
 * Axes: B examples · C classes.
 *
 * @param options what is left out is taken from the loss
 * @returns a metric for `train` and `evaluate`
 * @throws RangeError for unknown options; while training, for targets that are no classes.
 * @example
 * const metric = metrics.streaming.accuracy({ perLabel: true });
 * const both = metric.sumAndWeight(tf.tensor2d([[1, 0, 1]]), tf.tensor2d([[0.9, 0.2, 0.3]]));
 * both.sum; // 2
 * both.weight; // 3
 */
export function accuracy(options: AccuracyOptions = {}): Metric {
  return accuracyLike(given('accuracy', options, ACCURACY_OPTIONS));
}

function accuracyLike(options: AccuracyOptions, loss?: Loss): Metric {
  const { fromLogits, ignoreIndex: ignored, perLabel = false } = options;
  const threshold = fromLogits ? 0 : 0.5;
  return {
    metricName: 'accuracy',
    higherIsBetter: true,
    sumAndWeight: (yTrue, yPred) =>
      tf.tidy(() => {
        const reading = readingOf(yTrue, yPred, perLabel);
        return reducePositions(correct(yTrue, yPred, reading, { threshold, ignored }));
      }),
    forLoss: (beside) =>
      accuracyLike(
        {
          fromLogits: beside.fromLogits,
          ignoreIndex: beside.ignoreIndex,
          perLabel: beside.targets === 'binary',
          ...options,
        },
        beside,
      ),
    check(caller, yTrue, yPred) {
      const reading = readingOf(yTrue, yPred, perLabel);
      checkTruth(caller, yTrue, yPred, reading, ignored);
      // Beside a loss of one's own nobody knows whether outputs are logits: 0.5 would be a guess.
      const unknown = loss && loss.targets === undefined && fromLogits === undefined;
      if (reading !== 'perLabel' || !unknown) return;
      checkProbabilities(
        caller,
        yPred,
        'for logits pass metrics.streaming.accuracy({ fromLogits: true }), else end the model with sigmoid.',
      );
    },
  };
}

/** A metric out of the same average under another name. */
function errorMetric(
  metricName: string,
  create: (options: ErrorOptions) => Loss,
  options: ErrorOptions,
  finish?: (mean: number) => number,
): Metric {
  const loss = create(options);
  return {
    metricName,
    finish,
    sumAndWeight: (yTrue, yPred) => loss.sumAndWeight(yTrue, yPred),
    forLoss: ({ ignoreIndex }) =>
      errorMetric(metricName, create, { maskValue: ignoreIndex, ...options }, finish),
    check: (caller, yTrue, yPred) => loss.check?.(caller, yTrue, yPred),
  };
}

/**
 * Mean absolute error, in units of the target.
 *
 * @param options `maskValue` of missing targets; default as the loss
 * @param metricName default `mae`
 * @returns a metric for `train` and `evaluate`
 * @throws RangeError for unknown options.
 * @example
 * const metric = metrics.streaming.mae();
 * metric.sumAndWeight(tf.tensor1d([1, 2]), tf.tensor1d([1, 5])).sum; // 3
 */
export function mae(options: ErrorOptions = {}, metricName = 'mae'): Metric {
  return errorMetric(metricName, meanAbsoluteError, given('mae', options, ERROR_OPTIONS));
}

/**
 * Mean squared error, in squared units of the target.
 *
 * @param options `maskValue` of missing targets; default as the loss
 * @param metricName default `mse`
 * @returns a metric for `train` and `evaluate`
 * @throws RangeError for unknown options.
 * @example
 * const metric = metrics.streaming.mse();
 * metric.sumAndWeight(tf.tensor1d([1, 2]), tf.tensor1d([1, 5])).sum; // 9
 */
export function mse(options: ErrorOptions = {}, metricName = 'mse'): Metric {
  return errorMetric(metricName, meanSquaredError, given('mse', options, ERROR_OPTIONS));
}

/**
 * Root of the mean squared error, in units of the target.
 *
 * @param options `maskValue` of missing targets; default as the loss
 * @returns a metric for `train` and `evaluate`, whose `finish` takes the root of the mean
 * @throws RangeError for unknown options.
 * @example
 * const metric = metrics.streaming.rmse();
 * metric.sumAndWeight(tf.tensor1d([1, 2]), tf.tensor1d([1, 5])).sum; // 9
 * metric.finish?.(9); // 3
 */
export function rmse(options: ErrorOptions = {}): Metric {
  return errorMetric('rmse', meanSquaredError, given('rmse', options, ERROR_OPTIONS), Math.sqrt);
}

/**
 * Perplexity: e to the power of the mean cross-entropy. 1 is perfect, C is a guess among C classes.
 *
 * @param options what is left out is taken from the loss
 * @returns a metric for `train` and `evaluate`, whose `finish` takes the power
 * @throws RangeError for unknown options; while training, for targets that are no classes.
 * @see Jelinek et al. 1977. https://doi.org/10.1121/1.2016299
 * @example
 * const metric = metrics.streaming.perplexity({ fromLogits: true });
 * metric.sumAndWeight(tf.tensor1d([1], 'int32'), tf.tensor2d([[0, 0]])).sum; // 0.693…
 */
export function perplexity(options: PerplexityOptions = {}): Metric {
  return perplexityLike(given('perplexity', options, PERPLEXITY_OPTIONS));
}

function perplexityLike(options: PerplexityOptions): Metric {
  const { fromLogits = false, ignoreIndex } = options;
  const sparse = sparseCategoricalCrossentropy({ fromLogits, ignoreIndex });
  const oneHot = categoricalCrossentropy({ fromLogits });
  const fitting = (yTrue: tf.Tensor, yPred: tf.Tensor): Loss =>
    isSparse(yTrue, yPred) ? sparse : oneHot;
  return {
    metricName: 'perplexity',
    finish: Math.exp,
    sumAndWeight: (yTrue, yPred) => fitting(yTrue, yPred).sumAndWeight(yTrue, yPred),
    forLoss: (loss) => {
      const ignored = loss.targets === 'classes' ? loss.ignoreIndex : undefined;
      return perplexityLike({ fromLogits: loss.fromLogits, ignoreIndex: ignored, ...options });
    },
    check(caller, yTrue, yPred) {
      const loss = fitting(yTrue, yPred);
      loss.check?.(caller, yTrue, yPred);
      loss.checkPredictions?.(caller, yPred);
    },
  };
}
