/** From what a reader passes as `loss` to a {@link Loss}. */
import { tf } from '../../engine';
import type { Loss } from '../types';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from './crossentropy';
import { createLoss } from './reduce';
import { huber, meanAbsoluteError, meanSquaredError } from './regression';

const BY_NAME = {
  meanSquaredError,
  meanAbsoluteError,
  huber,
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
};

/** Names of the losses with their default options (probabilities, not logits). */
export type LossName = keyof typeof BY_NAME;

/** A loss, its name, or a function of one's own that gives the mean loss of a batch as a scalar. */
export type LossInput = Loss | LossName | ((yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor);

/**
 * @throws TypeError if `loss` is missing or no loss; RangeError for an unknown name.
 */
export function resolveLoss(caller: string, loss: LossInput | undefined): Loss {
  if (typeof loss === 'string') {
    const create = BY_NAME[loss];
    if (create) return create();
    throw new RangeError(
      `${caller}: expected a loss among ${Object.keys(BY_NAME).join(', ')}; got "${String(loss)}". ` +
        'Or pass losses.<name>({ … }).',
    );
  }
  if (typeof loss !== 'function') {
    throw new TypeError(
      `${caller}: expected a loss; got ${String(loss)}. ` +
        'Pass e.g. loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }).',
    );
  }
  if ('sumAndWeight' in loss) return loss;
  // A factory passed without its parentheses gives a loss where a tensor is expected.
  if (Object.values(BY_NAME).some((factory) => (factory as unknown) === loss)) {
    throw new TypeError(
      `${caller}: expected a loss; got the factory losses.${loss.name}. Call it: losses.${loss.name}().`,
    );
  }
  return customLoss(loss);
}

/** A plain function knows only means; examples then weigh equally within and between batches. */
function customLoss(mean: (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor): Loss {
  return createLoss({
    lossName: mean.name || 'loss',
    positions: (yTrue, yPred) => {
      const value = mean(yTrue, yPred);
      if (value.rank === 0) {
        return { losses: value.reshape([1]), mask: tf.fill([1], yPred.shape[0] ?? 1) };
      }
      return { losses: value };
    },
  });
}
