/** From what a reader passes as `optimizer` to an optimizer, and who is to free it. */
import { tf } from '../../engine';
import * as factories from './factories';

/** An optimizer, or the name of one with its default hyperparameters. */
export type OptimizerInput = tf.Optimizer | OptimizerName;

/** Names of the optimizers. */
export type OptimizerName = keyof typeof factories;

/**
 * @returns the optimizer; `owned` is true when it was made here and is to be disposed by the caller.
 * @throws TypeError or RangeError if it is no optimizer.
 */
export function resolveOptimizer(
  caller: string,
  optimizer: OptimizerInput = 'adam',
): { optimizer: tf.Optimizer; owned: boolean } {
  if (optimizer instanceof tf.Optimizer) return { optimizer, owned: false };
  if (typeof optimizer === 'string' && Object.hasOwn(factories, optimizer)) {
    return { optimizer: factories[optimizer](), owned: true };
  }
  throw new TypeError(
    `${caller}: expected an optimizer; got ${String(optimizer)}; pass optimizers.adam({ learningRate: ` +
      `0.001 }) or one of the names ${Object.keys(factories).join(', ')}.`,
  );
}
