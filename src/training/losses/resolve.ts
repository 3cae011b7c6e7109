/** From what a reader passes as `loss` to a {@link Loss}. */
import type { Loss } from '../types';
import { binaryCrossentropy } from './binary';
import { categoricalCrossentropy, sparseCategoricalCrossentropy } from './crossentropy';
import { ownLoss, type OwnLoss } from './own';
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

/**
 * A loss, its name, or a function of one's own that gives the mean loss of a batch as a scalar, or one loss
 * per example.
 */
export type LossInput = Loss | LossName | OwnLoss;

/**
 * @throws TypeError if `loss` is missing or no loss; RangeError for an unknown name.
 */
export function resolveLoss(caller: string, loss: LossInput | undefined): Loss {
  if (typeof loss === 'string') {
    if (Object.hasOwn(BY_NAME, loss)) return BY_NAME[loss]();
    throw new RangeError(
      `${caller}: expected a loss among ${Object.keys(BY_NAME).join(', ')}; got "${String(loss)}"; ` +
        'or pass losses.<name>({ … }).',
    );
  }
  if (typeof loss !== 'function') {
    throw new TypeError(
      `${caller}: expected a loss; got ${String(loss)}; ` +
        'pass e.g. loss: losses.sparseCategoricalCrossentropy({ fromLogits: true }).',
    );
  }
  if ('sumAndWeight' in loss) return loss;
  // A factory passed without its parentheses gives a loss where a tensor is expected.
  const factories: readonly unknown[] = Object.values(BY_NAME);
  if (factories.includes(loss)) {
    throw new TypeError(
      `${caller}: expected a loss; got the factory losses.${loss.name}; call it: losses.${loss.name}().`,
    );
  }
  return ownLoss(loss);
}
