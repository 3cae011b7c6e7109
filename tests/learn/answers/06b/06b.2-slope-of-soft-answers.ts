/** Foreseen wrong answers to exercise 06b.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

function softmax(logits: readonly number[], temperature: number): number[] {
  const powers = logits.map((z) => Math.exp(z / temperature));
  const sum = powers.reduce((total, each) => total + each, 0);
  return powers.map((each) => each / sum);
}

export const wrongAnswers: readonly WrongAnswer[] = [
  {
    says: 'one more factor',
    answer: (z: number[], t: number[], tau: number) =>
      softmax(z, tau).map((q, k) => q - (softmax(t, tau)[k] ?? 0)),
  },
  {
    says: 'sign is reversed',
    answer: (z: number[], t: number[], tau: number) =>
      softmax(z, tau).map((q, k) => ((softmax(t, tau)[k] ?? 0) - q) / tau),
  },
];
