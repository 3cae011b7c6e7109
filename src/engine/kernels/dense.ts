/** A dense layer's product and bias. */
import { itemAt } from '../../host/item-at';
import { tf } from '../tensorflow';
import { biasGradient, plainBiasAdd } from './bias';
import { differentiableOne } from './differentiable';
import { nativeKernels, nativeOp } from './native-op';

/**
 * x·W + b.
 *
 * TensorFlow.js sends every product as one of batches; here TensorFlow sees a plain one, which it can join
 * with the bias.
 *
 * @param x `[N, I]` float32
 * @param kernel `[I, O]`
 * @param bias `[O]`, or nothing
 * @returns `[N, O]`; caller disposes. Differentiable for all three tensors.
 * @throws RangeError if the shapes do not fit.
 */
export function dense(x: tf.Tensor2D, kernel: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor2D {
  if (x.shape[1] !== kernel.shape[0] || (bias && bias.shape[0] !== kernel.shape[1]))
    throw new RangeError(
      `dense: expected x [N, I], kernel [I, O] and bias [O]; got [${x.shape}], [${kernel.shape}] ` +
        `and [${bias?.shape ?? 'none'}]; reshape x to one example a row.`,
    );
  const output = differentiableOne(bias ? [x, kernel, bias] : [x, kernel], {
    forward: (save) => {
      save([x, kernel]);
      const rows = product(x, kernel, false, false);
      return [bias ? plainBiasAdd(rows, bias) : rows];
    },
    backward: ([dy], [input, weights]) => {
      const [d, a, w] = [dy, input, weights] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const gradients = [() => product(d, w, false, true), () => product(a, d, true, false)];
      return bias ? [...gradients, () => biasGradient(d)] : gradients;
    },
  });
  return output as tf.Tensor2D;
}

function product(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  transposeA: boolean,
  transposeB: boolean,
): tf.Tensor {
  if (!nativeKernels()) return tf.matMul(a, b, transposeA, transposeB);
  const bools = { transpose_a: transposeA, transpose_b: transposeB };
  return itemAt(nativeOp('MatMul', { types: { T: 'float32' }, bools }, [a, b], 1), 0);
}
