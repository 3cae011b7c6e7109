/** Foreseen wrong answers to exercise 09.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'must be a list of four names', answer: ['kid'] },
  { says: 'Use each of the four names once', answer: ['kid', 'kid', 'right', 'spread'] },
  { says: 'Only the comparison with unseen images', answer: ['kid', 'spread', 'right', 'nearest'] },
  { says: 'Only the wish was not granted', answer: ['nearest', 'right', 'spread', 'kid'] },
  { says: 'has no variety at all', answer: ['nearest', 'kid', 'right', 'spread'] },
];
