/** Exercise 03b.1: the receptive field as a formula. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'The receptive field as a formula',
  difficulty: 3,
  task: `
A network stacks $n$ blocks, each a 3 × 3 convolution (stride 1) and a 2 × 2 max-pooling (stride 2). Show with pen and paper
that one number behind block $n$ depends on a square of width

$$
r_n = a \\cdot 2^n + b,
$$

and give $a$ and $b$. The rule of chapter 03: $r \\leftarrow r + (k - 1)\\, j$ and $j \\leftarrow s\\, j$, from $r_0 = j_0 = 1$.`,
  answer: 'coefficients',
  placeholder: `
const coefficients: number[] | undefined = undefined; // [a, b]`,
  hints: [
    'What is $j$ before block $n$, and by how much does each of its two layers enlarge $r$?',
    'Before block $n$, $j = 2^{n-1}$. The convolution adds $2j$, the pooling adds $j$: together $3 \\cdot 2^{n-1}$.',
    'Sum the geometric series $3\\,(1 + 2 + \\dots + 2^{n-1})$ and do not forget $r_0 = 1$.',
  ],
  check(answer, report) {
    const [a, b] = report.numbers(answer, undefined, { length: 2 });
    report.demand(
      (a ?? 0) + (b ?? 0) === 1,
      'Without any block, $n = 0$, a number depends on one pixel: $a + b$ must be 1.',
    );
    report.demand(
      2 * (a ?? 0) + (b ?? 0) === 4,
      'One block must give 4 pixels: 3 from the convolution, one more from the pooling.',
    );
    report.remark('So each further block doubles the view: 4, 10, 22, 46, 94 pixels.');
  },
});

export function solution() {
  // r_n = 1 + Σ 3 · 2^(m − 1), m = 1 … n, which is 1 + 3 · (2^n − 1) = 3 · 2^n − 2
  const coefficients: number[] | undefined = [3, -2];
  return coefficients;
}
