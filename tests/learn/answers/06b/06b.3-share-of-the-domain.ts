/** Foreseen wrong answers to exercise 06b.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'being harder',
    answer: (home: number, away: number, insider: number) => (home - insider) / (home - away),
  },
  {
    says: 'Those are points',
    answer: (_home: number, away: number, insider: number) => insider - away,
  },
  {
    says: 'never asks how hard B is',
    answer: (home: number, away: number) => (home - away) / home,
  },
];
