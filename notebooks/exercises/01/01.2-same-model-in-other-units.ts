/** Exercise 01.2: the same model in other units. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'The same model in other units',
  difficulty: 1,
  task: `
A model of fuel economy has an MSE of 9 mpg² and $R^2 = 0.85$. A colleague in Europe wants the numbers in kilometers per
liter; 1 mpg is 0.425 km/L. All predictions and targets are multiplied by 0.425. Write the new numbers as
\`[mse, rmse, r2]\`, to two decimals or better.`,
  answer: 'inKilometersPerLiter',
  placeholder: `
const inKilometersPerLiter: number[] | undefined = undefined; // [mse, rmse, r2]`,
  hints: [
    'Every error is multiplied by 0.425. What happens to its square?',
    'The RMSE has the unit of the target; the MSE has the square of that unit.',
    '$R^2$ is a ratio of two sums of squares. Both are multiplied by the same factor.',
  ],
  check(answer, report) {
    const [mse = NaN, rmse = NaN, r2 = NaN] = report.numbers(answer, undefined, { length: 3 });
    const near = (value: number, wanted: number) => Math.abs(value - wanted) < 0.006;
    if (near(mse, 9 * 0.425)) report.wrong('The MSE has the squared unit of the target.');
    report.demand(near(mse, 9 * 0.425 ** 2), 'The MSE is not right yet: what happens to a square?');
    if (near(rmse, 9 * 0.425)) report.wrong('Start from the root of the MSE, 3 mpg.');
    report.demand(near(rmse, 3 * 0.425), 'The RMSE is not right yet: which unit does it have?');
    if (near(r2, 0.85 * 0.425) || near(r2, 0.85 * 0.425 ** 2))
      report.wrong('$R^2$ has no unit: the factor cancels.');
    report.demand(near(r2, 0.85), '$R^2$ is not right yet: write it as a ratio of two sums.');
    report.remark('So never compare MSEs of different units, and always write the unit.');
  },
});

export function solution() {
  const inKilometersPerLiter: number[] | undefined = [9 * 0.425 ** 2, 3 * 0.425, 0.85];
  return inKilometersPerLiter;
}
