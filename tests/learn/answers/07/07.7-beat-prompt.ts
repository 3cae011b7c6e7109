/** Foreseen wrong answers to exercise 07.7, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'in percent', answer: { prompt: 0.6, probe: 0.4 } },
  { says: 'not above guessing', answer: { prompt: 60, probe: 11 } },
  { says: 'too good', answer: { prompt: 99, probe: 40 } },
  { says: 'Neither gets half', answer: { prompt: 40, probe: 35 } },
];
