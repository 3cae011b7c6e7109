/** Foreseen wrong answers to exercise 05b.2, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'cut across the steps',
    answer: function multiQueryAttention(
      q: tf.Tensor3D,
      k: tf.Tensor3D,
      v: tf.Tensor3D,
      numHeads: number,
    ): tf.Tensor {
      const [batch, steps, width] = q.shape;
      const apart = q.reshape([batch, numHeads, steps, width / numHeads]);
      const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, numHeads, 1, 1]);
      const scores = tf.matMul(apart, copies(k), false, true).div(Math.sqrt(width / numHeads));
      const outputs = tf.matMul(tf.softmax(scores), copies(v));
      return outputs.transpose([0, 2, 1, 3]).reshape([batch, steps, width]);
    },
  },
  {
    says: 'Move the heads back',
    answer: function multiQueryAttention(
      q: tf.Tensor3D,
      k: tf.Tensor3D,
      v: tf.Tensor3D,
      numHeads: number,
    ): tf.Tensor {
      const [batch, steps, width] = q.shape;
      const apart = q.reshape([batch, steps, numHeads, width / numHeads]).transpose([0, 2, 1, 3]);
      const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, numHeads, 1, 1]);
      const scores = tf.matMul(apart, copies(k), false, true).div(Math.sqrt(width / numHeads));
      return tf.matMul(tf.softmax(scores), copies(v)).reshape([batch, steps, width]);
    },
  },
  {
    says: 'the size of one head',
    answer: function multiQueryAttention(
      q: tf.Tensor3D,
      k: tf.Tensor3D,
      v: tf.Tensor3D,
      numHeads: number,
    ): tf.Tensor {
      const [batch, steps, width] = q.shape;
      const questions = q.reshape([batch, steps * numHeads, width / numHeads]);
      const scores = tf.matMul(questions, k, false, true).div(Math.sqrt(width));
      return tf.matMul(tf.softmax(scores), v).reshape([batch, steps, width]);
    },
  },
  {
    says: 'division by',
    answer: function multiQueryAttention(
      q: tf.Tensor3D,
      k: tf.Tensor3D,
      v: tf.Tensor3D,
      numHeads: number,
    ): tf.Tensor {
      const [batch, steps, width] = q.shape;
      const questions = q.reshape([batch, steps * numHeads, width / numHeads]);
      const scores = tf.matMul(questions, k, false, true);
      return tf.matMul(tf.softmax(scores), v).reshape([batch, steps, width]);
    },
  },
  {
    says: 'over the queries',
    answer: function multiQueryAttention(
      q: tf.Tensor3D,
      k: tf.Tensor3D,
      v: tf.Tensor3D,
      numHeads: number,
    ): tf.Tensor {
      const [batch, steps, width] = q.shape;
      const apart = q.reshape([batch, steps, numHeads, width / numHeads]).transpose([0, 2, 1, 3]);
      const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, numHeads, 1, 1]);
      const scores = tf.matMul(copies(k), apart, false, true).div(Math.sqrt(width / numHeads));
      const weights = tf.softmax(scores).transpose([0, 1, 3, 2]);
      return tf.matMul(weights, copies(v)).transpose([0, 2, 1, 3]).reshape([batch, steps, width]);
    },
  },
  {
    says: 'stopped with an error',
    answer: function multiQueryAttention(
      q: tf.Tensor3D,
      k: tf.Tensor3D,
      v: tf.Tensor3D,
      numHeads: number,
    ): tf.Tensor {
      const scores = tf.matMul(q, k, false, true).div(Math.sqrt(k.shape[2]));
      return tf.matMul(tf.softmax(scores), v);
    },
  },
  {
    says: 'has shape [2, 3, 5, 7]',
    answer: function multiQueryAttention(
      q: tf.Tensor3D,
      k: tf.Tensor3D,
      v: tf.Tensor3D,
      numHeads: number,
    ): tf.Tensor {
      const [batch, steps, width] = q.shape;
      const apart = q.reshape([batch, steps, numHeads, width / numHeads]).transpose([0, 2, 1, 3]);
      const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, numHeads, 1, 1]);
      const scores = tf.matMul(apart, copies(k), false, true).div(Math.sqrt(width / numHeads));
      return tf.matMul(tf.softmax(scores), copies(v));
    },
  },
];
