/** Exercise 00.1: predict a broadcast shape. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Predict a broadcast shape',
  difficulty: 1,
  task: `
Tensor \`a\` has shape $[7, 1, 5]$ and tensor \`b\` has shape $[3, 1]$. **Without running it**, write the shape of
\`a.add(b)\` as an array of numbers in \`shape\`.`,
  answer: 'shape',
  placeholder: `
const shape: number[] | undefined = undefined; // for example [2, 3]`,
  hints: [
    'Broadcasting compares shapes **from the right**. Write them under one another, right-aligned.',
    'A missing axis on the left counts as 1: `b` is treated as $[1, 3, 1]$.',
    'On each axis the two sizes must be equal, or one of them is 1 and is stretched to the other: $5$ and $1$ give $5$.',
  ],
  check(answer, report) {
    const shape = report.numbers(answer);
    report.demand(
      shape.length === 3,
      `\`shape\` has ${shape.length} axes. The result has as many axes as the longer of the two shapes.`,
    );
    report.demand(
      !shape.includes(21),
      'Sizes are stretched, never multiplied: 7 and 3 stand on different axes.',
    );
    report.equal(shape, [7, 3, 5], {
      mistakes: [
        {
          gives: [7, 1, 5],
          says: 'Look at the middle axis: `b` has 3 there, and the size 1 is stretched to it.',
        },
        {
          gives: [3, 1, 5],
          says: 'Shapes are compared from the right, so the 3 of `b` meets the 1 of `a`.',
        },
      ],
    });
    report.remark(
      'No number was copied in memory to do this: stretching an axis reads the same element again.',
    );
  },
});

export function solution() {
  //  a:  [7, 1, 5]
  //  b:     [3, 1]   counts as [1, 3, 1]
  const shape: number[] | undefined = [7, 3, 5];
  return shape;
}
