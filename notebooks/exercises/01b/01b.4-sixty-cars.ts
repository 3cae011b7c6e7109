/** Exercise 01b.4: predict from sixty cars. */
import { type Car, createRandom, standardScaler, take } from 'dlts';
import { defineExercise } from 'dlts/dist/learn/author';
import { carsForDesign } from '../01/cars';

/** What the exercise asks for, mpg. */
const WANTED_RMSE = 3.25;
const CARS_TO_LEARN_FROM = 60;
const DRAWS = 10;

export const exercise = defineExercise({
  title: 'Sixty cars',
  difficulty: 3,
  task: `
Write \`predictFromFew(x, y, xNew)\`. \`x\` holds the 41 features of section 4 for ${CARS_TO_LEARN_FROM} cars (columns 0 to 7 are the
plain ones), standardized on these cars; \`y\` holds their miles per gallon. Return a prediction for each row of \`xNew\`. The
check draws the cars ${DRAWS} times, predicts the others and averages the RMSE. It wants at most **${WANTED_RMSE.toFixed(2)} mpg**.
Eight features without a penalty reach 3.79, the 41 with L2 at λ = 0.3 reach 3.38. Can you find a strength, or a model,
from the ${CARS_TO_LEARN_FROM} cars alone?`,
  answer: 'predictFromFew',
  placeholder: `
function predictFromFew(x: number[][], y: number[], xNew: number[][]): number[] {
  return todo(); // a prediction for each row of xNew
}`,
  hints: [
    'The functions of the notebook are there: `fitLasso(x, y, lambda)` returns `{ w, b }`, and `toModel` makes a model of it.',
    'Without a penalty the 41 features cannot work. Try λ between 0.1 and 1, and look at what happens below.',
    'To choose λ without the other cars, cut the 60 cars into parts with `kFold` and score each λ on the part left out.',
  ],
  check(answer, report) {
    const predictFromFew = report.function(answer);
    const { cars, targets } = carsForDesign('exercise 01b.4');
    const features = cars.map(quadratic);
    const errors = Array.from({ length: DRAWS }, (_, draw) => {
      const order = Array.from(createRandom(draw + 1).permutation(cars.length));
      const [few, others] = [order.slice(0, CARS_TO_LEARN_FROM), order.slice(CARS_TO_LEARN_FROM)];
      const scaler = standardScaler(take(features, few));
      const [x, xNew] = [few, others].map((part) => scaler.transform(take(features, part)));
      const given = report.numbers(predictFromFew(x, take(targets, few), xNew), 'What it returns', {
        length: others.length,
      });
      const squares = given.map((each, i) => (each - (targets[others[i] ?? 0] ?? NaN)) ** 2);
      return Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / squares.length);
    });
    const rmse = errors.reduce((sum, each) => sum + each, 0) / errors.length;
    report.demand(
      rmse <= WANTED_RMSE,
      `Your predictions reach ${rmse.toFixed(2)} mpg; ${WANTED_RMSE.toFixed(2)} is wanted. ` +
        (rmse > 8.2 ? 'The mean of the 60 cars would do better.' : 'You are on the way.'),
    );
    report.remark(`Your predictions reach ${rmse.toFixed(2)} mpg.`);
  },
});

export function solution() {
  function predictFromFew(x: number[][], y: number[], xNew: number[][]): number[] {
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const lambda = 0.4; // L1
    const w = x[0].map(() => 0);
    for (let round = 0; round < 100; round++) {
      for (let j = 0; j < w.length; j++) {
        const rest = x.map((row, i) =>
          row.reduce((left, value, k) => (k === j ? left : left - w[k] * value), y[i] - mean),
        );
        const sxy = x.reduce((sum, row, i) => sum + row[j] * rest[i], 0);
        const sxx = x.reduce((sum, row) => sum + row[j] ** 2, 0);
        w[j] = (Math.sign(sxy) * Math.max(0, Math.abs(sxy) - (y.length * lambda) / 2)) / (sxx || 1);
      }
    }
    return xNew.map((row) => row.reduce((sum, value, j) => sum + w[j] * value, mean));
  }
  return predictFromFew;
}

/** The 41 features of the notebook. */
function quadratic(car: Car): number[] {
  const x = [
    (car.weight - 3000) / 1000,
    (car.acceleration - 15) / 3,
    (car.year - 1976) / 4,
    (car.horsepower - 100) / 50,
    (car.displacement - 200) / 100,
    car.cylinders - 5,
  ];
  const origin = ['Europe', 'Japan'].map((region) => Number(car.origin === region));
  const products = x.flatMap((value, j) =>
    [...x.slice(j), ...origin].map((other) => value * other),
  );
  return [...x, ...origin, ...products];
}
