/** Foreseen wrong answers to exercise 05b.1, each with a part of what the check must say. */

import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'compete', answer: ['abc', 'bcc', 'ccc'] },
  { says: 'That is greedy again', answer: ['abc', 'abc', 'ccc'] },
  { says: 'dropped after the first step', answer: ['abc', 'ccc', 'ccc'] },
  { says: 'dropped some beginnings', answer: ['abc', 'acc', 'acc'] },
  { says: 'row of that letter', answer: ['aaa', 'acc', 'ccc'] },
  { says: 'largest number of the first row', answer: ['ccc', 'acc', 'abc'] },
  { says: 'only the next step', answer: ['acc', 'acc', 'ccc'] },
  { says: 'three texts', answer: ['abc', 'acc'] },
];
