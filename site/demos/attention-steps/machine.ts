/** The worked example of chapter 05, for any word of its letters: every number of one attention head. */
import { itemAt } from '../../../src/host/item-at';
import { softmax } from '../dense';

/** Letters that the machine knows, in the order of its vectors. */
export const ALPHABET = ['a', 'b', 'n'] as const;

/** What a letter asks for: rows for a, b and n; the columns are those of a token. Its own place doesn't matter. */
const W_QUERY = [
  [0, 4, 4, 2],
  [4, 0, 0, 2],
  [4, 0, 0, 2],
];

/** All that one forward pass computes for the token that asks. */
export interface Pass {
  /** `[T, 4]`: is it an a, a b, an n; its place. Keys are the same. */
  tokens: number[][];
  query: number[];
  /** `[T, 3]`: the letter without its place. */
  values: number[][];
  /** Products of the query with the keys, divided by √4; only of tokens that may be looked at. */
  scores: number[];
  weights: number[];
  mix: number[];
  /** Of the next letter. */
  probabilities: number[];
}

/**
 * @param word letters a, b and n
 * @param asking position of the token that asks; it sees itself and what is before it
 */
export function attend(word: string, asking: number): Pass {
  const letters = [...word].map((letter) => ALPHABET.map((each) => Number(each === letter)));
  const tokens = letters.map((letter, place) => [...letter, place]);
  const query = itemAt(W_QUERY, itemAt(letters, asking).indexOf(1));
  const scores = tokens.slice(0, asking + 1).map((key) => dot(query, key) / Math.sqrt(key.length));
  const weights = [...softmax(Float32Array.from(scores))];
  const mix = ALPHABET.map((_, k) => dot(weights, letters.slice(0, asking + 1).map((value) => itemAt(value, k)))); // prettier-ignore
  const probabilities = [...softmax(Float32Array.from(mix, (value) => 4 * value))];
  return { tokens, query, values: letters, scores, weights, mix, probabilities };
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * itemAt(b, i), 0);
