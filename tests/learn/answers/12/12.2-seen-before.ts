/** Foreseen wrong answers to exercise 12.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const names = (train: string[], test: string[]) => {
  const different = [...new Set(test)];
  return different.filter((name) => train.includes(name)).length / different.length;
};
const unguarded = (train: string[], test: string[]) =>
  test.filter((name) => train.includes(name)).length / test.length;

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'how many *rows*', answer: names },
  { says: 'not 0 / 0', answer: unguarded },
  { says: 'that are *new*', answer: (train: string[], test: string[]) => 1 - unguarded(train, test) },
  { says: 'must be a function', answer: 0.75 },
]; // prettier-ignore
