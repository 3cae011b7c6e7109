/** Exercise 05b.2: many questions, one memory. */
import { tf } from 'dlts';
import { defineExercise, type Mistake } from 'dlts/dist/learn/author';

interface Faults {
  /** Divides by the root of the whole width. */
  fullWidth?: boolean;
  unscaled?: boolean;
  /** Cuts heads out of the rows in the wrong order. */
  scrambled?: boolean;
  /** Softmax over the queries. */
  overQueries?: boolean;
  /** Joins heads without moving their axis back. */
  joinedWrongly?: boolean;
}

/** Attention of H query heads to one set of keys and values, and its likely mistakes. */
function sharedAttention(
  [q, k, v]: readonly [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D],
  heads: number,
  faults: Faults = {},
): tf.Tensor {
  const [batch, steps, width] = q.shape;
  const size = width / heads;
  const apart = faults.scrambled
    ? q.reshape([batch, heads, steps, size])
    : q.reshape([batch, steps, heads, size]).transpose([0, 2, 1, 3]);
  const divisor = faults.unscaled ? 1 : Math.sqrt(faults.fullWidth ? width : size);
  const copies = (x: tf.Tensor3D) => x.expandDims(1).tile([1, heads, 1, 1]);
  const scores = tf.matMul(apart, copies(k), false, true).div(divisor);
  const weights = faults.overQueries
    ? tf.softmax(scores.transpose([0, 1, 3, 2])).transpose([0, 1, 3, 2])
    : tf.softmax(scores);
  const outputs = tf.matMul(weights, copies(v)); // [B, H, T, d]
  const joined = faults.joinedWrongly ? outputs : outputs.transpose([0, 2, 1, 3]);
  return joined.reshape([batch, steps, width]);
}

export const exercise = defineExercise({
  title: 'Many questions, one memory',
  difficulty: 2,
  task: `
In **multi-query attention** the $H$ heads ask different questions and share one set of keys and values. Write
\`multiQueryAttention(q, k, v, numHeads)\`. \`q\` is \`[B, T, D]\`: head 0 owns its first $d = D / H$ columns, head 1 the next
$d$, and so on. \`k\` and \`v\` are \`[B, S, d]\`. Each head attends with
$\\operatorname{softmax}(\\mathbf Q \\mathbf K^\\top / \\sqrt d)\\, \\mathbf V$; the outputs of the heads stand side by side in the same
order, \`[B, T, D]\`. No mask, no projections.`,
  answer: 'multiQueryAttention',
  placeholder: `
function multiQueryAttention(
  q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, numHeads: number,
): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'One head at a time is fine. Its queries are `q.slice([0, 0, h * d], [-1, -1, d])`, `[B, T, d]`; keys and values are the same for all heads, and `tf.matMul` treats each sequence of the batch by itself.',
    'Divide by the root of $d$, the last axis of `k`; the softmax runs over the keys, the last axis of the scores. `tf.concat(outputs, 2)` lays the heads side by side.',
    'All heads at once: `q.reshape([B, T, H, d]).transpose([0, 2, 1, 3])` brings the heads before the steps, and `k.expandDims(1).tile([1, H, 1, 1])` gives each of them the same keys. At the end first `transpose([0, 2, 1, 3])`, then `reshape([B, T, D])`.',
    'Shortest: the keys are shared, so the heads can pose as more queries. `q.reshape([B, T * H, d])`, one attention, `reshape([B, T, D])`: no axis has to move.',
  ],
  check(answer, report) {
    const multiQueryAttention = report.function(answer);
    const values = (count: number, factor: number): number[] =>
      Array.from({ length: count }, (_, i) => (((i + 1) * factor) % 101) / 25 - 2);
    for (const [batch, steps, keys, heads, size] of [
      [2, 5, 11, 3, 7],
      [1, 2, 3, 5, 2],
    ] as const) {
      const q = tf.tensor3d(values(batch * steps * heads * size, 37), [batch, steps, heads * size]);
      const k = tf.tensor3d(values(batch * keys * size, 53), [batch, keys, size]);
      const v = tf.tensor3d(values(batch * keys * size, 29), [batch, keys, size]);
      const variant = (faults: Faults) => sharedAttention([q, k, v], heads, faults);
      const right = variant({});
      const on = `q [${q.shape.join(', ')}], k and v [${k.shape.join(', ')}], ${heads} heads`;
      const result = report.tensor(
        multiQueryAttention(q, k, v, heads),
        { shape: right.shape },
        `The result on ${on}`,
      );
      report.close(result, right, {
        what: `The result on ${on}`,
        mistakes: mistakesOf(variant),
      });
    }
    report.remark(
      'While text is sampled, keys and values of all earlier steps are kept. With one set instead of $H$, that memory is $1/H$ as large (Shazeer 2019, “One Write-Head is All You Need”). Many large models share one set among a few heads each: grouped-query attention.',
    );
  },
});

export function solution() {
  function multiQueryAttention(
    q: tf.Tensor3D,
    k: tf.Tensor3D,
    v: tf.Tensor3D,
    numHeads: number,
  ): tf.Tensor {
    return tf.tidy(() => {
      const [batch, steps, width] = q.shape;
      const size = width / numHeads;
      const questions = q.reshape([batch, steps * numHeads, size]); // every head of every step
      const scores = tf.matMul(questions, k, false, true).div(Math.sqrt(size)); // [B, T · H, S]
      return tf.matMul(tf.softmax(scores), v).reshape([batch, steps, width]);
    });
  }
  return multiQueryAttention;
}

function mistakesOf(variant: (faults: Faults) => tf.Tensor): Mistake[] {
  return [
    {
      gives: variant({ scrambled: true }),
      says: 'The heads are cut across the steps: first `reshape([B, T, H, d])`, then exchange the axes T and H.',
    },
    {
      gives: variant({ joinedWrongly: true }),
      says: 'Move the heads back behind the steps before you merge; `reshape` moves nothing.',
    },
    {
      gives: variant({ fullWidth: true }),
      says: 'Divide by the root of $d$, the size of one head, not of the whole width.',
    },
    {
      gives: variant({ unscaled: true }),
      says: 'The division by the root of $d$ is missing.',
    },
    {
      gives: variant({ overQueries: true }),
      says: 'Your softmax runs over the queries; for each query, the weights of the **keys** must sum to 1.',
    },
  ];
}
