/** Counts of neighbors in sequences: the baseline of language models. */
import { checkWholeNumber } from '../host/checks';
import { itemAt } from '../host/item-at';
import { tf } from '../engine';

/**
 * How often token j follows token i.
 *
 * Axes: V tokens of the vocabulary.
 *
 * @param sequences      lists of token numbers in [0, V); pairs do not cross from one list to the next.
 * @param vocabularySize V
 * @returns `[V, V]` float32: row i, column j. Caller disposes.
 * @throws RangeError if a number is outside [0, V).
 * @example
 * bigramCounts([[0, 1, 1], [1, 0]], 2); // [[0, 1], [1, 1]]
 */
export function bigramCounts(
  sequences: readonly ArrayLike<number>[],
  vocabularySize: number,
): tf.Tensor2D {
  checkWholeNumber('bigramCounts', 'vocabularySize', vocabularySize, {
    remedy: 'use the size of the tokenizer',
  });
  const counts = new Float32Array(vocabularySize ** 2);
  for (const sequence of sequences)
    for (let at = 0; at < sequence.length; at++) {
      const [token, next] = [itemAt(sequence, at), sequence[at + 1]];
      if (!Number.isInteger(token) || token < 0 || token >= vocabularySize)
        throw new RangeError(
          `bigramCounts: expected token numbers in [0, ${vocabularySize}); got ${JSON.stringify(token)}; ` +
            'use the size of the tokenizer that encoded them.',
        );
      const cell = token * vocabularySize + (next ?? 0);
      if (next !== undefined) counts[cell] = (counts[cell] ?? 0) + 1;
    }
  return tf.tensor2d(counts, [vocabularySize, vocabularySize]);
}
