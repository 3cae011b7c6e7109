/** Exercise 02b.1: the right start for leaky units. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'The right start for leaky units',
  difficulty: 2,
  task: `
Derive the start that keeps the size of values through layers of *leaky* ReLUs, $\\varphi(z) = z$ for $z > 0$ and $a z$
otherwise. Write \`startFor(inputs, a)\` that returns the standard deviation of the weights. With $a = 0$ it must be the
start of He.`,
  answer: 'startFor',
  placeholder: `
function startFor(inputs: number, a: number): number {
  return todo(); // your code
}`,
  hints: [
    'A sum with mean 0 is positive half of the time. What is the mean of $\\varphi(z)^2$, in terms of the variance of $z$?',
    'The positive half contributes $\\frac12$, the negative half $\\frac12 a^2$.',
    'So $\\frac12 (1 + a^2)\\, n\\, \\sigma_w^2 = 1$.',
  ],
  check(answer, report) {
    const startFor = report.function(answer);
    for (const [n, a] of [
      [64, 0],
      [50, 0.1],
      [7, 0.5],
      [13, 1],
    ] as const) {
      const wanted = Math.sqrt(2 / (n * (1 + a * a)));
      report.close(report.number(startFor(n, a)), wanted, {
        what: 'The standard deviation',
        on: `${n}, ${a}`,
        mistakes: [
          { gives: wanted ** 2, says: 'That is the variance; the standard deviation is its root.' },
          { gives: Math.sqrt(2 / n), says: 'The negative half lets something through as well.' },
          {
            gives: Math.sqrt(2 / (n * (1 + a))),
            says: 'Squares are added up: the slope enters squared.',
          },
          {
            gives: Math.sqrt(1 / (n * (1 + a * a))),
            says: 'Each half has a probability of one half.',
          },
        ],
      });
    }
    report.remark('With a = 1 nothing bends, and the rule is √(1/n), as for a linear layer.');
  },
});

export function solution() {
  function startFor(inputs: number, a: number): number {
    return Math.sqrt(2 / (inputs * (1 + a ** 2)));
  }
  return startFor;
}
