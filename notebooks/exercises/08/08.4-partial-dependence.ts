/** Exercise 08.4: partial dependence. */
import { defineExercise } from 'dlts/dist/learn/author';

const ROWS = [
  [1, 2, 5],
  [3, -1, 0],
  [4, 7, 2],
  [0, 3, -6],
];
const VALUES = [-2, 0, 1.5];
const predict = (x: number[][]): number[] =>
  x.map(([a = 0, b = 0, c = 0]) => a * b + 2 * c - a * a);

/** Predictions with a column set to each value, one list for each value. */
function predictions(rows: number[][], column: number): number[][] {
  return VALUES.map((value) =>
    predict(rows.map((row) => row.map((old, c) => (c === column ? value : old)))),
  );
}
const mean = (values: number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The feature means with one column replaced. */
function atMeans(column: number): number[] {
  const means = [0, 1, 2].map((c) => mean(ROWS.map((row) => row[c] ?? 0)));
  return predictions([means], column).map((one) => one[0] ?? 0);
}

export const exercise = defineExercise({
  title: 'Partial dependence',
  difficulty: 2,
  task: `
Write \`partialDependence(predict, x, column, values)\`: for each of the \`values\`, the mean prediction over all rows of \`x\`
when \`column\` has that value in every row. \`predict\` takes rows and returns one number for each. \`x\` stays as it is.`,
  answer: 'partialDependence',
  placeholder: `
function partialDependence(
  predict: (x: number[][]) => number[],
  x: number[][],
  column: number,
  values: number[],
): number[] {
  return todo(); // your code
}`,
  hints: [
    'One call of `predict` for each value is enough.',
    'Copy each row with `row.map((old, c) => (c === column ? value : old))`.',
    'Then take the mean of the predictions, not the prediction of the mean row.',
  ],
  check(answer, report) {
    const partialDependence = report.function(answer);
    for (const column of [0, 1, 2]) {
      const rows = ROWS.map((row) => [...row]);
      const result = report.numbers(
        partialDependence(predict, rows, column, VALUES),
        'The result',
        {
          length: VALUES.length,
        },
      );
      report.demand(
        JSON.stringify(rows) === JSON.stringify(ROWS),
        '`x` was changed. Make new rows, and leave those you were given as they are.',
      );
      report.close(result, predictions(ROWS, column).map(mean), {
        what: 'The result',
        on: `column ${column}`,
        mistakes: [
          {
            gives: atMeans(column),
            says: 'That is the prediction for the mean row; take the mean of the predictions.',
          },
          {
            gives: predictions(ROWS, column).map((one) =>
              one.reduce((sum, value) => sum + value, 0),
            ),
            says: 'That is the sum; divide by the number of rows.',
          },
        ],
      });
    }
    report.remark('Return the curves instead of their mean, and you have ICE.');
  },
});

export function solution() {
  function partialDependence(
    predict: (x: number[][]) => number[],
    x: number[][],
    column: number,
    values: number[],
  ): number[] {
    return values.map((value) => {
      const rows = x.map((row) => row.map((old, c) => (c === column ? value : old)));
      return predict(rows).reduce((sum, each) => sum + each, 0) / x.length;
    });
  }
  return partialDependence;
}
