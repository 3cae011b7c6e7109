/** Exercise 00b.4: maximum likelihood of Laplace noise. */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES: readonly number[][] = [
  [1, -2, 0.5, 6],
  [-3, 4, 0.2, -0.7, 11, 2],
];

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export const exercise = defineExercise({
  title: 'The loss that belongs to outliers',
  difficulty: 2,
  task: `
Some noise has outliers that a Gaussian would practically never produce. The **Laplace** distribution allows for them;
its density at the error $e$, with a width $b > 0$, is

$$p(e) = \\frac{1}{2b}\\, \\exp\\!\\left(-\\frac{|e|}{b}\\right) .$$

Derive, on paper, the mean negative log-likelihood of $N$ errors, and the $b$ that makes it smallest. Then write
\`likeliestLaplace(errors)\`, which returns \`{ b, nll }\`: that $b$, and the mean negative log-likelihood there.
Which familiar loss have you found on the way?`,
  answer: 'likeliestLaplace',
  placeholder: `
function likeliestLaplace(errors: number[]): { b: number; nll: number } {
  return todo(); // two formulas
}`,
  hints: [
    'The logarithm of a product is a sum: $-\\ln p(e) = \\ln(2b) + |e| / b$. Take the mean over the errors.',
    'With $m$ for the mean of $|e_i|$, set the derivative of $\\ln(2b) + m / b$ by $b$ to zero.',
    '$1/b - m/b^2 = 0$, so $b = m$. Put that back in.',
  ],
  check(answer, report) {
    const likeliestLaplace = report.function(answer);
    for (const errors of CASES) {
      const on = `[${errors.join(', ')}]`;
      const got = report.object(likeliestLaplace([...errors]), ['b', 'nll'], 'What it returns');
      const sizes = errors.map(Math.abs);
      const b = mean(sizes);
      report.close(report.number(got['b'], '`b` of the result'), b, {
        what: '`b` of the result',
        on,
        mistakes: [
          {
            gives: Math.sqrt(mean(errors.map((e) => e * e))),
            says: 'That is the width of the likeliest *Gaussian*. Here the exponent has $|e|$, without a square.',
          },
          { gives: mean(errors), says: 'The signs are still in it; the density depends on $|e|$.' },
          { gives: b * errors.length, says: 'That is the sum of the sizes, not their mean.' },
          {
            gives: 2 * b,
            says: 'The 2 in $1/(2b)$ only adds a constant, $\\ln 2$. It does not move the best $b$.',
          },
          {
            gives: b / 2,
            says: 'The 2 in $1/(2b)$ only adds a constant, $\\ln 2$. It does not move the best $b$.',
          },
        ],
      });
      report.close(report.number(got['nll'], '`nll` of the result'), Math.log(2 * b) + 1, {
        what: '`nll` of the result',
        on,
        mistakes: [
          { gives: Math.log(b) + 1, says: 'The 2 of $1/(2b)$ is missing.' },
          {
            gives: Math.log(2 * b),
            says: 'The mean of $|e|/b$ is missing. At the best $b$ it is just 1.',
          },
          {
            gives: -Math.log(2 * b) - 1,
            says: 'The sign: the *negative* log-likelihood is asked for.',
          },
          {
            gives: errors.length * (Math.log(2 * b) + 1),
            says: 'That is the sum over the errors, not the mean.',
          },
        ],
      });
    }
    report.remark(
      'For a fixed $b$ it is the mean absolute error, plus a constant: MAE is to Laplace noise what MSE is to Gaussian noise. An outlier counts by its size and not by its square.',
    );
  },
});

export function solution() {
  function likeliestLaplace(errors: number[]): { b: number; nll: number } {
    const b = errors.reduce((sum, e) => sum + Math.abs(e), 0) / errors.length;
    return { b, nll: Math.log(2 * b) + 1 };
  }
  return likeliestLaplace;
}
