/** Exercise 12.3: day or month? */
import { defineExercise } from 'dlts/dist/learn/author';

const CASES: [string[], string, string][] = [
  [['4/3/1971', '25/3/1971'], 'day first', 'has a 25 that can only be a day'],
  [['4/3/1971', '3/25/1971'], 'month first', 'has a 25 in second place'],
  [['4/3/1971', '12/12/1971'], 'unclear', 'has no number above 12'],
  [['25/3/1971', '3/25/1971'], 'contradiction', 'has a 25 in both places'],
  [[], 'unclear', 'is empty'],
  [['13/1/1971'], 'day first', 'has a 13, and there is no 13th month'],
  [['1/2/1971', '2/1/1971', '31/1/1971'], 'day first', 'has its only large number at the end'],
];

export const exercise = defineExercise({
  title: 'Day or month?',
  difficulty: 2,
  task: `
Write \`whichFirst(dates)\` for dates such as \`4/3/1971\`: two numbers from 1 to 31, then the year. It looks at the whole column and
returns \`'day first'\`, \`'month first'\`, \`'unclear'\` if the column allows both, or \`'contradiction'\` if it allows neither. (You
needn't check how many days a month has.)`,
  answer: 'whichFirst',
  placeholder: `
function whichFirst(dates: string[]): string {
  return todo(); // your code
}`,
  hints: [
    '`date.split("/").map(Number)` gives the three numbers.',
    'A first number above 12 rules out "month first"; a second one above 12 rules out "day first".',
    'Two booleans with `some`, one for each place, and four cases.',
  ],
  check(answer, report) {
    const whichFirst = report.function(answer);
    for (const [dates, wanted, why] of CASES) {
      const given: unknown = whichFirst([...dates]);
      report.demand(
        given === wanted,
        `The column [${dates.join(', ')}] ${why}: that's '${wanted}', and you say '${String(given)}'.`,
      );
    }
    report.remark('The longer the column, the less likely it is unclear: see section 8.');
  },
});

export function solution() {
  function whichFirst(dates: string[]): string {
    const parts = dates.map((date) => date.split('/').map(Number));
    const dayFirst = parts.some(([first]) => first > 12);
    const monthFirst = parts.some(([, second]) => second > 12);
    if (dayFirst && monthFirst) return 'contradiction';
    if (!dayFirst && !monthFirst) return 'unclear';
    return dayFirst ? 'day first' : 'month first';
  }
  return whichFirst;
}
