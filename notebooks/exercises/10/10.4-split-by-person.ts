/** Exercise 10.4: split by person. */
import { defineExercise } from 'dlts/dist/learn/author';

interface Row {
  who: string;
  n: number;
}
const PEOPLE = ['ann', 'bob', 'ann', 'cid', 'bob', 'dee', 'ann'];
const rows = (): Row[] => PEOPLE.map((who, n) => ({ who, n }));
const numbers = (list: unknown): number[] =>
  Array.isArray(list) ? list.map((row: Row) => row.n) : [];

export const exercise = defineExercise({
  title: 'Split by person',
  difficulty: 2,
  task: `
Write \`splitByPerson(rows, personOf, held)\`. It returns two lists in the order of \`rows\`: the training rows, and the test
rows, which are those of the people named in \`held\`. If somebody in \`held\` has no row, throw a \`RangeError\`: a typing error
must not lead to an empty test set.`,
  answer: 'splitByPerson',
  placeholder: `
function splitByPerson<T>(rows: T[], personOf: (row: T) => string, held: string[]): [T[], T[]] {
  return todo(); // your code
}`,
  hints: [
    'A `Set` of the held people makes looking up easy.',
    'Two calls of `filter`, one with `!`.',
    'Before that: `held.find((name) => !rows.some((row) => personOf(row) === name))`.',
  ],
  check(answer, report) {
    const splitByPerson = report.function(answer);
    const result: unknown = splitByPerson(rows(), (row: Row) => row.who, ['bob', 'dee']);
    report.demand(
      Array.isArray(result) && result.length === 2,
      'Return a list of two lists: training and test.',
    );
    const [training, test] = (result as unknown[]).map(numbers);
    const [trainWanted, testWanted] = ['0,2,3,6', '1,4,5'];
    report.demand(
      String(training) !== testWanted,
      'The two parts are exchanged: training comes first.',
    );
    report.demand(
      String(test) === testWanted,
      'The test part must hold every row of the held people, in order, and no other.',
    );
    report.demand(
      String(training) === trainWanted,
      'The training part must hold all rows of the other people, and none of the held ones.',
    );
    let thrown: unknown;
    try {
      // Called directly: the guarded function would turn the error into an answer that is wrong.
      (answer as typeof splitByPerson)(rows(), (row: Row) => row.who, ['bob', 'Dee']);
    } catch (error) {
      thrown = error;
    }
    report.demand(
      // An error of a cell is of another realm, where `instanceof` does not recognize it.
      (thrown as Error | undefined)?.name === 'RangeError',
      'Nobody is called "Dee" (with a capital). That must be a `RangeError`.',
    );
    report.remark('Use it for patients, clinics, sites and devices as well.');
  },
});

export function solution() {
  function splitByPerson<T>(rows: T[], personOf: (row: T) => string, held: string[]): [T[], T[]] {
    const missing = held.find((name) => !rows.some((row) => personOf(row) === name));
    if (missing !== undefined) throw new RangeError(`splitByPerson: nobody is called ${missing}.`);
    const isHeld = (row: T) => held.includes(personOf(row));
    return [rows.filter((row) => !isHeld(row)), rows.filter(isHeld)];
  }
  return splitByPerson;
}
