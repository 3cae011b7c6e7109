/** Foreseen wrong answers to exercise 06.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'one for each category', answer: [3072, 1_774_464, 3_552_008] },
  { says: 'two layer normalizations are missing', answer: [3080, 1_772_928, 3_552_008] },
  { says: 'The new head is trained', answer: [3080, 1_774_464, 3_548_928] },
];
