/** Exercise 12.2: seen before. */
import { defineExercise } from 'dlts/dist/learn/author';

export const exercise = defineExercise({
  title: 'Seen before',
  difficulty: 2,
  task: `
Write \`seenShare(train, test)\`: both are lists of group names, one for each row (the patient, the author, the model of the car). It
returns the share of the *test rows* whose group also occurs in training, from 0 to 1; for an empty test part 0.`,
  answer: 'seenShare',
  placeholder: `
function seenShare(train: string[], test: string[]): number {
  return todo(); // your code
}`,
  hints: [
    'A `Set` of the training names answers "is it there?" in one step.',
    'Count rows, not names: a group with three rows in the test part counts three times.',
    '`test.filter((name) => seen.has(name)).length / test.length`, and 0 divided by 0 is `NaN`.',
  ],
  check(answer, report) {
    const seenShare = report.function(answer);
    const train = ['ann', 'bob', 'bob', 'cid'];
    const test = ['bob', 'bob', 'bob', 'dan'];
    report.close(report.number(seenShare([...train], [...test])), 0.75, {
      on: 'train ann, bob, bob, cid; test bob, bob, bob, dan',
      mistakes: [
        { gives: 0.5, says: 'These are names. The question is how many *rows* are seen: three of four.' },
        { gives: 0.25, says: 'That is the share of rows that are *new*.' },
        { gives: 1 / 3, says: 'That is the share of the training names. Divide by the rows of the test part.' },
      ],
    });
    report.close(report.number(seenShare(['a'], ['b', 'c'])), 0, { on: 'groups that differ' });
    report.close(report.number(seenShare(['a'], ['a'])), 1, { on: 'one group' });
    const empty: unknown = seenShare(['a'], []);
    report.demand(empty === 0, 'An empty test part has seen nothing: return 0, not 0 / 0.');
    report.remark('If this number is not 0, ask whether tomorrow’s rows will be of known groups, too.');
  },
}); // prettier-ignore

export function solution() {
  function seenShare(train: string[], test: string[]): number {
    const seen = new Set(train);
    const known = test.filter((name) => seen.has(name)).length;
    return test.length === 0 ? 0 : known / test.length;
  }
  return seenShare;
}
