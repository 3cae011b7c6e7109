/** Losses that a reader writes as a plain function. */
import { shapeText } from '../../host/checks';
import { tf } from '../../engine';
import type { Loss } from '../types';
import { checkColumn } from './check';
import { createLoss, type PositionLosses } from './reduce';

/** A loss of one's own: the mean of a batch as a scalar, or a loss per example. */
export type OwnLoss = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;

/**
 * Makes a {@link Loss} of a plain function.
 *
 * From a scalar only the mean of the batch is known: examples weigh equally, and weights are refused. A
 * function that returns one loss per example, `[B, …]`, can be weighted.
 */
export function ownLoss(loss: OwnLoss): Loss {
  const lossName = loss.name || 'loss';
  const made = createLoss({
    lossName,
    positions: (yTrue, yPred, weighted) =>
      ownPositions(lossName, loss(yTrue, yPred), yPred, weighted),
  });
  return Object.assign(made, {
    check(caller: string, yTrue: tf.Tensor, yPred: tf.Tensor): void {
      const value = (y: tf.Tensor, p: tf.Tensor): number => made(y, p).dataSync()[0] ?? NaN;
      checkColumn(caller, `the loss "${lossName}"`, value, [yTrue, yPred]);
    },
  });
}

function ownPositions(
  name: string,
  value: unknown,
  { shape }: tf.Tensor,
  weighted: boolean,
): PositionLosses {
  if (!(value instanceof tf.Tensor)) {
    throw new TypeError(
      `${name}: expected the loss to return a tensor; got ${value instanceof Promise ? 'a promise' : typeof value}; ` +
        'return the mean of the batch as a scalar, or one loss per example, without await.',
    );
  }
  const losses = tf.cast(value, 'float32');
  const examples = shape[0] ?? 1;
  if (losses.rank === 0) {
    if (weighted) throw scalarError(name);
    return { losses: losses.reshape([1]), mask: tf.fill([1], examples) };
  }
  const leading = shape.slice(0, -1);
  const flat =
    losses.rank === 1 && leading.reduce((product, size) => product * size, 1) === losses.size;
  if (flat && leading.length > 1) return { losses: losses.reshape(leading) };
  if (losses.shape[0] === examples) return { losses };
  throw new RangeError(
    `${name}: expected a scalar, or one loss for each of the ${examples} examples; got ` +
      `${shapeText(losses.shape)}; take the mean over all axes, .mean(), or over the last, .mean(-1).`,
  );
}

function scalarError(name: string): TypeError {
  return new TypeError(
    `${name}: expected one loss per example, which sampleWeight and classWeight multiply; got a scalar, ` +
      'already averaged; return losses of shape [B], e.g. yPred.sub(yTrue).square().mean(-1), or use losses.*.',
  );
}
