/** Exercise 04b.1: the last real step. */
import { defineExercise, type GuardedFunction, type Report } from 'dlts/dist/learn/author';
import { tf } from 'dlts';

export const exercise = defineExercise({
  title: 'The last real step',
  difficulty: 2,
  task: `
Sequences of different length are padded to $T$ steps. Write \`lastValid(h, mask)\`: \`h\` is \`[N, T, H]\`, the states at all
steps; \`mask\` is \`[N, T]\`, 1 at real steps and 0 at padding (float32). Return \`[N, H]\`: of each sequence the state at its
last real step. The padding may be in front, at the end, or on both sides. A sequence without any real step gives zeros.`,
  answer: 'lastValid',
  placeholder: `
function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'Find the place of the last 1 in each row first. How many ones there are is not enough: with padding in front they end elsewhere.',
    'Multiply the mask by the positions 1, 2, …, T (`tf.range`). The largest product of a row is at its last real step: `argMax(1)`.',
    'Turn the place into a row of zeros with a single 1, `tf.oneHot(place, steps)`. Multiply it by the mask (for rows without a 1), then by the states, and sum over the steps.',
  ],
  check(answer, report) {
    const lastValid = report.function(answer);
    const padded = [[1, 1, 1, 0, 0], [1, 0, 0, 0, 0], [1, 1, 1, 1, 1]]; // prettier-ignore
    const inFront = [[0, 0, 1, 1, 1], [0, 1, 1, 1, 0], [0, 0, 0, 0, 1], [0, 0, 1, 0, 0]]; // prettier-ignore
    const empty = [[0, 0, 0, 0], [0, 1, 1, 0]]; // prettier-ignore
    checkLastValid(lastValid, padded, 2, 'padding at the end', report);
    checkLastValid(lastValid, inFront, 3, 'padding in front and on both sides', report);
    checkLastValid(lastValid, empty, 3, 'a sequence without any real step, and another', report);
    report.remark(
      'This is what a recurrent layer returns when it gets a mask: padding leaves its state as it is.',
    );
  },
});

export function solution() {
  function lastValid(h: tf.Tensor3D, mask: tf.Tensor2D): tf.Tensor {
    return tf.tidy(() => {
      const steps = mask.shape[1];
      const place = mask.mul(tf.range(1, steps + 1)).argMax(1); // [N]
      const chosen = tf.oneHot(place as tf.Tensor1D, steps).mul(mask); // [N, T]: one 1, or none
      return h.mul(chosen.expandDims(2)).sum(1); // [N, H]
    });
  }
  return lastValid;
}

function checkLastValid(
  lastValid: GuardedFunction,
  mask: number[][],
  units: number,
  what: string,
  report: Report,
): void {
  const [n, steps] = [mask.length, mask[0]?.length ?? 0];
  const values = Array.from({ length: n * steps * units }, (_, i) => ((i * 41) % 89) / 89 - 0.4);
  const h = tf.tensor3d(values, [n, steps, units]);
  const m = tf.tensor2d(mask);
  const rows = h.arraySync();
  const none = new Array<number>(units).fill(0);
  const atPlace = (place: (row: number[]) => number): number[][] =>
    mask.map((row, i) => rows[i]?.[place(row)] ?? none);
  const masked = h.mul(m.expandDims(2));
  const result = report.tensor(lastValid(h, m), { shape: [n, units] }, `The result for ${what}`);
  const length = (row: number[]): number => row.reduce((sum, each) => sum + each, 0);
  report.close(result, atPlace((row) => row.lastIndexOf(1)), {
    what: `The result for ${what}`,
    mistakes: [
      { gives: atPlace(() => steps - 1), says: 'You take the step at the very end, whether it is padding or not.' },
      { gives: atPlace((row) => length(row) - 1), says: 'The number of real steps tells the place only if there is no padding in front.' },
      { gives: atPlace((row) => Math.max(row.lastIndexOf(1), 0)), says: 'A sequence without any real step must give zeros.' },
      { gives: atPlace((row) => row.indexOf(1)), says: 'That is the first real step.' },
      { gives: masked.sum(1).div(m.sum(1, true)), says: 'That is the mean of all real steps; the last one is wanted.' },
      { gives: masked.sum(1), says: 'That is the sum of all real steps; the last one is wanted.' },
      { gives: masked.max(1), says: 'That is the largest value of all real steps; the last one is wanted.' },
    ],
  }); // prettier-ignore
}
