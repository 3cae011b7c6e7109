/** Exercise 06.5: the slope behind a normalization. */
import { defineExercise } from 'dlts/dist/learn/author';

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** ∂L/∂x for v = x / |x| and ∂L/∂v = s; or a mistaken version. */
function slope(x: readonly number[], s: readonly number[], { project = true, divide = true, unit = true } = {}): number[] {
  const length = Math.sqrt(dot(x, x));
  const v = unit ? x.map((value) => value / length) : [...x];
  const along = project ? dot(v, s) : 0;
  return s.map((value, i) => (value - along * (v[i] ?? 0)) / (divide ? length : 1));
} // prettier-ignore

const CASES: [number[], number[]][] = [
  [[3, 4], [1, 0]],
  [[3, 4], [0.6, 0.8]],
  [[1, -2, 2], [0.5, 0.1, -0.7]],
  [[0.2, 0.1, -0.4, 0.6, 0.3], [1, 2, -1, 0.5, -3]],
]; // prettier-ignore

export const exercise = defineExercise({
  title: 'The slope behind a normalization',
  difficulty: 3,
  task: `
Fine-tuning through the L2 normalization sends a slope back: $\\mathbf v = \\mathbf x / \\lVert \\mathbf x \\rVert$, and
$\\mathbf s = \\partial L / \\partial \\mathbf v$ is known. On paper, derive $\\partial L / \\partial \\mathbf x$ from the
quotient rule, and show that it is at a right angle to $\\mathbf x$. Then write it as \`slopeBehindUnit(x, s)\`, with plain numbers.

The right angle is the insight: no loss can lengthen or shorten $\\mathbf x$ through a normalization.`,
  answer: 'slopeBehindUnit',
  placeholder: `
function slopeBehindUnit(x: number[], s: number[]): number[] {
  return todo(); // your code
}`,
  hints: [
    'With $r = \\lVert \\mathbf x \\rVert$: $\\partial r / \\partial x_j = x_j / r = v_j$.',
    'Quotient rule: $\\partial v_i / \\partial x_j = (\\delta_{ij} - v_i v_j) / r$, where $\\delta_{ij}$ is 1 for $i = j$, else 0.',
    'Sum over $i$ with $s_i$: $\\partial L / \\partial x_j = \\left(s_j - (\\mathbf v \\cdot \\mathbf s)\\, v_j\\right) / r$. Its product with $\\mathbf v$ is $\\mathbf v \\cdot \\mathbf s - (\\mathbf v \\cdot \\mathbf s) \\cdot 1 = 0$.',
  ],
  check(answer, report) {
    const given = report.function(answer);
    for (const [x, s] of CASES) {
      const values = report.numbers(given([...x], [...s]), 'What it returns', { length: x.length });
      report.close(values, slope(x, s), {
        what: 'The slope',
        on: `x = [${x.join(', ')}], s = [${s.join(', ')}]`,
        mistakes: [
          { gives: slope(x, s, { project: false }), says: 'You treat the length as a constant; it depends on every $x_j$.' },
          { gives: slope(x, s, { divide: false }), says: 'The division by the length is missing.' },
          { gives: slope(x, s, { unit: false }), says: 'The part along $\\mathbf x$ is taken with $\\mathbf v$, of length 1, on both sides.' },
          { gives: [...s], says: 'That is the slope before the normalization, unchanged.' },
        ],
      }); // prettier-ignore
    }
    report.remark(
      'Layer normalization does the same twice: it also takes the mean out of the slope (chapter 05).',
    );
  },
});

export function solution() {
  function slopeBehindUnit(x: number[], s: number[]): number[] {
    const r = Math.hypot(...x);
    const v = x.map((value) => value / r);
    const along = v.reduce((sum, value, i) => sum + value * s[i], 0);
    return s.map((value, j) => (value - along * v[j]) / r);
  }
  return slopeBehindUnit;
}
