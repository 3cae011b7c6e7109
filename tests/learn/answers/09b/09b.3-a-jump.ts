/** Foreseen wrong answers to exercise 09b.3, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const clean = (x: number, e: number, bar: number): number =>
  (x - Math.sqrt(1 - bar) * e) / Math.sqrt(bar);
type Mix = (clean: number, e: number, bar: number, next: number) => number;
const jumpBy =
  (mix: Mix) =>
  (x: number[], guess: number[], bar: number, next: number): number[] =>
    x.map((value, i) => mix(clean(value, guess[i] ?? 0, bar), guess[i] ?? 0, bar, next));

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'square roots', answer: jumpBy((c, e, _, next) => next * c + (1 - next) * e) },
  {
    says: 'not of the old one',
    answer: jumpBy((c, e, bar, next) => Math.sqrt(next) * c + Math.sqrt(1 - bar) * e),
  },
  { says: 'shrunk as well', answer: jumpBy((c, e, _, next) => c + Math.sqrt(1 - next) * e) },
];
