/** Softmax of scores and a bias, which is how attention hides positions. */
import { shapeText } from '../../host/checks';
import { tf } from '../tensorflow';
import { differentiableOne } from './differentiable';
import { nativeOpOne, ownOperations } from './native-op';

/**
 * Softmax of `scores` + `bias` over the last axis.
 *
 * Axes: T rows of the bias · S positions.
 *
 * @param scores `[…, T, S]` float32
 * @param bias `[T, S]`, the same for all leading axes
 * @returns as `scores`, rows sum to 1; caller disposes. Differentiable for the scores, not for the bias.
 * @throws RangeError if the bias does not fit.
 */
export function biasedSoftmax<T extends tf.Tensor>(scores: T, bias: tf.Tensor2D): T {
  const [rows, columns] = bias.shape;
  if (scores.shape.at(-2) !== rows || scores.shape.at(-1) !== columns)
    throw new RangeError(
      `biasedSoftmax: expected a bias [T, S] of the last two axes of the scores; got ${shapeText(bias.shape)} ` +
        `for ${shapeText(scores.shape)}; add any other bias to the scores.`,
    );
  const plain = () => tf.softmax(scores.add(bias));
  if (!ownOperations(scores, bias)) return plain() as T;
  return differentiableOne<[tf.Tensor]>([scores], {
    forward: (save) => {
      const y = nativeOpOne('CourseSoftmax', {}, [scores, bias]);
      save([y]);
      return y;
    },
    backward: (dy, [y]) => [() => nativeOpOne('CourseSoftmaxGradient', {}, [dy, y])],
    plain,
  }) as T;
}
