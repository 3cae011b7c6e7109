/** Exercise 11b.5: the gradient of the whole batch from machines with unequal shares. */
import { defineExercise } from 'dlts/dist/learn/author';

const GRADIENTS = [
  [1, 2],
  [5, -2],
  [3, 8],
];
const SIZES = [12, 3, 1];
const total = SIZES.reduce((sum, size) => sum + size, 0);
const combined = (weights: readonly number[]): number[] =>
  [0, 1].map((k) => GRADIENTS.reduce((sum, g, i) => sum + (g[k] ?? 0) * (weights[i] ?? 0), 0));
const RIGHT = combined(SIZES.map((size) => size / total));

export const exercise = defineExercise({
  title: 'Average with unequal shares',
  difficulty: 2,
  task: `
Three machines have 12, 3 and 1 examples of the last batch of an epoch. Each sends the gradient of its *mean* loss. Write
\`globalGradient(gradients, sizes)\`: the gradient of the mean loss over all examples.`,
  answer: 'globalGradient',
  placeholder: `
function globalGradient(gradients: number[][], sizes: number[]): number[] {
  return todo(); // your code
}`,
  hints: [
    'A mean times its size is a sum. Sums may be added.',
    'Add size times gradient over the machines, then divide by all examples.',
    'A machine without examples has size 0 and no influence.',
  ],
  check(answer, report) {
    const globalGradient = report.function(answer);
    const found = report.numbers(globalGradient(GRADIENTS, SIZES), undefined, { length: 2 });
    const is = (values: readonly number[]): boolean =>
      values.every((value, i) => Math.abs(value - (found[i] ?? NaN)) < 1e-9);
    report.demand(
      !is(combined([1 / 3, 1 / 3, 1 / 3])),
      'The plain mean gives the one example of the third machine as much weight as the twelve of the first.',
    );
    report.demand(!is(combined(SIZES)), 'That is the gradient of the summed loss. Divide by the number of examples.');
    report.demand(is(RIGHT), `For sizes 12, 3 and 1 expected [${RIGHT.join(', ')}].`);
    report.remark('Or let each machine send sums and its count: two all-reduces, and no special case.');
  },
}); // prettier-ignore

export function solution() {
  function globalGradient(gradients: number[][], sizes: number[]): number[] {
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const [first = []] = gradients;
    return first.map((_, k) =>
      gradients.reduce((sum, each, i) => sum + ((each[k] ?? 0) * (sizes[i] ?? 0)) / total, 0),
    );
  }
  return globalGradient;
}
