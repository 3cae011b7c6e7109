/** Foreseen wrong answers to exercise 11b.4, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

type Answer = (computing: number, latency: number) => number;
const wrong = (says: string, answer: Answer): WrongAnswer => ({ says, answer });

export const wrongAnswers: readonly WrongAnswer[] = [
  wrong('Take the root', (computing, latency) => computing / (2 * latency)),
  wrong('the 2 is missing', (computing, latency) => Math.sqrt(computing / latency)),
  wrong('smaller elsewhere', () => 8),
];
