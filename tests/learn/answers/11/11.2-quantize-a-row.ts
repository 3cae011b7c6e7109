/** Foreseen wrong answers to exercise 11.2, each with a part of what the check must say. */
import type { WrongAnswer } from '../../wrong-answer';

const stepOf = (w: number[], bits: number) => (2 * Math.max(...w.map(Math.abs))) / 2 ** bits;
const codes = (w: number[], bits: number) => w.map((value) => Math.floor(value / stepOf(w, bits)));
const nearest = (w: number[], bits: number) =>
  w.map((value) => Math.round(value / stepOf(w, bits)) * stepOf(w, bits));
const unlimited = (w: number[], bits: number) =>
  codes(w, bits).map((code) => (code + 0.5) * stepOf(w, bits));

export const wrongAnswers: readonly WrongAnswer[] = [
  { says: 'These are the codes', answer: codes },
  { says: 'one level more', answer: nearest },
  { says: 'no step above it', answer: unlimited },
  { says: 'must come back as', answer: (w: number[]) => w },
  { says: 'list of numbers', answer: () => 0 },
];
