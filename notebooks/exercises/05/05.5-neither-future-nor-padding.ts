/** Exercise 05.5: neither the future nor the padding. */
import { tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

/** `[B, T, T]`, 1 where `allowed` says so. */
function maskFrom(
  rows: readonly (readonly number[])[],
  allowed: (t: number, s: number, row: readonly number[]) => boolean,
): number[][][] {
  return rows.map((row) => row.map((_, t) => row.map((_token, s) => (allowed(t, s, row) ? 1 : 0))));
}

export const exercise = defineExercise({
  title: 'Neither the future nor the padding',
  difficulty: 2,
  task: `
Write \`attentionMask(tokens)\` for a decoder that reads texts of different lengths. \`tokens\` is \`[B, T]\` int32; 0 fills
short texts at their end. Return \`[B, T, T]\`: element $(b, t, s)$ is **true** (or 1) where query $t$ may look at
key $s$, because $s$ is not later than $t$ **and** token $s$ of text $b$ is not padding; elsewhere it is **false** (or 0).
Stay in tensors.`,
  answer: 'attentionMask',
  placeholder: `
function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'Two masks, combined by *and*: one of shape `[T, T]` that is the same for all texts, one of shape `[B, 1, T]` that is the same for all queries.',
    'Causal: the chapter’s `causalMask(tokens.shape[1])`. Or compare `tf.range(0, steps)` as a column `[T, 1]` (queries) with the same as a row `[1, T]` (keys): `greaterEqual`.',
    'Padding: `tokens.notEqual(0)` says which **keys** are real; `expandDims(1)` makes it `[B, 1, T]`.',
    'Broadcasting does the rest: `causal.logicalAnd(real)` is `[B, T, T]`.',
  ],
  check(answer, report) {
    const attentionMask = report.function(answer);
    const rows = [
      [7, 3, 5, 0, 0],
      [2, 9, 4, 4, 1],
      [6, 0, 0, 0, 0],
    ];
    const tokens = tf.tensor2d(rows, undefined, 'int32');
    const result = report.tensor(
      attentionMask(tokens),
      { shape: [3, 5, 5] },
      'The mask on tokens [3, 5]',
    );
    const real = (row: readonly number[], s: number) => row[s] !== 0;
    const right = maskFrom(rows, (t, s, row) => s <= t && real(row, s));
    report.close(result.toFloat(), right, {
      what: 'The mask',
      on: JSON.stringify(rows),
      mistakes: [
        { gives: maskFrom(rows, (t, s) => s <= t), says: 'Padding is still visible: the keys that are 0 must be hidden.' },
        { gives: maskFrom(rows, (_, s, row) => real(row, s)), says: 'The future is still visible.' },
        { gives: maskFrom(rows, (t, s, row) => s >= t && real(row, s)), says: 'The causal part is the wrong way round: rows are queries, and they look back.' },
        { gives: maskFrom(rows, (t, s, row) => s < t && real(row, s)), says: 'A token may look at itself: $s \\le t$. Otherwise the first row would be empty.' },
        { gives: maskFrom(rows, (t, s, row) => s <= t && real(row, t)), says: 'That hides padded queries and leaves padded keys. What nobody may look at are keys: the last axis.' },
        { gives: maskFrom(rows, (t, s, row) => s <= t || real(row, s)), says: 'Both conditions must hold: *and*, not *or*.' },
        { gives: maskFrom(rows, (t, s, row) => s > t || !real(row, s)), says: 'Yours is 1 where looking is forbidden.' },
        { gives: maskFrom(rows, (t, s, row) => s <= t && real(row, s)).map((text) => text.map((row) => row.map((one) => (1 - one) * -1e9))), says: 'That is what is added to the scores; here true and false (1 and 0) are wanted.' },
      ],
    }); // prettier-ignore
    const other = [[4, 8, 2, 6, 1, 3, 0]];
    report.close(
      report.tensor(attentionMask(tf.tensor2d(other, undefined, 'int32'))).toFloat(),
      maskFrom(other, (t, s, row) => s <= t && real(row, s)),
      { what: 'The mask', on: JSON.stringify(other) },
    );
    report.remark(
      'The first key is real and never later than a query: no row is empty, so no softmax divides by 0. With padding in **front** of the texts that would not hold.',
    );
  },
});

export function solution() {
  function attentionMask(tokens: tf.Tensor2D): tf.Tensor {
    return tf.tidy(() => {
      const at = tf.range(0, tokens.shape[1], 1, 'int32');
      const causal = at.expandDims(1).greaterEqual(at.expandDims(0)); // [T, 1] ≥ [1, T]
      const real = tokens.notEqual(0).expandDims(1); // [B, 1, T]
      return causal.logicalAnd(real); // [B, T, T]
    });
  }
  return attentionMask;
}
