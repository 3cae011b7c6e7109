/** Exercise 09.5: which number sounds the alarm? */
import { defineExercise } from 'dlts/dist/learn/author';

const RIGHT = ['nearest', 'spread', 'right', 'kid'];

export const exercise = defineExercise({
  title: 'Which number was fooled?',
  difficulty: 2,
  task: `
Four generators of digits, each with one fault:

1. It hands out training images with a little noise, of the class that you asked for.
2. It draws one perfect digit for each class, and always that one.
3. It draws digits that can't be told from the data, and ignores the class that you asked for.
4. It draws varied digits of the right class, all of them twice as bold as anybody writes.

- \`'right'\`: share of the right class. \`'spread'\`: variance within classes. \`'kid'\`: kernel distance to test images.
- \`'nearest'\`: distance to training images beside distance to unseen ones.

Which number sounds the alarm most directly? Use each once, in the order of the generators.`,
  answer: 'alarms',
  placeholder: `
const alarms: string[] | undefined = undefined; // for the models 1 to 4`,
  hints: [
    'Ask of each number: what would it be for this generator, and what is it for real images?',
    'KID knows nothing of wishes. And a set of training images is distributed like the data.',
    'Generator 4 is right, varied and no copy. What is left?',
  ],
  check(answer, report) {
    report.demand(
      Array.isArray(answer) && answer.length === 4,
      '`alarms` must be a list of four names, one for each generator.',
    );
    const given = (answer as unknown[]).map(String);
    report.demand(
      given.every((name) => RIGHT.includes(name)) && new Set(given).size === 4,
      'Use each of the four names once.',
    );
    report.demand(
      given[0] === 'nearest',
      'Generator 1 is right, varied, and distributed like the data. Only the comparison with unseen images sees that it copies.',
    );
    report.demand(
      given[2] === 'right',
      'Generator 3 fits the data as a whole. Only the wish was not granted.',
    );
    report.demand(
      given[1] === 'spread',
      'Generator 2 has no variety at all, and the number for that is the spread.',
    );
    report.remark(
      'Each fault passes three of the four numbers, or at least can. That is why there are four.',
    );
  },
});

export function solution() {
  const alarms: string[] | undefined = ['nearest', 'spread', 'right', 'kid'];
  return alarms;
}
