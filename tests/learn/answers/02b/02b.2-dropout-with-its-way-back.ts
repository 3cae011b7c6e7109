/** Foreseen wrong answers to exercise 02b.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const by = (forward: (draw: number, rate: number) => number, backward = forward) =>
  function dropout(h: number[], draws: number[], rate: number, fromAbove: number[]) {
    return {
      out: h.map((x, i) => x * forward(draws[i], rate)),
      back: fromAbove.map((g, i) => g * backward(draws[i], rate)),
    };
  };
const right = (draw: number, rate: number) => (draw < rate ? 0 : 1 / (1 - rate));

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'not scaled up', answer: by((draw, rate) => Number(draw >= rate)) },
  { says: 'should be dropped', answer: by((draw, rate) => Number(draw < rate) / (1 - rate)) },
  { says: 'do not multiply', answer: by((draw, rate) => Number(draw >= rate) * (1 - rate)) },
  { says: 'its gradient is 0', answer: by(right, () => 1) },
  { says: 'on the way back', answer: by(right, (draw, rate) => Number(draw >= rate)) },
];
