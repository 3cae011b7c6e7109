/** Momentum whose `dispose` frees everything. */
import { tf } from '../../engine';

/**
 * `tf.train.momentum`, whose own `dispose` forgets the tensor that holds its learning rate.
 *
 * An ordinary instance, not a subclass: the traced step knows the ordinary class's formula.
 */
export function createMomentum(
  learningRate: number,
  momentum: number,
  useNesterov: boolean,
): tf.Optimizer {
  const optimizer = tf.train.momentum(learningRate, momentum, useNesterov);
  const dispose = optimizer.dispose.bind(optimizer);
  optimizer.dispose = () => {
    dispose();
    const rate: unknown = Reflect.get(optimizer, 'c');
    if (rate instanceof tf.Tensor) rate.dispose();
  };
  return optimizer;
}
