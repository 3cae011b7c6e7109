/** Foreseen wrong answers to exercise 07.1, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: '**low** half of the first byte', answer: [-1.25, -1.75, 1, 4.5] },
  { says: 'The 8 is not subtracted', answer: [3, 0.25, 0.75, 4.5] },
  { says: 'The high half of the first byte is number 16', answer: [1, -1.25, -1.75, 4.5] },
  { says: 'The scale takes room too', answer: [1, -1.75, -1.25, 4] },
  { says: 'stores a minimum', answer: [1, -1.75, -1.25, 5] },
];
