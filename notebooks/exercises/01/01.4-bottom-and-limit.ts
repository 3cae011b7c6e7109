/** Exercise 01.4: the bottom and the limit, derived. */
import { defineExercise, type Report } from 'dlts/dist/learn/author';

interface Case {
  x: number[];
  y: number[];
  c: number[];
}

const FIRST: Case = { x: [1, 2, 3], y: [2, 3, 7], c: [1, 2, 1] };
const SECOND: Case = { x: [-2, 1, 4, 5], y: [1, 0, -3, 2], c: [3, 1, 0.5, 2] };

export const exercise = defineExercise({
  title: 'The bottom and the limit',
  difficulty: 2,
  task: `
Take a line through zero, $\\hat y = w x$, and a loss in which example $i$ counts $c_i$ times (a car measured twice as
carefully may count twice):

$$L(w) = \\frac1N \\sum_{i=1}^N c_i\\, (w x_i - y_i)^2 .$$

Derive two formulas on paper: where the bottom is, and below which learning rate gradient descent reaches it from any
start. Then write them down as \`bottomAndLimit(x, y, c)\`, which returns \`{ w, limit }\`. Automatic differentiation gives
you a slope at one place; it will not give you these.`,
  answer: 'bottomAndLimit',
  placeholder: `
function bottomAndLimit(x: number[], y: number[], c: number[]): { w: number; limit: number } {
  return todo(); // two formulas
}`,
  hints: [
    "The derivative is $L'(w) = \\frac2N \\sum_i c_i x_i (w x_i - y_i)$. Where is it zero?",
    "The curvature is the derivative of the derivative, $h = L''(w)$. It does not depend on $w$. The limit is $2 / h$.",
    '$h = \\frac2N \\sum_i c_i x_i^2$. Which of the two sums do the bottom and the limit share?',
  ],
  check(answer, report) {
    const bottomAndLimit = report.function(answer);
    for (const each of [FIRST, SECOND])
      judge(bottomAndLimit([...each.x], [...each.y], [...each.c]), each, report);
    report.remark(
      'Multiply all $c_i$ by 10 and the bottom stays where it is, but the limit falls to a tenth.',
    );
  },
});

const sum = (values: readonly number[], of: (value: number, i: number) => number): number =>
  values.reduce((total, value, i) => total + of(value, i), 0);

function judge(result: unknown, { x, y, c }: Case, report: Report): void {
  const on = `bottomAndLimit([${x.join(', ')}], [${y.join(', ')}], [${c.join(', ')}])`;
  const given = report.object(result, ['w', 'limit'], 'What it returns');
  const [yAt, cAt] = [(i: number) => y[i] ?? NaN, (i: number) => c[i] ?? NaN];
  const square = sum(x, (value, i) => cAt(i) * value ** 2);
  const product = sum(x, (value, i) => cAt(i) * value * yAt(i));
  report.close(report.number(given['w'], '`w` of the result'), product / square, {
    what: '`w` of the result',
    on,
    mistakes: [
      {
        gives: sum(x, (value, i) => value * yAt(i)) / sum(x, (value) => value ** 2),
        says: 'Every example counts the same here; the $c_i$ are missing.',
      },
      {
        gives: sum(y, (value, i) => value * cAt(i)) / sum(x, (value, i) => value * cAt(i)),
        says: 'The line through the weighted means is not the best one: set the derivative to zero.',
      },
    ],
  });
  report.close(report.number(given['limit'], '`limit` of the result'), x.length / square, {
    what: '`limit` of the result',
    on,
    mistakes: [
      { gives: 1 / square, says: 'The loss is a mean: the curvature has a factor $1/N$.' },
      { gives: (2 * x.length) / square, says: 'The square brings a factor 2 to the curvature.' },
      { gives: (2 / x.length) * square, says: 'That is the curvature $h$; the limit is $2 / h$.' },
      {
        gives: x.length / sum(x, (value) => value ** 2),
        says: 'The $c_i$ make the bowl steeper too.',
      },
    ],
  });
}

export function solution() {
  function bottomAndLimit(x: number[], y: number[], c: number[]): { w: number; limit: number } {
    const square = x.reduce((total, value, i) => total + c[i] * value ** 2, 0);
    const product = x.reduce((total, value, i) => total + c[i] * value * y[i], 0);
    return { w: product / square, limit: x.length / square }; // L' = 0; 2 / L''
  }
  return bottomAndLimit;
}
