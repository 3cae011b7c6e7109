/** Exercise 10.3: the best shrinkage. */
import { defineExercise } from 'dlts/dist/learn/author';

const COUNTS = [1, 4, 16];
const right = COUNTS.map((n) => (0.8 * n) / (n + 4));

export const exercise = defineExercise({
  title: 'The best shrinkage',
  difficulty: 3,
  task: `
A film's true bias $b$ varies from film to film with mean 0 and variance $\\tau^2 = 0.25$. A rating deviates from it by noise
of variance $\\sigma^2 = 1$. You see the mean $\\bar d$ of $n$ ratings and guess $c \\cdot \\bar d$.

Derive the $c$ with the smallest expected squared error $\\mathbb E[(c \\bar d - b)^2]$, by setting its derivative to zero. Then
say what the guess is if $\\bar d = 0.8$, for $n = 1$, 4 and 16. (No data are needed, and no automatic differentiation.)`,
  answer: 'shrunken',
  placeholder: `
const shrunken: number[] | undefined = undefined; // for n = 1, 4 and 16`,
  hints: [
    'Write $\\bar d = b + \\varepsilon$, where $\\varepsilon$ has mean 0 and variance $\\sigma^2 / n$ and is independent of $b$.',
    'Then the error is $(c - 1)^2 \\tau^2 + c^2 \\sigma^2 / n$.',
    '$c = \\tau^2 / (\\tau^2 + \\sigma^2 / n) = n / (n + \\sigma^2 / \\tau^2) = n / (n + 4)$.',
  ],
  check(answer, report) {
    const given = report.numbers(answer, undefined, { length: 3 });
    report.close(given, right, {
      tolerance: 1e-3,
      mistakes: [
        { gives: [0.8, 0.8, 0.8], says: 'That is the mean itself, without shrinkage ($c = 1$).' },
        { gives: COUNTS.map((n) => n / (n + 4)), says: 'These are the factors $c$. Multiply by 0.8.' },
        { gives: COUNTS.map((n) => (0.8 * n) / (n + 0.25)), says: 'The ratio is $\\sigma^2 / \\tau^2$, noise over signal.' },
        { gives: COUNTS.map((n) => (0.8 * n) / (n + 2)), says: 'These are standard deviations; the derivation gives variances.' },
      ], // prettier-ignore
    });
    report.remark(
      'So the $\\lambda$ of the chapter has a meaning: the variance of the noise over that of the biases. Our best $\\lambda$ says how much films differ.',
    );
  },
});

export function solution() {
  // c = n / (n + σ²/τ²), and σ²/τ² = 4
  const shrunken: number[] | undefined = [1, 4, 16].map((n) => (0.8 * n) / (n + 4));
  return shrunken;
}
