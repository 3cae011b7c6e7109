/** Choosing the next token from logits: greedy, temperature, top-k, top-p. Plain arithmetic, no tensors. */
import { itemAt } from '../host/item-at';
import type { Random } from '../engine';

/** How the next token is drawn. */
export interface SamplingOptions {
  /** Divides the logits: below 1 safer, above 1 bolder, 0 always the likeliest token. Default 1. */
  temperature?: number;
  /** Only the `topK` likeliest tokens may be drawn. Default all. */
  topK?: number;
  /** Only the likeliest tokens that together reach this probability may be drawn, 0 < topP ≤ 1. Default 1. */
  topP?: number;
}

/** @throws RangeError for options outside their range. */
export function checkSampling(caller: string, options: SamplingOptions): void {
  const { temperature = 1, topK, topP = 1 } = options;
  if (!(temperature >= 0) || !Number.isFinite(temperature))
    throw new RangeError(
      `${caller}: expected temperature to be 0 or more; got ${String(temperature)}; ` +
        'use 1 for the model as it is, 0 for the likeliest token.',
    );
  if (topK !== undefined && !(Number.isInteger(topK) && topK >= 1))
    throw new RangeError(
      `${caller}: expected topK to be a whole number of at least 1; got ${String(topK)}; ` +
        'leave it out to allow every token.',
    );
  if (!(topP > 0 && topP <= 1))
    throw new RangeError(
      `${caller}: expected topP to be above 0 and at most 1; got ${String(topP)}; ` +
        'leave it out to allow every token.',
    );
}

/** Position of the largest value; the first one among equals. */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (itemAt(values, i) > itemAt(values, best)) best = i;
  return best;
}

/** log softmax of `logits`. */
export function logProbabilities(logits: ArrayLike<number>): Float64Array {
  const highest = itemAt(logits, argMax(logits));
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += Math.exp(itemAt(logits, i) - highest);
  const shift = highest + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - shift);
}

/**
 * Probability of each token after temperature, top-k and top-p, in this order.
 *
 * @param logits one number per token of the vocabulary
 * @returns as many probabilities; they sum to 1, excluded tokens have 0.
 * @throws RangeError for options outside their range.
 * @see Fan et al. 2018 (top-k), https://arxiv.org/abs/1805.04833
 * @see Holtzman et al. 2020 (top-p), https://arxiv.org/abs/1904.09751
 */
export function samplingProbabilities(
  logits: ArrayLike<number>,
  options: SamplingOptions = {},
): Float64Array {
  checkSampling('samplingProbabilities', options);
  const { temperature = 1, topK = logits.length, topP = 1 } = options;
  const probabilities = new Float64Array(logits.length);
  if (temperature === 0) {
    probabilities[argMax(logits)] = 1;
    return probabilities;
  }
  const logs = logProbabilities(Float64Array.from(logits, (logit) => logit / temperature));
  const order = Array.from(logs.keys()).sort((a, b) => itemAt(logs, b) - itemAt(logs, a));
  const candidates = order.slice(0, topK);
  const mass = (tokens: number[]) =>
    tokens.reduce((sum, token) => sum + Math.exp(itemAt(logs, token)), 0);
  const goal = topP * mass(candidates);
  const kept: number[] = [];
  let reached = 0;
  for (const token of candidates) {
    if (kept.length > 0 && topP < 1 && reached >= goal) break;
    kept.push(token);
    reached += Math.exp(itemAt(logs, token));
  }
  for (const token of kept) probabilities[token] = Math.exp(itemAt(logs, token)) / reached;
  return probabilities;
}

/**
 * Draws one token.
 *
 * @param logits one number per token of the vocabulary
 * @param random where the draw comes from
 * @returns the token's number.
 * @throws RangeError for options outside their range.
 */
export function sampleToken(
  logits: ArrayLike<number>,
  options: SamplingOptions,
  random: Random,
): number {
  const probabilities = samplingProbabilities(logits, options);
  if (options.temperature === 0) return argMax(probabilities);
  let rest = random.uniform();
  for (let token = 0; token < probabilities.length; token++) {
    rest -= itemAt(probabilities, token);
    if (rest < 0) return token;
  }
  // Rounding left a sliver above the last probability.
  return argMax(probabilities);
}
