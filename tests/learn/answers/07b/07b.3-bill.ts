/** Foreseen wrong answers to exercise 07b.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'kilowatt hours', answer: [73_728, 40.57, 21.04] },
  { says: 'six operations', answer: [73.728, 6.762, 21.04] },
  { says: 'Give percent', answer: [73.728, 0.4057, 21.04] },
  { says: 'Those are days', answer: [73.728, 40.57, 7_680] },
];
