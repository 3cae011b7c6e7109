/** Exercise 10.5: which split? */
import { defineExercise } from 'dlts/dist/learn/author';

const RIGHT = ['person', 'time', 'random', 'site'];

export const exercise = defineExercise({
  title: 'Which split?',
  difficulty: 2,
  task: `
Four products, and four ways to split the data. Which split asks the question of which product?

1. A watch that tells walking from running. It is sold to people who are not in the data.
2. A shop forecasts next week's sales of each article from all weeks so far.
3. A factory sorts screws by photograph: one machine, one camera, one kind of screw, well shuffled on the belt.
4. A program finds fractures on X-ray images, and is to be used in hospitals that gave no data.

- \`'random'\`: draw the test examples at random.
- \`'time'\`: test on what came last.
- \`'person'\`: test on people who are not in training.
- \`'site'\`: test on places that are not in training.`,
  answer: 'splits',
  placeholder: `
const splits: string[] | undefined = undefined; // for the products 1 to 4`,
  hints: [
    'Ask of each product: what is new about the examples that it meets in use?',
    'Two of them meet something that comes in groups: people, or hospitals.',
    'One of them meets nothing new at all.',
  ],
  check(answer, report) {
    report.demand(
      Array.isArray(answer) && answer.length === 4,
      '`splits` must be a list of four names, one for each product.',
    );
    const given = (answer as unknown[]).map(String);
    report.demand(
      given.every((name) => RIGHT.includes(name)) && new Set(given).size === 4,
      'Use each of the four names once.',
    );
    report.demand(
      given[1] === 'time',
      'Product 2 must not know the week after. Only a split by time keeps it away.',
    );
    report.demand(
      given[3] === 'site',
      'In product 4 whole hospitals are new: other machines, other staff, other patients.',
    );
    report.demand(
      given[0] === 'person',
      'In product 1 the buyer is new; in product 3 nothing is, so chance is fair there.',
    );
    report.remark('Where two things are new at once, hold out both.');
  },
});

export function solution() {
  const splits: string[] | undefined = ['person', 'time', 'random', 'site'];
  return splits;
}
