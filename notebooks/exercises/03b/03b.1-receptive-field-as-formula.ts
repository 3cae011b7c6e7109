/** Exercise 03b.1: the receptive field as a formula. */
import { defineExercise } from 'dlts/dist/learn/author';

/** The receptive field behind `blocks` blocks, layer by layer. */
function widthByRule(blocks: number): number {
  let [r, j] = [1, 1];
  for (let block = 0; block < blocks; block++) {
    r += 2 * j; // convolution, stride 1
    r += j; // pooling
    j *= 2;
  }
  return r;
}

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
    const width = (n: number): number => (a ?? 0) * 2 ** n + (b ?? 0);
    report.demand(
      width(0) === 1,
      'Put in $n = 0$: without any block, a number is one pixel. Your formula gives something else.',
    );
    report.demand(
      [1, 2, 3].every((n) => width(n) === widthByRule(n)),
      'Without a block it fits, with one it does not: follow $r$ and $j$ through the two layers of a block.',
    );
    report.remark('So each further block doubles the view: 4, 10, 22, 46, 94 pixels.');
  },
});

export function solution() {
  // r_n = 1 + Σ 3 · 2^(m − 1), m = 1 … n, which is 1 + 3 · (2^n − 1) = 3 · 2^n − 2
  const coefficients: number[] | undefined = [3, -2];
  return coefficients;
}
