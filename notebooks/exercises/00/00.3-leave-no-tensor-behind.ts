/** Exercise 00.3: leave no tensor behind. */
import { tf } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Leave no tensor behind',
  difficulty: 2,
  task: `
Write \`rootMeanSquare(x)\` that returns the **number** $\\sqrt{\\frac{1}{N} \\sum_n x_n^2}$ of a tensor \`x\`, and leaves
\`tf.memory().numTensors\` as it was. \`x\` belongs to the caller: do not dispose it.`,
  answer: 'rootMeanSquare',
  placeholder: `
function rootMeanSquare(x: tf.Tensor): number {
  return todo(); // your code
}`,
  hints: [
    'First make it right: square, mean, square root, then read the one number out with `.dataSync()[0]`.',
    'Each of `square()`, `mean()` and `sqrt()` makes a tensor that stays in memory until you dispose it.',
    '`tf.tidy(() => …)` disposes every tensor made inside, and may return a plain number.',
  ],
  check(answer, report) {
    const rootMeanSquare = report.function(answer);
    const input = [1, 5, 7, 5, 0];
    const x = tf.tensor1d(input);
    let value: unknown;
    const left = report.leftBehind(() => (value = rootMeanSquare(x)));
    report.close(report.number(value, 'The result'), Math.sqrt(20), {
      what: '`rootMeanSquare`',
      on: JSON.stringify(input),
      mistakes: [
        { gives: 20, says: 'That is the mean square; take its square root.' },
        { gives: 10, says: 'You took the sum of the squares; the task asks for their mean.' },
        { gives: 3.6, says: 'That is the plain mean; square the numbers first.' },
      ],
    });
    const table = [
      [-3, 1],
      [2, -4],
      [0, 6],
    ];
    report.close(report.number(rootMeanSquare(tf.tensor2d(table)), 'The result'), Math.sqrt(11), {
      what: '`rootMeanSquare`',
      on: JSON.stringify(table),
      mistakes: [
        {
          gives: Math.sqrt(22),
          says: 'You divided by the number of rows; `x` may have any shape, so count all of its numbers.',
        },
      ],
    });
    report.demand(
      left <= 0,
      `The number is right, but each call leaves ${left} tensor${left === 1 ? '' : 's'} behind. ` +
        'In a training loop that fills the memory.',
    );
  },
});

export function solution() {
  function rootMeanSquare(x: tf.Tensor): number {
    return tf.tidy(() => x.square().mean().sqrt().dataSync()[0] as number);
  }
  return rootMeanSquare;
}
