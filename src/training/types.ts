/** The shapes of what training takes and gives: data, losses, metrics, history. */
import type { LossFunction, MetricFunction, SumAndWeight, tf } from '../engine';

/** What a target is: numbers, yes or no, a row of probabilities over classes, or the number of a class. */
export type TargetKind = 'numbers' | 'binary' | 'oneHot' | 'classes';

/**
 * A loss that `train` and `evaluate` can average correctly over masked, weighted and partial batches.
 *
 * Called, it gives the mean loss of a batch as a scalar that the caller disposes.
 */
export interface Loss extends LossFunction {
  /** True when `yPred` must be logits, false when it must be probabilities or values. */
  readonly fromLogits?: boolean | undefined;
  /** Target value whose positions do not count, if any: `ignoreIndex` or `maskValue` of the loss. */
  readonly ignoreIndex?: number | undefined;
  /** What its targets are. Unknown for a loss of one's own. */
  readonly targets?: TargetKind | undefined;
  /**
   * Weighted sum of the losses and the number they are to be divided by, two scalars that the caller
   * disposes. Sums of several batches (or of parts of one batch) add up; means do not.
   */
  sumAndWeight(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor): SumAndWeight;
  /** Throws when labels or predictions cannot belong to this loss. `caller` begins the message. */
  check?(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void;
}

/** A metric averaged over examples while training or evaluating. */
export interface Metric extends MetricFunction {
  /** Turns the mean into the metric, e.g. `Math.sqrt` for the root mean squared error. */
  finish?(mean: number): number;
  /** True when a larger value is better; decides what early stopping waits for. Default false. */
  readonly higherIsBetter?: boolean | undefined;
  /** The metric as it has to be beside `loss`: same mask, same reading of predictions. */
  forLoss?(loss: Loss): Metric;
  /** Throws when targets or predictions cannot belong to this metric. `caller` begins the message. */
  check?(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void;
}

/** Examples and their targets. Axis 0 of every tensor counts the examples. */
export interface Dataset {
  /** Inputs `[N, …]`, or one tensor per model input. */
  x: tf.Tensor | tf.Tensor[];
  /** Targets `[N, …]`. */
  y: tf.Tensor;
}

/** Why training ended. */
export type StopReason = 'finished' | 'earlyStopping' | 'interrupted' | 'callback';

/**
 * What `train` returns: plain numbers, one array entry per finished epoch.
 *
 * Beside `epoch` (1, 2, …), `loss` and `learningRate` there is one array for each metric, and
 * `valLoss`, `valAccuracy`, … when validation data was given.
 */
export type History = Record<string, number[]> & {
  epoch: number[];
  loss: number[];
  /** Wall-clock time of the whole call, in seconds. */
  seconds: number;
  stopped: StopReason;
  /** Epoch with the best monitored value, when early stopping was asked for. */
  bestEpoch?: number;
};
