/** Exercise 90.2: the largest probability that a softmax of probabilities can state. */
import { defineExercise } from 'dlts/dist/learn/author';

const CLASSES = [2, 10, 1000];

export const exercise = defineExercise({
  title: 'The floor of a second softmax',
  difficulty: 2,
  task: `
A model ends in a softmax, and its loss applies another one. Its outputs are then numbers from 0 to 1. What is the
**largest probability** that the second softmax can give to a class, for 2, 10 and 1,000 classes? Derive it; three
digits are enough.`,
  answer: 'largest',
  placeholder: `
const largest: number[] | undefined = undefined; // [for 2 classes, for 10, for 1,000]`,
  hints: [
    'Which output of the first softmax is the best that the second one can get?',
    'One 1 and $K - 1$ zeros. The exponentials are $e$ and, $K - 1$ times, 1.',
  ],
  check(answer, report) {
    const values = report.numbers(answer, undefined, { length: CLASSES.length });
    const all = (wanted: (classes: number) => number): boolean =>
      CLASSES.every((classes, i) => Math.abs((values[i] ?? NaN) - wanted(classes)) < 1e-3);
    report.demand(
      !all(() => 1),
      'A softmax reaches 1 only for an infinite gap between its inputs; here the gap is at most 1.',
    );
    report.demand(
      !all((classes) => Math.log(Math.E + classes - 1) - 1),
      'That is the loss, −ln of it. The probability itself is asked for.',
    );
    report.demand(
      all((classes) => Math.E / (Math.E + classes - 1)),
      'Put the inputs 1, 0, 0, … into the softmax: $e^1$ over the sum of all $K$ exponentials.',
    );
    report.remark('0.731, 0.232 and 0.003: the more classes, the less a second softmax can say.');
  },
});

export function solution() {
  const largest: number[] | undefined = [2, 10, 1000].map((K) => Math.E / (Math.E + K - 1));
  return largest;
}
