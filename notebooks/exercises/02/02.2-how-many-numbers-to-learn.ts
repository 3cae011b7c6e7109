/** Exercise 02.2: how many numbers to learn. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'How many numbers to learn',
  difficulty: 1,
  task: `
Write \`countParameters(widths)\`: the number of weights and biases of a network of dense layers with these widths, the
inputs first. For \`[784, 64, 64, 10]\` it must return 55050.`,
  answer: 'countParameters',
  placeholder: `
function countParameters(widths: number[]): number {
  return todo(); // your code
}`,
  hints: [
    'Between two neighboring widths stands one weight for each pair: input times output.',
    'Each unit has one bias, except for the inputs, which are no units.',
    'Go through `widths.slice(1)` and add `widths[l] * outputs + outputs`.',
  ],
  check(answer, report) {
    const countParameters = report.function(answer);
    for (const widths of [
      [784, 64, 64, 10],
      [2, 16, 16, 1],
      [7, 3],
    ]) {
      const count = report.number(countParameters([...widths]), 'What it returns');
      const weights = widths.slice(1).reduce((sum, to, l) => sum + (widths[l] ?? 0) * to, 0);
      const all = widths.reduce((sum, width) => sum + width, 0);
      const inputs = widths[0] ?? 0;
      report.close(count, weights + all - inputs, {
        what: 'The count',
        on: `[${widths.join(', ')}]`,
        tolerance: 1e-9,
        mistakes: [
          { gives: weights, says: 'The biases are missing.' },
          { gives: weights + all, says: 'The inputs have no bias: they are given, not computed.' },
          {
            gives: widths.reduce((product, width) => product * width, 1),
            says: 'There are weights between only neighboring layers.',
          },
        ],
      });
    }
    report.remark('Nine tenths of the 55,050 sit in the first layer, where the image comes in.');
  },
});

export function solution() {
  function countParameters(widths: number[]): number {
    return widths.slice(1).reduce((sum, outputs, l) => sum + (widths[l] + 1) * outputs, 0);
  }
  return countParameters;
}
