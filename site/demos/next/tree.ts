/** Stored probabilities of next tokens, and what temperature, top-k and top-p make of them. Plain arithmetic. */
import { itemAt } from '../../../src/host/item-at';

/** One place in a text: what the model gives to the token that comes there. */
export interface StoredNode {
  /** The likeliest tokens, likeliest first, as positions in {@link StoredTrees.texts}. */
  tokens: number[];
  /** Log probabilities in units of 1 / `unit`: each is the one before, from 0, minus its step. */
  steps: number[];
  /** Share of all tokens that are not stored, at temperatures 0.1, 0.2, … 2. */
  outside: number[];
  /** Where it goes on after a token, as positions in {@link StoredTree.nodes}. */
  after: Record<number, number>;
}

/** A beginning and its likeliest continuations. */
export interface StoredTree {
  label: string;
  /** Whether the model has read the beginning as a message that it answers. */
  chat: boolean;
  nodes: StoredNode[];
}

/** The file that `scripts/site/store-next-tokens.mjs` makes. */
export interface StoredTrees {
  vocabularySize: number;
  kept: number;
  unit: number;
  /** Number of each token in the model's vocabulary. */
  ids: number[];
  texts: string[];
  /** Position of the token that ends a text. */
  stop: number;
  trees: StoredTree[];
}

/** How the next token is drawn. */
export interface Sampling {
  /** In tenths, 1 to 20. */
  tenths: number;
  /** Infinity for all. */
  topK: number;
  topP: number;
}

/** Probabilities after temperature, top-k and top-p, in this order. */
export interface Distribution {
  /** Of the stored tokens, likeliest first; 0 for those that are excluded. */
  probabilities: number[];
  /** Of all tokens that are not stored, together. */
  outside: number;
}

/** Log probabilities of the stored tokens at temperature 1. */
export function logProbabilities({ steps }: StoredNode, unit: number): number[] {
  let sum = 0;
  return steps.map((step) => -(sum += step) / unit);
}

/**
 * The distribution that is drawn from. Exact but for the rounding of the stored numbers, with one exception: where top-p
 * reaches beyond the stored tokens, the last token it takes is unknown, and the sum is what top-p asks for.
 */
export function distribution(
  node: StoredNode,
  unit: number,
  { tenths, topK, topP }: Sampling,
): Distribution {
  const logs = logProbabilities(node, unit);
  const rest = itemAt(node.outside, tenths - 1);
  const weights = logs.map((log) => Math.exp((10 * (log - itemAt(logs, 0))) / tenths));
  const sum = weights.reduce((a, b) => a + b, 0);
  const allowed = weights.map((weight, rank) => (rank < topK ? ((1 - rest) * weight) / sum : 0));
  const stored = allowed.reduce((a, b) => a + b, 0);
  const beyond = topK > logs.length ? rest : 0;
  const goal = topP * (stored + beyond);
  let reached = 0;
  const kept = allowed.map((share, rank) => {
    if (rank > 0 && topP < 1 && reached >= goal) return 0;
    reached += share;
    return share;
  });
  const outside = Math.max(0, Math.min(beyond, goal - reached));
  const total = reached + outside;
  return { probabilities: kept.map((share) => share / total), outside: outside / total };
}

/** Draws a rank. @param uniform from 0 to 1, 1 excluded @returns −1 for a token that is not stored */
export function drawRank({ probabilities }: Distribution, uniform: number): number {
  let rest = uniform;
  for (const [rank, probability] of probabilities.entries()) {
    rest -= probability;
    if (rest < 0) return rank;
  }
  return -1;
}

/** A token's text with its spaces and line ends visible. */
export const visible = (text: string): string =>
  text.replaceAll(' ', '␣').replaceAll('\n', '↵').replaceAll('\t', '⇥');
