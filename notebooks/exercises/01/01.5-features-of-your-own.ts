/** Exercise 01.5: features of your own. */
import { type Car, type kFold, standardScaler, take } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';
import { carsForDesign } from './cars';

/** What exercise 01.5 asks for. */
const WANTED_RMSE = 2.9;

const MOST_FEATURES = 14;

export const exercise = defineExercise({
  title: 'Features of your own',
  difficulty: 3,
  task: `
Design \`myFeatures(car)\`: a list of at most ${MOST_FEATURES} numbers for each car. The check fits ordinary least squares:
it cuts the training and validation cars into ten parts, predicts each part by a model fitted on the other nine (scaled),
and averages the ten RMSEs. It wants at most **${WANTED_RMSE.toFixed(2)} mpg**; the
eight plain features reach 3.4. \`car.milesPerGallon\` is hidden. Look at the residuals and at the worst mistakes first:
what do these cars have in common?`,
  answer: 'myFeatures',
  placeholder: `
function myFeatures(car: Car): number[] {
  return todo(); // for example [car.weight, car.year]
}`,
  hints: [
    'The residuals were curved. Squares of centered features bend the line: `((car.weight - 3000) / 1000) ** 2`.',
    'Fuel *per mile* is nearly proportional to weight, so miles per gallon go with one over it: try `1000 / car.weight` and `100 / car.horsepower`.',
    "The names know more than the columns: `car.name.includes('diesel') ? 1 : 0`. And the years improved faster toward the end.",
  ],
  check(answer, report) {
    const myFeatures = report.function(answer);
    const { cars, targets, folds } = carsForDesign('exercise 01.5');
    const first = cars[0] as Car;
    report.demand(
      !usesTarget(myFeatures, first),
      '`car.milesPerGallon` is hidden in this exercise: it is what you predict.',
    );
    const width = report.numbers(myFeatures({ ...first }), 'the list that it returns').length;
    report.demand(
      width >= 1 && width <= MOST_FEATURES,
      `\`myFeatures\` returns ${width} features; at most ${MOST_FEATURES} are allowed (and at least one).`,
    );
    const x = cars.map((car) => {
      const list = report.numbers(myFeatures({ ...car }), `the list for the ${car.name}`);
      report.demand(
        list.length === width,
        `\`myFeatures\` must return as many features for every car; ${list.length} for the ${car.name}, ${width} before.`,
      );
      return list;
    });
    const rmse = crossValidatedError(x, targets, folds);
    report.demand(
      Number.isFinite(rmse),
      'Least squares has no single answer: one feature is constant or a mixture of the others in some fold. Leave it out.',
    );
    report.demand(
      rmse <= WANTED_RMSE,
      `Your ${width} features reach ${rmse.toFixed(2)} mpg; ${WANTED_RMSE.toFixed(2)} is wanted. ` +
        (rmse > 3.3 ? 'Straight lines stop at about 3.4: bend something.' : 'You are on the way.'),
    );
    report.remark(
      `Your ${width} features reach ${rmse.toFixed(2)} mpg. The 41 features of notebook 01b, with a penalty, reach 2.87.`,
    );
  },
});

export function solution() {
  function myFeatures(car: Car): number[] {
    const year = (car.year - 1976) / 4;
    const weight = 1000 / car.weight; // fuel per mile grows with weight
    const power = 100 / car.horsepower;
    return [
      car.weight,
      car.horsepower,
      car.displacement,
      car.cylinders,
      car.acceleration,
      year,
      car.origin === 'Europe' ? 1 : 0,
      car.origin === 'Japan' ? 1 : 0,
      year ** 2,
      weight,
      power,
      weight * year,
      car.name.includes('diesel') ? 1 : 0,
    ];
  }
  return myFeatures;
}

/** Whether a feature changes with the target. */
function usesTarget(features: (car: Car) => unknown, car: Car): boolean {
  const [hidden, shown] = [NaN, 20].map((milesPerGallon) => features({ ...car, milesPerGallon }));
  return (
    Array.isArray(hidden) &&
    Array.isArray(shown) &&
    hidden.some((value, i) => !Object.is(value, shown[i]))
  );
}

/** Mean over the folds of the RMSE of least squares; not finite when some fold has no single solution. */
function crossValidatedError(x: number[][], y: number[], folds: ReturnType<typeof kFold>): number {
  const errors = folds.map(({ train, validation }) => {
    const scaler = standardScaler(take(x, train));
    const z = leastSquares(withOne(scaler.transform(take(x, train))), take(y, train));
    const unseen = withOne(scaler.transform(take(x, validation)));
    const squares = unseen.map((row, i) => (dot(row, z) - (y[validation[i] ?? 0] ?? NaN)) ** 2);
    return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
  });
  return errors.reduce((sum, value) => sum + value, 0) / errors.length;
}

const withOne = (rows: number[][]): number[][] => rows.map((row) => [...row, 1]);

const dot = (a: number[], b: number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);

/** Least squares by elimination; NaN when two columns carry the same information. */
function leastSquares(x: number[][], y: number[]): number[] {
  const width = x[0]?.length ?? 0;
  const column = (j: number): number[] => x.map((row) => row[j] ?? NaN);
  const equations = Array.from({ length: width }, (_, j) => [
    ...Array.from({ length: width }, (_, k) => dot(column(j), column(k))),
    dot(column(j), y),
  ]);
  for (const [k, pivot] of equations.entries()) {
    // Standardized columns have size N: a pivot that lost ten digits of it is rounding error.
    const scale = (pivot[k] ?? 0) > 1e-10 * x.length ? (pivot[k] ?? NaN) : NaN;
    pivot.forEach((value, j) => (pivot[j] = value / scale));
    for (const [i, row] of equations.entries()) {
      const factor = row[k] ?? NaN;
      if (i !== k) row.forEach((value, j) => (row[j] = value - factor * (pivot[j] ?? NaN)));
    }
  }
  return equations.map((row) => row[width] ?? NaN);
}
