/** Exercise 09b.3: one jump of the deterministic sampler. */
import { defineExercise } from 'dlts/dist/learn/author';

const X = [1.2, -0.7, 0.1];
const GUESS = [0.4, -1.1, 2];
const CASES = [
  [0.3, 0.6],
  [0.36, 1],
] as const;

const combined = (clean: (x: number, e: number) => number, noise: number): number[] =>
  X.map((x, i) => clean(x, GUESS[i] ?? 0) + noise * (GUESS[i] ?? 0));
const cleanOf =
  (bar: number) =>
  (x: number, e: number): number =>
    (x - Math.sqrt(1 - bar) * e) / Math.sqrt(bar);

const expectedOf = (bar: number, next: number): number[] =>
  combined((x, e) => Math.sqrt(next) * cleanOf(bar)(x, e), Math.sqrt(1 - next));

export const exercise = defineExercise({
  title: 'A jump of DDIM',
  difficulty: 2,
  task: `
Write \`jump(x, guess, bar, next)\`: from a point with noise level $\\bar\\alpha$ = \`bar\` and the guess of its noise, read the
clean point, and put it at the level \`next\` with the *same* noise. \`x\` and \`guess\` are lists of numbers.`,
  answer: 'jump',
  placeholder: `
function jump(x: number[], guess: number[], bar: number, next: number): number[] {
  return todo(); // your code
}`,
  hints: [
    'Two formulas, one after the other: section 4, *Fewer steps*.',
    'Clean: $(x - \\sqrt{1 - \\bar\\alpha}\\, \\hat\\varepsilon) / \\sqrt{\\bar\\alpha}$.',
    'Then $\\sqrt{\\bar\\alpha_j}$ of the clean point and $\\sqrt{1 - \\bar\\alpha_j}$ of the guess.',
  ],
  check(answer, report) {
    const jump = report.function(answer);
    for (const [bar, next] of CASES) {
      const given = report.numbers(jump([...X], [...GUESS], bar, next), 'The result', {
        length: X.length,
      });
      report.close(given, expectedOf(bar, next), {
        what: 'The result',
        on: `ᾱ = ${bar}, next ${next}`,
        mistakes: [
          {
            gives: combined((x, e) => next * cleanOf(bar)(x, e), 1 - next),
            says: 'The factors are square roots: it is the variances that add up to 1.',
          },
          {
            gives: combined((x, e) => Math.sqrt(next) * cleanOf(bar)(x, e), Math.sqrt(1 - bar)),
            says: 'The noise must be that of the new level, not of the old one.',
          },
          {
            gives: combined(cleanOf(bar), Math.sqrt(1 - next)),
            says: 'At the new level the clean point is shrunk as well.',
          },
        ],
      });
    }
    report.remark('At the last level, $\\bar\\alpha_j = 1$, only the clean point is left.');
  },
});

export function solution() {
  function jump(x: number[], guess: number[], bar: number, next: number): number[] {
    return x.map((value, i) => {
      const noise = guess[i] ?? 0;
      const clean = (value - Math.sqrt(1 - bar) * noise) / Math.sqrt(bar);
      return Math.sqrt(next) * clean + Math.sqrt(1 - next) * noise;
    });
  }
  return jump;
}
