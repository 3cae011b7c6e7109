/** Exercise 04b.3: the mean over real letters. */
import { defineExercise } from 'dlts/dist/learn/author';
import { tf } from 'dlts';

export const exercise = defineExercise({
  title: 'The mean over real letters',
  difficulty: 2,
  task: `
A language model has a loss at every place of a padded batch: \`loss\` is \`[N, T]\`; \`mask\` is \`[N, T]\`, 1 at real letters and
0 at padding (float32). Write \`maskedMean(loss, mask)\`: a scalar tensor, the mean loss of a **real letter** of the batch.
Each letter counts the same, whatever the length of its name. The loss at padding may be any number, \`Infinity\` included, and
must not matter. A batch of padding alone gives 0.`,
  answer: 'maskedMean',
  placeholder: `
function maskedMean(loss: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor {
  return todo(); // your code
}`,
  hints: [
    'What do you divide the sum by: places, names, or letters?',
    'Infinity times 0 is not 0 but NaN. `tf.where(condition, a, b)` chooses instead of multiplying.',
    'Divide by `mask.sum().maximum(1)`, so a batch without letters gives 0 and not 0 / 0.',
  ],
  check(answer, report) {
    const maskedMean = report.function(answer);
    for (const { loss, mask, on } of CASES) {
      const [x, m] = [tf.tensor2d(loss), tf.tensor2d(mask)];
      const given = report.tensor(maskedMean(x, m), { shape: [] }, 'The mean');
      const letters = loss.map((row, n) => row.filter((_, t) => mask[n]?.[t] === 1));
      const sum = (values: number[]) => values.reduce((total, each) => total + each, 0);
      const mean = (values: number[]) => (values.length === 0 ? 0 : sum(values) / values.length);
      const value = given.dataSync()[0] ?? NaN;
      report.demand(
        !Number.isNaN(value),
        `${on}: the result is NaN. Either 0 is divided by 0, or an infinite loss is multiplied by 0; choose with \`tf.where\`.`,
      );
      report.close(given, mean(letters.flat()), {
        what: 'The mean',
        on,
        mistakes: [
          { gives: mean(loss.flat()), says: 'You average over all places, padding included.' },
          { gives: sum(letters.flat()) / loss.flat().length, says: 'The sum is right; divide it by the number of real letters, not of places.' },
          { gives: mean(letters.map(mean)), says: 'That is the mean of the names’ means: a letter of a short name counts more.' },
          { gives: sum(letters.flat()) / loss.length, says: 'That is the loss of a name, not of a letter.' },
          { gives: sum(letters.flat()), says: 'That is the sum.' },
        ],
      }); // prettier-ignore
    }
    report.remark(
      'This is what `ignoreIndex` does. Averaging over all places would make a loss look better the more padding there is.',
    );
  },
});

export function solution() {
  function maskedMean(loss: tf.Tensor2D, mask: tf.Tensor2D): tf.Tensor {
    const real = tf.where(mask.cast('bool'), loss, tf.zerosLike(loss));
    return real.sum().div(mask.sum().maximum(1));
  }
  return maskedMean;
}

const CASES = [
  {
    on: 'two names of 3 and 1 letters',
    loss: [
      [1, 2, 4, 0.5, 3],
      [7, 0.25, 1, 1.5, 2],
    ],
    mask: [
      [1, 1, 1, 0, 0],
      [1, 0, 0, 0, 0],
    ],
  },
  {
    on: 'an infinite loss at padding',
    loss: [
      [Infinity, 2, 3],
      [1, 1, 5],
    ],
    mask: [
      [0, 1, 1],
      [1, 0, 1],
    ],
  },
  { on: 'padding alone', loss: [[3, 1]], mask: [[0, 0]] },
];
