/** Reads the learning rate of any optimizer. */
import type { tf } from '../../engine';

/**
 * The optimizer's learning rate.
 *
 * @throws TypeError if the optimizer has none.
 */
export function getLearningRate(optimizer: tf.Optimizer): number {
  const { learningRate } = optimizer as unknown as { learningRate?: unknown };
  if (typeof learningRate === 'number') return learningRate;
  throw new TypeError(
    `train: expected an optimizer with a number as learningRate; got ${String(learningRate)}. ` +
      'Set learningRate on your optimizer, or use one of optimizers.*.',
  );
}
