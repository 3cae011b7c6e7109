/** Foreseen wrong answers to exercise 10.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'list of four names', answer: ['time'] },
  { says: 'each of the four names once', answer: ['time', 'time', 'random', 'site'] },
  { says: 'must not know the week after', answer: ['time', 'person', 'random', 'site'] },
  { says: 'whole hospitals are new', answer: ['site', 'time', 'random', 'person'] },
  { says: 'the buyer is new', answer: ['random', 'time', 'person', 'site'] },
];
