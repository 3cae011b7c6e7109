/** Exercise 01.2: the same model in other units. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'The same model in other units',
  difficulty: 1,
  task: `
A model of fuel economy has an MSE of 9 mpg² and $R^2 = 0.85$. A colleague in Europe wants the numbers in kilometers per
liter; 1 mpg is 0.425 km/L. All predictions and targets are multiplied by 0.425. Write the new numbers as
\`[mse, rmse, r2]\`.`,
  answer: 'inKilometersPerLiter',
  placeholder: `
const inKilometersPerLiter: number[] | undefined = undefined; // [mse, rmse, r2]`,
  hints: [
    'Every error is multiplied by 0.425. What happens to its square?',
    'The RMSE has the unit of the target; the MSE has the square of that unit.',
    '$R^2$ is a ratio of two sums of squares. Both are multiplied by the same factor.',
  ],
  check(answer, report) {
    const [mse, rmse, r2] = report.numbers(answer, undefined, { length: 3 });
    report.close(mse, 9 * 0.425 ** 2, {
      what: 'The MSE',
      tolerance: 1e-3,
      mistakes: [{ gives: 9 * 0.425, says: 'The MSE has the squared unit of the target.' }],
    });
    report.close(rmse, 3 * 0.425, {
      what: 'The RMSE',
      tolerance: 1e-3,
      mistakes: [{ gives: 9 * 0.425, says: 'Start from the root of the MSE, 3 mpg.' }],
    });
    report.close(r2, 0.85, {
      what: '$R^2$',
      mistakes: [
        { gives: 0.85 * 0.425, says: '$R^2$ has no unit: the factor cancels.' },
        { gives: 0.85 * 0.425 ** 2, says: '$R^2$ has no unit: the factor cancels.' },
      ],
    });
    report.remark('So never compare MSEs of different units, and always write the unit.');
  },
});

export function solution() {
  const inKilometersPerLiter: number[] | undefined = [9 * 0.425 ** 2, 3 * 0.425, 0.85];
  return inKilometersPerLiter;
}
