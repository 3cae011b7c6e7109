/** Foreseen wrong answers to exercise 08b.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Answer = (p: number, trained: number, here: number) => number;
const wrong = (says: string, answer: Answer): WrongAnswer => ({ says, answer });
const odds = (p: number): number => p / (1 - p);
const back = (o: number): number => o / (1 + o);

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('Those are odds', (p, trained, here) => (odds(p) * odds(here)) / odds(trained)),
  wrong('do not scale like that', (p, trained, here) => (p * here) / trained),
  wrong('exchanged', (p, trained, here) => back((odds(p) * odds(trained)) / odds(here))),
  wrong('does not follow from Bayes', (p) => p),
];
