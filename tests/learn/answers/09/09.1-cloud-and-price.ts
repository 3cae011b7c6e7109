/** Foreseen wrong answers to exercise 09.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const log4 = Math.log(4);
export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'factor ½ is missing', answer: [4, 3 - log4, log4 - 0.75] },
  {
    says: 'it is the variance already',
    answer: [2, 0.5 * (16 - 2 * log4 - 1), 0.5 * (1 / 16 + 2 * log4 - 1)],
  },
  { says: 'These are bits', answer: [2.885, 1.164, 0.459] },
  { says: 'logarithm of the variance is missing', answer: [2, 1.5, -0.375] },
  { says: 'must hold 3 numbers', answer: [2] },
];
