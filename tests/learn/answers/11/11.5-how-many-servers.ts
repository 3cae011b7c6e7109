/** Foreseen wrong answers to exercise 11.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const MOST = 400 - Math.log(100) / 0.02;

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'but not for the promise', answer: [400, 3, 15] },
  { says: 'That is p90', answer: [400 - Math.log(10) / 0.02, 4, 1000 / 150] },
  { says: 'round up', answer: [MOST, 1000 / MOST, 1000 / (400 - 1000 / 6)] },
  { says: 'each gets less', answer: [MOST, 6, 1000 / (400 - MOST)] },
];
