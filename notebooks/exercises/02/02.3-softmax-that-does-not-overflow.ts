/** Exercise 02.3: a softmax that does not overflow. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'A softmax that does not overflow',
  difficulty: 2,
  task: `
\`Math.exp(1000)\` is \`Infinity\`, and the formula of the chapter turns logits such as $(1000, 999)$ into \`NaN\`. Write
\`softmax(z)\` for a list of logits that works for numbers of any size. Softmax does not change if the same number is
subtracted from all logits: choose it well.`,
  answer: 'softmax',
  placeholder: `
function softmax(z: number[]): number[] {
  return todo(); // your code
}`,
  hints: [
    'Why may you subtract? $e^{z_k - c} / \\sum_j e^{z_j - c}$: both have the factor $e^{-c}$, and it cancels.',
    'After subtracting, no logit should be above 0, so that no exponential is above 1; and one should be 0, so that their sum is not 0.',
    'Subtract `Math.max(...z)`.',
  ],
  check(answer, report) {
    const softmax = report.function(answer);
    for (const z of [
      [2, 1, 0],
      [-1, 3, 0.5, 0.5],
      [1000, 999],
      [-1000, -1000, -1001],
      [800, -800],
    ]) {
      const on = `[${z.join(', ')}]`;
      const result = softmax([...z]);
      if (Array.isArray(result) && result.some((value) => !Number.isFinite(value)))
        report.wrong(
          `On \`${on}\` it returns \`${result.join(', ')}\`: an overflow, or 0 divided by 0. Subtract a number that leaves no logit above 0.`,
        );
      const top = Math.max(...z);
      const exponentials = z.map((value) => Math.exp(value - top));
      const sum = exponentials.reduce((total, value) => total + value, 0);
      const total = z.reduce((a, b) => a + b, 0);
      report.close(
        report.numbers(result, 'What it returns', { length: z.length }),
        exponentials.map((value) => value / sum),
        {
          what: '`softmax`',
          on,
          mistakes: [
            { gives: z.map((value) => value / total), says: 'The exponentials are missing.' },
            { gives: exponentials, says: 'They do not add up to 1 yet: divide by their sum.' },
          ],
        },
      );
    }
    report.remark(
      'Frameworks do the same inside a loss with `fromLogits: true`, which is why logits are passed on instead of probabilities.',
    );
  },
});

export function solution() {
  function softmax(z: number[]): number[] {
    const top = Math.max(...z);
    const exponentials = z.map((value) => Math.exp(value - top));
    const sum = exponentials.reduce((total, value) => total + value, 0);
    return exponentials.map((value) => value / sum);
  }
  return softmax;
}
