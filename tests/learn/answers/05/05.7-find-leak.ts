/** Foreseen wrong answers to exercise 05.7, each with a part of what the check must say. */
import { tf } from 'dlts';
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'only earlier ones must not',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): boolean {
      const changed = tokens.add(1).mod(vocabularySize).toInt() as tf.Tensor2D;
      return model(changed).sub(model(tokens)).abs().max().dataSync()[0] > 1e-5;
    },
  },
  {
    says: 'a token changed elsewhere reveals nothing',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): boolean {
      const last = tokens.shape[1] - 1;
      const changed = tokens
        .arraySync()
        .map((row) => row.map((token, t) => (t === last ? (token + 1) % vocabularySize : token)));
      const difference = model(tf.tensor2d(changed, undefined, 'int32'))
        .sub(model(tokens))
        .abs();
      return difference.slice([0, 0, 0], [-1, last, -1]).max().dataSync()[0] > 1e-5;
    },
  },
  {
    says: 'a token changed elsewhere reveals nothing',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): boolean {
      const at = Math.floor(tokens.shape[1] / 2);
      const rows = tokens.arraySync();
      for (const row of rows) row[at] = (row[at] + 1) % vocabularySize;
      const difference = model(tf.tensor2d(rows, undefined, 'int32'))
        .sub(model(tokens))
        .abs();
      return difference.slice([0, 0, 0], [-1, at, -1]).max().dataSync()[0] > 1e-5;
    },
  },
  {
    says: 'only earlier ones must not',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): boolean {
      const changed = tokens
        .arraySync()
        .map((row) => row.map((token, t) => (t === 0 ? (token + 1) % vocabularySize : token)));
      const difference = model(tf.tensor2d(changed, undefined, 'int32'))
        .sub(model(tokens))
        .abs();
      return difference.slice([0, 1, 0], [-1, -1, -1]).max().dataSync()[0] > 1e-5;
    },
  },
  {
    says: 'only earlier ones must not',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): boolean {
      const [rows, before] = [tokens.arraySync(), model(tokens)];
      for (let s = 1; s < tokens.shape[1]; s++) {
        const changed = rows.map((row) =>
          row.map((token, t) => (t === s ? (token + 1) % vocabularySize : token)),
        );
        const difference = model(tf.tensor2d(changed, undefined, 'int32'))
          .sub(before)
          .abs();
        if (
          difference
            .slice([0, 0, 0], [-1, s + 1, -1])
            .max()
            .dataSync()[0] > 1e-5
        )
          return true;
      }
      return false;
    },
  },
  {
    says: 'Change each later token in turn, the last one too',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): boolean {
      const [rows, before] = [tokens.arraySync(), model(tokens)];
      for (let s = 1; s < tokens.shape[1]; s++) {
        const changed = rows.map((row) =>
          row.map((token, t) => (t === s ? (token + 1) % vocabularySize : token)),
        );
        const difference = model(tf.tensor2d(changed, undefined, 'int32'))
          .sub(before)
          .abs();
        if (difference.slice([0, 0, 0], [-1, 1, -1]).max().dataSync()[0] > 1e-5) return true;
      }
      return false;
    },
  },
  {
    says: 'the **largest** difference',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): boolean {
      const [rows, before] = [tokens.arraySync(), model(tokens)];
      for (let s = 1; s < tokens.shape[1]; s++) {
        const changed = rows.map((row) =>
          row.map((token, t) => (t === s ? (token + 1) % vocabularySize : token)),
        );
        const difference = model(tf.tensor2d(changed, undefined, 'int32'))
          .sub(before)
          .abs();
        if (difference.slice([0, 0, 0], [-1, s, -1]).mean().dataSync()[0] > 0.01) return true;
      }
      return false;
    },
  },
  {
    says: 'Change a later token',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): boolean {
      return false;
    },
  },
  {
    says: 'no token of the vocabulary',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): boolean {
      const changed = tokens.add(1).toInt() as tf.Tensor2D;
      model(changed);
      return true;
    },
  },
  {
    says: 'must be `true` or `false`',
    answer: function seesFuture(
      model: (tokens: tf.Tensor2D) => tf.Tensor3D,
      tokens: tf.Tensor2D,
      vocabularySize: number,
    ): unknown {
      return model(tokens);
    },
  },
];
