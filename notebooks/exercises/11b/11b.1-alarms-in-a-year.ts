/** Exercise 11b.1: false alarms of one test, of six, and of two days in a row. */
import { defineExercise } from 'dlts/dist/learn/author';

const ANY = 365 * (1 - 0.99 ** 6);
const RIGHT = [3.65, ANY, 365 * (1 - 0.99 ** 6) ** 2] as const;

export const exercise = defineExercise({
  title: 'Alarms in a year',
  difficulty: 1,
  task: `
A test looks at each day's inputs and raises a false alarm on 1 % of normal days. How many false alarms a year (365 days) has
it? How many days a year have at least one alarm if six such tests run, independent of each other? And how many are left if an
alarm counts only when at least one of the six has rung today *and* at least one had rung the day before?`,
  answer: 'alarms',
  placeholder: `
const alarms: number[] | undefined = undefined; // [one test, at least one of six, two days in a row]`,
  hints: [
    'No alarm from six independent tests: all six are silent, $0.99^6$.',
    'The share of days with at least one alarm is $1 - 0.99^6 = 0.0585$.',
    'Two days in a row, independent: square that share, and multiply by 365.',
  ],
  check(answer, report) {
    const [one = NaN, any = NaN, row = NaN] = report.numbers(answer, undefined, { length: 3 });
    const near = (value: number, right: number): boolean => Math.abs(value - right) < 0.02 * right;
    report.demand(near(one, RIGHT[0]), 'One test: 1 % of 365 days.');
    report.demand(
      Math.abs(any - 6 * RIGHT[0]) > 0.05,
      'Six times as many would count a day twice when two tests ring on it. Ask for the days on which all are silent.',
    );
    report.demand(near(any, RIGHT[1]), 'At least one of six: the days that are not silent.');
    report.demand(
      !near(row, 365 * 0.01 ** 2),
      'That is for one test. Here the share of days with at least one alarm is squared.',
    );
    report.demand(near(row, RIGHT[2]), 'Two days in a row: square the share, then times 365.');
    report.remark('Six tests made it nearly six times worse; one day of patience, seventeen times better.');
  },
}); // prettier-ignore

export function solution() {
  const share = 1 - 0.99 ** 6;
  const alarms: number[] | undefined = [365 * 0.01, 365 * share, 365 * share ** 2];
  return alarms;
}
