/** Counts of neighbors in sequences: the baseline of language models. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';

/**
 * How often each run of n tokens occurs, most frequent first.
 *
 * @param tokens words or characters, in order.
 * @param n length of a run, ≥ 1.
 * @returns counts by the tokens joined with spaces.
 * @throws RangeError if `n` is no whole number ≥ 1.
 */
export function countNgrams(tokens: readonly string[], n: number): Map<string, number> {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(
      `countNgrams: expected n to be a whole number ≥ 1; got ${n}; for example 2.`,
    );
  const counts = new Map<string, number>();
  for (let at = 0; at + n <= tokens.length; at++) {
    const run = tokens.slice(at, at + n).join(' ');
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return new Map(
    [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)),
  );
}

/**
 * How often token j follows token i.
 *
 * @param sequences lists of token numbers in [0, V); pairs do not cross from one list to the next.
 * @param vocabularySize V
 * @returns `[V, V]` float32: row i, column j. Caller disposes.
 * @throws RangeError if a number is outside [0, V).
 */
export function bigramCounts(
  sequences: readonly ArrayLike<number>[],
  vocabularySize: number,
): tf.Tensor2D {
  if (!Number.isInteger(vocabularySize) || vocabularySize < 1)
    throw new RangeError(
      `bigramCounts: expected vocabularySize to be a whole number ≥ 1; got ${vocabularySize}; ` +
        'use the size of the tokenizer.',
    );
  const counts = new Float32Array(vocabularySize ** 2);
  for (const sequence of sequences)
    for (let at = 0; at < sequence.length; at++) {
      const [token, next] = [itemAt(sequence, at), sequence[at + 1]];
      if (!Number.isInteger(token) || token < 0 || token >= vocabularySize)
        throw new RangeError(
          `bigramCounts: expected token numbers in [0, ${vocabularySize}); got ${token}; ` +
            'use the size of the tokenizer that encoded them.',
        );
      const cell = token * vocabularySize + (next ?? 0);
      if (next !== undefined) counts[cell] = (counts[cell] ?? 0) + 1;
    }
  return tf.tensor2d(counts, [vocabularySize, vocabularySize]);
}
