/** Foreseen wrong answers to exercise 09.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'Squared, it is', answer: [14, 14] },
  { says: 'You divided by $n^2$', answer: [14 / 9, 14 / 9] },
  { says: 'Nothing is estimated', answer: [7, 7] },
  { says: 'The first is right', answer: [14 / 3, 1] },
];
