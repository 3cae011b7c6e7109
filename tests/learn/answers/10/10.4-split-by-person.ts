/** Foreseen wrong answers to exercise 10.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Split = <T>(rows: T[], personOf: (row: T) => string, held: string[]) => unknown;

const split: Split = (rows, personOf, held) => [
  rows.filter((row) => !held.includes(personOf(row))),
  rows.filter((row) => held.includes(personOf(row))),
];
const exchanged: Split = (rows, personOf, held) => [
  rows.filter((row) => held.includes(personOf(row))),
  rows.filter((row) => !held.includes(personOf(row))),
];
const lastRows: Split = (rows) => [rows.slice(0, 4), rows.slice(4)];
const allInTraining: Split = (rows, personOf, held) => [
  rows,
  rows.filter((row) => held.includes(personOf(row))),
];
const onlyTest: Split = (rows, personOf, held) =>
  rows.filter((row) => held.includes(personOf(row)));

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'list of two lists', answer: onlyTest },
  { says: 'exchanged', answer: exchanged },
  { says: 'every row of the held people', answer: lastRows },
  { says: 'none of the held ones', answer: allInTraining },
  { says: 'must be a `RangeError`', answer: split },
];
