/**
 * Mean and largest value over the real steps of a sequence.
 *
 * Axes: N batch · T time steps · C channels.
 */
import { tf } from '../engine';
import { created } from './factories';
import { maskFor, NO_MASK } from './masks';
import {
  onlyTensor,
  register,
  registeredClass,
  type Kwargs,
  type RegisteredClass,
  type Tensors,
} from './registry';

/**
 * Mean of the steps where `mask` is 1; 0 in a row that has none.
 *
 * @param x `[N, T, C]`
 * @param mask `[N, T]`
 * @returns `[N, C]`; caller disposes. Differentiable.
 */
export function maskedMean(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const weights = mask.toFloat().expandDims(-1); // [N, T, 1]
    // Hidden steps are replaced, not multiplied by 0: they may hold anything, infinity included.
    const visible = tf.where(weights.greater(0), x, tf.zerosLike(x)).mul(weights); // [N, T, C]
    return visible.sum(1).div(weights.sum(1).maximum(1)); // [N, C]
  });
}

function maskedMax(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const visible = mask.toBool().expandDims(-1).logicalAnd(tf.onesLike(x).toBool()); // [N, T, C]
    const largest = tf.where(visible, x, tf.fill(x.shape, -Infinity)).max(1); // [N, C]
    return tf.where(visible.any(1), largest, tf.zerosLike(largest));
  });
}

/** A pooling layer of TensorFlow.js with `masked` in place of its own computation where there is a mask. */
function heedMasks(
  className: string,
  caller: string,
  masked: (x: tf.Tensor, mask: tf.Tensor) => tf.Tensor,
): RegisteredClass<tf.layers.Layer> {
  class MaskedPooling extends registeredClass<tf.layers.Layer>(className) {
    static override className = className;
    override supportsMasking = true;

    override computeMask(): tf.Tensor {
      return NO_MASK;
    }

    override call(inputs: Tensors, kwargs: Kwargs): Tensors {
      const x = onlyTensor(caller, inputs);
      const mask = maskFor(x, kwargs);
      return mask ? masked(x, mask) : super.call(inputs, kwargs);
    }
  }
  register(MaskedPooling);
  return MaskedPooling;
}
const GlobalAveragePooling1D = heedMasks(
  'GlobalAveragePooling1D',
  'globalAveragePooling1d',
  maskedMean,
);
const GlobalMaxPooling1D = heedMasks('GlobalMaxPooling1D', 'globalMaxPooling1d', maskedMax);

type Args<K extends 'globalAveragePooling1d' | 'globalMaxPooling1d'> = Parameters<
  (typeof tf.layers)[K]
>[0];

/**
 * Mean over time, `[N, T, C]` → `[N, C]`: `tf.layers.globalAveragePooling1d`, which also heeds a mask.
 *
 * Steps that a mask hides (`maskZero`, `masking`) do not count; a row of nothing but padding gives 0.
 *
 * @param args options of a layer: `name`, `inputShape`, …
 * @returns a layer from `[N, T, C]` to `[N, C]`.
 * @throws RangeError for an option that does not exist.
 * @example
 * const words = layers.embedding({ inputDim: 3, outputDim: 1, maskZero: true, inputShape: [null] });
 * const model = tf.sequential({ layers: [words, layers.globalAveragePooling1d()] });
 * words.setWeights([tf.tensor2d([[9], [2], [4]])]);
 * model.predict(tf.tensor2d([[1, 2, 0, 0]])); // [ [ 3 ] ]
 */
export function globalAveragePooling1d(
  args?: Args<'globalAveragePooling1d'>,
): ReturnType<typeof tf.layers.globalAveragePooling1d> {
  return created('globalAveragePooling1d', GlobalAveragePooling1D, args);
}

/**
 * Largest value over time, `[N, T, C]` → `[N, C]`: `tf.layers.globalMaxPooling1d`, which also heeds a mask.
 *
 * Steps that a mask hides (`maskZero`, `masking`) do not count; a row of nothing but padding gives 0.
 *
 * @param args options of a layer: `name`, `inputShape`, …
 * @returns a layer from `[N, T, C]` to `[N, C]`.
 * @throws RangeError for an option that does not exist.
 * @example
 * layers.globalMaxPooling1d().apply(tf.tensor3d([[[1, 5], [3, 2]]])); // [ [ 3, 5 ] ]
 */
export function globalMaxPooling1d(
  args?: Args<'globalMaxPooling1d'>,
): ReturnType<typeof tf.layers.globalMaxPooling1d> {
  return created('globalMaxPooling1d', GlobalMaxPooling1D, args);
}
