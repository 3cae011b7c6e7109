/** A dense layer's product and bias. */
import { shapeText } from '../../host/checks';
import { tf } from '../tensorflow';
import { biasGradient, plainBiasAdd } from './bias';
import { differentiableOne } from './differentiable';
import { nativeKernels, nativeOpOne } from './native-op';

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
      `dense: expected x [N, I], kernel [I, O] and bias [O]; got ${shapeText(x.shape)}, ` +
        `${shapeText(kernel.shape)} and ${bias ? shapeText(bias.shape) : 'no bias'}; reshape x to one example a row.`,
    );
  const output = differentiableOne<[tf.Tensor, tf.Tensor]>(bias ? [x, kernel, bias] : [x, kernel], {
    forward: (save) => {
      save([x, kernel]);
      return plainDense(x, kernel, bias);
    },
    backward: (dy, [a, w]) => {
      const gradients = [() => product(dy, w, false, true), () => product(a, dy, true, false)];
      return bias ? [...gradients, () => biasGradient(dy)] : gradients;
    },
    plain: () => {
      const rows = tf.matMul(x, kernel);
      return bias ? rows.add(bias) : rows;
    },
  });
  return output as tf.Tensor2D;
}

/** x·W + b without gradient, in operations that TensorFlow joins. */
export function plainDense(x: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor1D): tf.Tensor {
  const rows = product(x, kernel, false, false);
  return bias ? plainBiasAdd(rows, bias) : rows;
}

function product(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.Tensor {
  if (!nativeKernels()) return tf.matMul(a, b, transposeA, transposeB);
  const bools = { transpose_a: transposeA, transpose_b: transposeB };
  return nativeOpOne('MatMul', { types: { T: 'float32' }, bools }, [a, b]);
}
