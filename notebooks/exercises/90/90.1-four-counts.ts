/** Exercise 90.1: recall, specificity, precision and accuracy from four counts. */
import { defineExercise } from 'dlts/dist/learn/author';

const [HITS, MISSES, ALARMS, PASSED] = [30, 20, 10, 940];

export const exercise = defineExercise({
  title: 'Four counts, four ratios',
  difficulty: 1,
  task: `
Of 1,000 parts that leave a machine, 50 are broken. A camera flags 40 parts, 30 of them broken. Give recall, specificity,
precision and accuracy, as shares from 0 to 1, by pen and paper.`,
  answer: 'ratios',
  placeholder: `
const ratios: number[] | undefined = undefined; // [recall, specificity, precision, accuracy]`,
  hints: [
    'Make the four counts first: hits, misses, false alarms, and those passed rightly. They add up to 1,000.',
    'Hits 30, misses 50 − 30, alarms 40 − 30. Recall asks only the broken parts, specificity only the good ones.',
  ],
  check(answer, report) {
    const [recall, specificity, precision, accuracy] = report.numbers(answer, undefined, {
      length: 4,
    });
    const near = (value: number | undefined, wanted: number): boolean =>
      Math.abs((value ?? NaN) - wanted) < 5e-4;
    report.demand(
      !near(recall, (HITS + PASSED) / 1000),
      'That is the share of all parts judged rightly: accuracy. Recall asks only the broken ones.',
    );
    report.demand(
      !near(recall, PASSED / (ALARMS + PASSED)),
      'That is the share of the good parts that pass: specificity. Recall asks the broken ones.',
    );
    report.demand(near(recall, HITS / (HITS + MISSES)), 'Recall: found, of the 50 broken parts.');
    report.demand(
      near(specificity, PASSED / (ALARMS + PASSED)),
      'Specificity: passed, of the 950 good parts.',
    );
    report.demand(near(precision, HITS / (HITS + ALARMS)), 'Precision: broken, of the 40 flagged.');
    report.demand(
      near(accuracy, (HITS + PASSED) / 1000),
      'Accuracy: judged rightly, of all 1,000.',
    );
    report.remark('An accuracy of 0.97, and two of five broken parts are shipped.');
  },
});

export function solution() {
  const ratios: number[] | undefined = [30 / 50, 940 / 950, 30 / 40, 970 / 1000];
  return ratios;
}
