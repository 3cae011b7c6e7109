/** Foreseen wrong answers to exercise 08b.5, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Answer = (training: number[], test: number[], span: number) => number[];
const wrong = (says: string, answer: Answer): WrongAnswer => ({ says, answer });

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('Nothing is left out', (training) => training),
  wrong('One day too many', (training, test, span) =>
    training.filter((day) => test.every((asked) => Math.abs(day - asked) > span)),
  ),
  wrong('Days after the test day', (training, test, span) =>
    training.filter((day) => test.every((asked) => asked - day >= span || day > asked)),
  ),
  wrong('Another list is expected', () => []),
];
