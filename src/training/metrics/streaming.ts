/**
 * Metrics that are averaged over batches while training or evaluating.
 *
 * They count every example once: class and sample weights shape the loss, not what is reported.
 */
import { tf } from '../../engine';
import { huber, meanAbsoluteError, meanSquaredError } from '../losses/regression';
import { categoricalCrossentropy, sparseCategoricalCrossentropy } from '../losses/crossentropy';
import { reducePositions } from '../losses/reduce';
import type { Loss, Metric } from '../types';

/** Options of the streaming classification metrics. */
export interface StreamingOptions {
  /** True when predictions are logits; decides the threshold of two-class outputs. Default false. */
  fromLogits?: boolean;
  /** Label whose positions do not count, e.g. 0 for padding. Defaults to none. */
  ignoreIndex?: number;
}

const prodLeading = (tensor: tf.Tensor): number =>
  tensor.shape.slice(0, -1).reduce((product, size) => product * size, 1);

/** True when targets hold one class number per prediction, rather than one-hot rows. */
const isSparse = (yTrue: tf.Tensor, yPred: tf.Tensor): boolean =>
  yTrue.size === prodLeading(yPred) && (yPred.shape[yPred.rank - 1] ?? 1) > 1;

function correctSparse(yTrue: tf.Tensor, yPred: tf.Tensor, ignoreIndex?: number) {
  const predicted = yPred.argMax(-1);
  const labels = tf.cast(yTrue, 'int32').reshape(predicted.shape);
  const losses = tf.cast(predicted.equal(labels), 'float32');
  if (ignoreIndex === undefined) return { losses };
  return { losses, mask: tf.cast(labels.notEqual(ignoreIndex), 'float32') };
}

function correctBinary(yTrue: tf.Tensor, yPred: tf.Tensor, threshold: number, ignore?: number) {
  const labels = tf.cast(yTrue, 'float32').reshape(yPred.shape);
  const losses = tf.cast(yPred.greater(threshold).equal(labels.greater(0.5)), 'float32');
  if (ignore === undefined) return { losses };
  return { losses, mask: tf.cast(labels.notEqual(ignore), 'float32') };
}

/**
 * Share of right predictions, 0 to 1. Reads the kind of target from the shapes: class numbers,
 * one-hot rows, or yes/no for a single output.
 */
export function accuracy({ fromLogits = false, ignoreIndex }: StreamingOptions = {}): Metric {
  return {
    metricName: 'accuracy',
    higherIsBetter: true,
    sumAndWeight: (yTrue, yPred) =>
      tf.tidy(() => {
        if (isSparse(yTrue, yPred)) {
          return reducePositions(correctSparse(yTrue, yPred, ignoreIndex));
        }
        if ((yPred.shape[yPred.rank - 1] ?? 1) > 1 && yPred.rank > 1) {
          return reducePositions(correctSparse(yTrue.argMax(-1), yPred));
        }
        const threshold = fromLogits ? 0 : 0.5;
        return reducePositions(correctBinary(yTrue, yPred, threshold, ignoreIndex));
      }),
  };
}

/** Makes a metric of a loss: the same average under another name. */
function fromLoss(metricName: string, loss: Loss, finish?: (mean: number) => number): Metric {
  return {
    metricName,
    finish,
    sumAndWeight: (yTrue, yPred) => loss.sumAndWeight(yTrue, yPred),
  };
}

/** Mean absolute error, in units of the target. */
export const mae = (): Metric => fromLoss('mae', meanAbsoluteError());
/** Mean squared error, in squared units of the target. */
export const mse = (): Metric => fromLoss('mse', meanSquaredError());
/** Root of the mean squared error, in units of the target. */
export const rmse = (): Metric => fromLoss('rmse', meanSquaredError(), Math.sqrt);
/** Mean Huber loss with δ = 1. */
export const huberError = (): Metric => fromLoss('huber', huber());

/** Perplexity: e to the power of the mean cross-entropy. 1 is perfect, C is a guess among C classes. */
export function perplexity({ fromLogits = false, ignoreIndex }: StreamingOptions = {}): Metric {
  const sparse = sparseCategoricalCrossentropy({ fromLogits, ignoreIndex });
  const oneHot = categoricalCrossentropy({ fromLogits });
  return {
    metricName: 'perplexity',
    finish: Math.exp,
    sumAndWeight: (yTrue, yPred) =>
      (isSparse(yTrue, yPred) ? sparse : oneHot).sumAndWeight(yTrue, yPred),
  };
}
