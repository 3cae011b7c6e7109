/** Foreseen wrong answers to exercise 05.5, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'Padding is still visible',
    answer: function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
      const at = tf.range(0, tokens.shape[1], 1, 'int32');
      const causal = at.expandDims(1).greaterEqual(at.expandDims(0));
      return causal.toInt().expandDims(0).tile([tokens.shape[0], 1, 1]);
    },
  },
  {
    says: 'The future is still visible',
    answer: function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
      const steps = tokens.shape[1];
      return tokens.notEqual(0).toInt().expandDims(1).tile([1, steps, 1]);
    },
  },
  {
    says: 'the wrong way round',
    answer: function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
      const at = tf.range(0, tokens.shape[1], 1, 'int32');
      const causal = at.expandDims(1).lessEqual(at.expandDims(0));
      return causal.logicalAnd(tokens.notEqual(0).expandDims(1)).toInt();
    },
  },
  {
    says: 'may look at itself',
    answer: function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
      const at = tf.range(0, tokens.shape[1], 1, 'int32');
      const causal = at.expandDims(1).greater(at.expandDims(0));
      return causal.logicalAnd(tokens.notEqual(0).expandDims(1)).toInt();
    },
  },
  {
    says: 'hides padded queries',
    answer: function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
      const at = tf.range(0, tokens.shape[1], 1, 'int32');
      const causal = at.expandDims(1).greaterEqual(at.expandDims(0));
      return causal.logicalAnd(tokens.notEqual(0).expandDims(2)).toInt();
    },
  },
  {
    says: 'Both conditions',
    answer: function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
      const at = tf.range(0, tokens.shape[1], 1, 'int32');
      const causal = at.expandDims(1).greaterEqual(at.expandDims(0));
      return causal.logicalOr(tokens.notEqual(0).expandDims(1)).toInt();
    },
  },
  {
    says: 'is added to the scores',
    answer: function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
      const at = tf.range(0, tokens.shape[1], 1, 'int32');
      const causal = at.expandDims(1).greaterEqual(at.expandDims(0));
      const mask = causal.logicalAnd(tokens.notEqual(0).expandDims(1)).toFloat();
      return tf.sub(1, mask).mul(-1e9);
    },
  },
  {
    says: 'has shape [5, 5]; expected [3, 5, 5]',
    answer: function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
      const at = tf.range(0, tokens.shape[1], 1, 'int32');
      return at.expandDims(1).greaterEqual(at.expandDims(0)).toInt();
    },
  },
];
