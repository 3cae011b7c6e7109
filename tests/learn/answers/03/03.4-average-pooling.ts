/** Foreseen wrong answers to exercise 03.4, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'the largest',
    answer: function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
      return tf.maxPool(x, size, size, 'valid');
    },
  },
  {
    says: 'divide by',
    answer: function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
      const [n, height, width, channels] = x.shape;
      const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
      const even = x.slice([0, 0, 0, 0], [n, rows * size, columns * size, channels]);
      return even.reshape([n, rows, size, columns, size, channels]).sum([2, 4]).div(size);
    },
  },
  {
    says: 'stopped with an error',
    answer: function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
      const [n, height, width, channels] = x.shape;
      return x.reshape([n, height / size, size, width / size, size, channels]).mean([2, 4]);
    },
  },
  {
    says: 'far apart',
    answer: function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
      const [n, height, width, channels] = x.shape;
      const [rows, columns] = [Math.floor(height / size), Math.floor(width / size)];
      const even = x.slice([0, 0, 0, 0], [n, rows * size, columns * size, channels]);
      return even.reshape([n, size, rows, size, columns, channels]).mean([1, 3]);
    },
  },
  {
    says: 'framework’s own pooling',
    answer: function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
      return tf.avgPool(x, size, size, 'valid');
    },
  },
  {
    says: 'framework’s own pooling',
    answer: function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
      return tf.pool(x, size, 'avg', 'valid', 1, size);
    },
  },
  {
    says: 'has shape',
    answer: function averagePool(x: tf.Tensor4D, size: number): tf.Tensor {
      return x.mean([1, 2], true);
    },
  },
];
