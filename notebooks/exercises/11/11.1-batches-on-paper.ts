/** Exercise 11.1: batches on paper. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Batches on paper',
  difficulty: 1,
  task: `
A call of a model costs 2 ms, and 0.1 ms more for each image in it.

1. How many images a second does it compute with 16 images per call?
2. Which is the smallest number of images per call that reaches 5,000 images a second?`,
  answer: 'sizes',
  placeholder: `
const sizes: number[] | undefined = undefined; // throughput at 16; smallest batch for 5,000 a second`,
  hints: [
    'A call with $n$ images takes $2 + 0.1 n$ milliseconds.',
    'So a second has room for $1000 n / (2 + 0.1 n)$ images.',
    'Set that equal to 5,000 and solve: $1000 n = 10{,}000 + 500 n$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 2 });
    report.close(given, [16_000 / 3.6, 20], {
      tolerance: 1e-3,
      mistakes: [
        { gives: [16_000 / 33.6, 20], says: 'The 2 ms are paid once per call, not once per image.' },
        { gives: [1000 / 3.6, 20], says: 'That is calls a second. Each holds 16 images.' },
        { gives: [16_000 / 3.6, 21], says: 'With 20 images it is 5,000 exactly, which is enough.' },
      ],
    }); // prettier-ignore
    report.remark('No batch size reaches 10,000 a second: that is $1000 / 0.1$, the limit.');
  },
});

export function solution() {
  // a call takes 2 + 0.1 n ms; 1000 n / (2 + 0.1 n) = 5000 gives n = 20
  const sizes: number[] | undefined = [16_000 / (2 + 0.1 * 16), 20];
  return sizes;
}
