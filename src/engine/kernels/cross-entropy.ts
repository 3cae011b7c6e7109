/** Cross-entropy of integer labels, straight from logits. */
import { itemAt } from '../../host/item-at';
import { shapeText } from '../../host/checks';
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { nativeKernels, nativeOp } from './native-op';

/** Losses `[N]` and their gradient for the logits, softmax − one-hot, `[N, C]`. */
function lossAndGradient(logits: tf.Tensor2D, labels: tf.Tensor1D): [tf.Tensor, tf.Tensor] {
  if (nativeKernels()) {
    const types = { T: 'float32', Tlabels: 'int32' } as const;
    const name = 'SparseSoftmaxCrossEntropyWithLogits';
    const outputs = nativeOp(name, { types }, [logits, labels], 2);
    return [itemAt(outputs, 0), itemAt(outputs, 1)];
  }
  const logProbabilities = tf.logSoftmax(logits); // [N, C]
  const oneHot = tf.oneHot(labels, logits.shape[1]).toFloat(); // [N, C]
  // A label without a class has a row of zeros: 0 / 0 is NaN, where TensorFlow's kernel throws.
  const losses = logProbabilities.mul(oneHot).sum(-1).neg().div(oneHot.sum(-1)); // [N]
  return [losses, logProbabilities.exp().sub(oneHot)];
}

/**
 * Cross-entropy −log softmax(logits)[label] of each example.
 *
 * Axes: N examples · C classes.
 *
 * @param logits `[N, C]` float32, before any softmax
 * @param labels `[N]` int32 in 0 … C − 1
 * @returns losses `[N]`; caller disposes. Differentiable for `logits`.
 * @throws RangeError if the shapes do not fit; TypeError if `labels` are not int32.
 */
export function sparseSoftmaxCrossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D): tf.Tensor1D {
  if (logits.rank !== 2 || labels.rank !== 1 || logits.shape[0] !== labels.shape[0])
    throw new RangeError(
      'sparseSoftmaxCrossEntropy: expected logits [N, C] and labels [N]; ' +
        `got ${shapeText(logits.shape)} and ${shapeText(labels.shape)}; reshape both to one example a row.`,
    );
  if (labels.dtype !== 'int32')
    throw new TypeError(
      `sparseSoftmaxCrossEntropy: expected int32 labels; got ${labels.dtype}; ` +
        'use labels.toInt() for class numbers, or a dense loss for probabilities.',
    );
  const losses = differentiableOne<[tf.Tensor]>([logits], {
    forward: (save) => {
      const [values, gradient] = lossAndGradient(logits, labels);
      save([gradient]);
      return values;
    },
    backward: (dy, [gradient]) => [() => gradient.mul(dy.expandDims(-1))],
    plain: () => {
      const oneHot = tf.oneHot(labels, logits.shape[1]).toFloat(); // [N, C]
      return tf.logSoftmax(logits).mul(oneHot).sum(-1).neg(); // [N]
    },
  });
  return losses as tf.Tensor1D;
}
