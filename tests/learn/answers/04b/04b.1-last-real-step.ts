/** Foreseen wrong answers to exercise 04b.1, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'whether it is padding or not',
    answer: function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
      const [n, steps, units] = h.shape;
      return h.slice([0, steps - 1, 0], [n, 1, units]).squeeze([1]);
    },
  },
  {
    says: 'padding in front',
    answer: function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
      const place = mask.sum(1).sub(1).toInt() as tf.Tensor1D;
      return h.mul(tf.oneHot(place, mask.shape[1]).expandDims(2)).sum(1);
    },
  },
  {
    says: 'without any real step',
    answer: function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
      const place = mask.mul(tf.range(1, mask.shape[1] + 1)).argMax(1) as tf.Tensor1D;
      return h.mul(tf.oneHot(place, mask.shape[1]).expandDims(2)).sum(1);
    },
  },
  {
    says: 'mean of all real steps',
    answer: function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
      return h.mul(mask.expandDims(2)).sum(1).div(mask.sum(1, true));
    },
  },
  {
    says: 'sum of all real steps',
    answer: function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
      return h.mul(mask.expandDims(2)).sum(1);
    },
  },
  {
    says: 'first real step',
    answer: function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
      const place = mask.argMax(1) as tf.Tensor1D;
      return h.mul(tf.oneHot(place, mask.shape[1]).expandDims(2)).sum(1);
    },
  },
  {
    says: 'has shape [3, 5, 2]',
    answer: function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
      return h.mul(mask.expandDims(2));
    },
  },
];
