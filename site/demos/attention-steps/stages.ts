/** The stages of one pass, and what each says in words. */
import { itemAt } from '../../../src/host/item-at';
import { ALPHABET, type Pass } from './machine';

/** What is drawn from this stage on. */
export const STAGES = ['Tokens', 'Q, K, V', 'Scores', 'Weights', 'Mix', 'Next letter'] as const;

const BELOW = '₀₁₂₃₄₅₆₇₈₉';

/** A token's name: its letter and its place. */
export const nameOf = (word: string, place: number): string => `${word[place]}${BELOW[place]}`;

/** At most three decimals. */
export const short = (value: number): string => String(Number(value.toFixed(3)));

const list = (values: readonly number[]): string => values.map(short).join(', ');

/** One or two sentences for a stage. */
export function sentence(word: string, asking: number, pass: Pass, stage: number): string {
  const token = nameOf(word, asking);
  const hidden = asking + 1 < word.length ? ' Later tokens are hidden: it must not see what it is to predict.' : ''; // prettier-ignore
  const likeliest = pass.probabilities.indexOf(Math.max(...pass.probabilities));
  const texts = [
    `Each token is four numbers: is it an a, a b, an n, and its place. The token ${token} asks.`,
    `It makes a query, (${list(pass.query)}): what it looks for. Each token has a key, by which it is found, and a value, which it hands over: its letter.`,
    `The query meets each key: products, added up, and divided by √4. The scores are ${list(pass.scores)}.${hidden}`,
    `A softmax turns the scores into weights that add up to 1: ${list(pass.weights)}.`,
    `The values are averaged with these weights: ${pass.mix.map((value, k) => `${short(value)} of ${itemAt(ALPHABET, k)}`).join(', ')}.`,
    `Four times the mix, through a softmax, is what the machine expects next: ${itemAt(ALPHABET, likeliest)}, with ${Math.round(100 * itemAt(pass.probabilities, likeliest))} %.`,
  ];
  return itemAt(texts, stage);
}
