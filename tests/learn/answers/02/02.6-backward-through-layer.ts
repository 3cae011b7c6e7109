/** Foreseen wrong answers to exercise 02.6, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'without the bias',
    answer: function tanhLayerBack(
      x: tf.Tensor2D,
      w: tf.Tensor2D,
      h: tf.Tensor2D,
      fromAbove: tf.Tensor2D,
    ) {
      const forward = (...[a, c]: tf.Tensor[]) => a.matMul(c).tanh().mul(fromAbove).sum();
      const [ofX, ofW] = tf.grads(forward)([x, w]);
      const ofB = fromAbove.mul(tf.sub(1, x.matMul(w).tanh().square())).sum(0);
      return { x: ofX, w: ofW, b: ofB };
    },
  },
  {
    says: 'derivative of tanh is missing',
    answer: function tanhLayerBack(
      x: tf.Tensor2D,
      w: tf.Tensor2D,
      h: tf.Tensor2D,
      fromAbove: tf.Tensor2D,
    ) {
      return {
        x: fromAbove.matMul(w, false, true),
        w: x.matMul(fromAbove, true),
        b: fromAbove.sum(0),
      };
    },
  },
  {
    says: 'the output of the tanh',
    answer: function tanhLayerBack(
      x: tf.Tensor2D,
      w: tf.Tensor2D,
      h: tf.Tensor2D,
      fromAbove: tf.Tensor2D,
    ) {
      const z = h.atanh();
      const delta = fromAbove.mul(tf.sub(1, z.square())) as tf.Tensor2D;
      return { x: delta.matMul(w, false, true), w: x.matMul(delta, true), b: delta.sum(0) };
    },
  },
  {
    says: 'Sum over the examples',
    answer: function tanhLayerBack(
      x: tf.Tensor2D,
      w: tf.Tensor2D,
      h: tf.Tensor2D,
      fromAbove: tf.Tensor2D,
    ) {
      const delta = fromAbove.mul(tf.sub(1, h.square())) as tf.Tensor2D;
      return { x: delta.matMul(w, false, true), w: x.matMul(delta, true), b: delta.mean(0) };
    },
  },
  {
    says: 'has shape [2, 3]',
    answer: function tanhLayerBack(
      x: tf.Tensor2D,
      w: tf.Tensor2D,
      h: tf.Tensor2D,
      fromAbove: tf.Tensor2D,
    ) {
      const delta = fromAbove.mul(tf.sub(1, h.square())) as tf.Tensor2D;
      return { x: delta.matMul(w, false, true), w: tf.matMul(delta, x, true), b: delta.sum(0) };
    },
  },
];
