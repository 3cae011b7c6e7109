/** Exercise 08b.3: what a base rate forces. */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES = [
  [0.5, 0.6, 0.4],
  [0.3, 0.6, 0.1],
  [0.4, 0.8, 0.05],
] as const;

export const exercise = defineExercise({
  title: 'What a base rate forces',
  difficulty: 2,
  task: `
Two groups get the same precision $v$ and the same false-positive rate $a$. Solve the identity of section 6 for the
false-negative rate $m$, with pen and paper, and write it as \`forcedMisses(baseRate, precision, fpr)\`.`,
  answer: 'forcedMisses',
  placeholder: `
function forcedMisses(baseRate: number, precision: number, fpr: number): number {
  return todo(); // your code
}`,
  hints: [
    'Isolate $1 - m$ first.',
    'Multiply both sides by $(1 - \\pi) / \\pi$ and by $v / (1 - v)$.',
    '$m = 1 - a \\cdot \\frac{1 - \\pi}{\\pi} \\cdot \\frac{v}{1 - v}$.',
  ],
  check(answer, report) {
    const forced = report.function(answer);
    for (const [base, v, a] of CASES) {
      const found = Number(forced(base, v, a));
      const hit = ((a * (1 - base)) / base) * (v / (1 - v));
      const is = (value: number): boolean => Math.abs(found - value) < 1e-9;
      report.demand(!is(hit), 'That is $1 - m$, the share that is found.');
      report.demand(
        is(1 - hit),
        `With base rate ${base}, precision ${v} and false-positive rate ${a}, the identity does not hold for your result.`,
      );
    }
    report.remark(
      'At base rates of 0.5 and 0.3, precision 0.6 and a = 0.2 force m = 0.7 and m = 0.3: the group with the lower base rate is missed less.',
    );
  },
});

export function solution() {
  function forcedMisses(baseRate: number, precision: number, fpr: number): number {
    return 1 - ((fpr * (1 - baseRate)) / baseRate) * (precision / (1 - precision));
  }
  return forcedMisses;
}
