/** A dense layer's product and bias. */
import { tf } from '../tensorflow';
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
  const run = nativeKernels() ? native : twin;
  const output = differentiableOne(bias ? [x, kernel, bias] : [x, kernel], {
    forward: (save) => {
      save([x, kernel]);
      return [run.forward(x, kernel, bias)];
    },
    backward: ([dy], [input, weights]) => {
      const [d, a, w] = [dy, input, weights] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
      const gradients = [
        () => run.product(d, w, false, true),
        () => run.product(a, d, true, false),
      ];
      return bias ? [...gradients, () => run.biasGradient(d)] : gradients;
    },
  });
  return output as tf.Tensor2D;
}

interface Arithmetic {
  forward(x: tf.Tensor2D, kernel: tf.Tensor2D, bias?: tf.Tensor1D): tf.Tensor;
  product(a: tf.Tensor2D, b: tf.Tensor2D, transposeA: boolean, transposeB: boolean): tf.Tensor;
  biasGradient(dy: tf.Tensor2D): tf.Tensor;
}

const FLOAT = { types: { T: 'float32' } } as const;
const ROWS = { ...FLOAT, strings: { data_format: 'NHWC' } } as const;

const native: Arithmetic = {
  forward(x, kernel, bias) {
    const product = native.product(x, kernel, false, false);
    return bias ? (nativeOp('BiasAdd', ROWS, [product, bias], 1)[0] as tf.Tensor) : product;
  },
  product(a, b, transposeA, transposeB) {
    const bools = { transpose_a: transposeA, transpose_b: transposeB };
    return nativeOp('MatMul', { ...FLOAT, bools }, [a, b], 1)[0] as tf.Tensor;
  },
  biasGradient: (dy) => nativeOp('BiasAddGrad', ROWS, [dy], 1)[0] as tf.Tensor,
};

const twin: Arithmetic = {
  forward(x, kernel, bias) {
    const product = tf.matMul(x, kernel);
    return bias ? product.add(bias) : product;
  },
  product: (a, b, transposeA, transposeB) => tf.matMul(a, b, transposeA, transposeB),
  biasGradient: (dy) => dy.sum(0),
};
