/** Choosing the next token from logits: greedy, temperature, top-k, top-p. Plain arithmetic, no tensors. */
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
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

/** The keys of {@link SamplingOptions}. */
export const SAMPLING = { temperature: true, topK: true, topP: true } satisfies Record<
  keyof SamplingOptions,
  true
>;

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

/**
 * Refuses logits that no probabilities can be made of. −Infinity is allowed: it excludes a token.
 *
 * @throws RangeError if there are none, if one is NaN or Infinity, or if all are −Infinity.
 */
export function checkLogits(caller: string, logits: ArrayLike<number>): void {
  let finite = false;
  for (let token = 0; token < logits.length; token++) {
    const logit = itemAt(logits, token);
    if (Number.isNaN(logit) || logit === Infinity)
      throw new RangeError(
        `${caller}: expected finite logits as the model's output; got ${logit} for token ${token}; ` +
          'look at model.predict(): if training has diverged, train again with a lower learningRate or clipNorm.',
      );
    finite ||= logit > -Infinity;
  }
  if (finite) return;
  throw new RangeError(
    `${caller}: expected at least one finite logit as the model's output; ` +
      `got ${logits.length === 0 ? 'none' : '−Infinity for every token'}; pass one number per token.`,
  );
}

/**
 * Position of the largest value; the first one among equals.
 *
 * @param values at least one number
 * @returns the position, from 0.
 * @throws RangeError if there is no value, or one is NaN.
 * @example
 * argMax([1, 3, 3, 2]); // 1
 */
export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]))
      throw new RangeError(
        `argMax: expected numbers to compare; got NaN at position ${i}; look where they come from: ` +
          'a model whose training has diverged puts out NaN.',
      );
    if (itemAt(values, i) > itemAt(values, best)) best = i;
  }
  if (values.length > 0) return best;
  throw new RangeError('argMax: expected at least one value; got none; pass a list of numbers.');
}

/**
 * log softmax of `logits`.
 *
 * @throws RangeError for logits that no probabilities can be made of; see {@link checkLogits}.
 */
export function logProbabilities(logits: ArrayLike<number>): Float64Array {
  checkLogits('logProbabilities', logits);
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
 * @param options see {@link SamplingOptions}
 * @returns as many probabilities; they sum to 1, excluded tokens have 0.
 * @throws RangeError for options outside their range or that do not exist, and for logits that are not finite
 *   (−Infinity is allowed: it excludes a token).
 * @see Fan et al. 2018 (top-k), https://arxiv.org/abs/1805.04833
 * @see Holtzman et al. 2020 (top-p), https://arxiv.org/abs/1904.09751
 * @example
 * samplingProbabilities([0, 0, -Infinity]); // Float64Array(3) [ 0.5, 0.5, 0 ]
 * samplingProbabilities([1, 3, 2], { topK: 1 }); // Float64Array(3) [ 0, 1, 0 ]
 */
export function samplingProbabilities(
  logits: ArrayLike<number>,
  options: SamplingOptions = {},
): Float64Array {
  checkOptions('samplingProbabilities', options, SAMPLING);
  return probabilitiesOf('samplingProbabilities', logits, options);
}

/** {@link samplingProbabilities}, with the name that messages begin with. */
export function probabilitiesOf(
  caller: string,
  logits: ArrayLike<number>,
  options: SamplingOptions,
): Float64Array {
  checkSampling(caller, options);
  checkLogits(caller, logits);
  const { temperature = 1, topK = logits.length, topP = 1 } = options;
  const probabilities = new Float64Array(logits.length);
  if (temperature === 0) {
    probabilities[argMax(logits)] = 1;
    return probabilities;
  }
  const highest = itemAt(logits, argMax(logits));
  // The highest becomes 0 before the division, which could overflow.
  const scaled = Float64Array.from(logits, (logit) => (logit - highest) / temperature);
  const logs = logProbabilities(scaled);
  const order = Array.from(logs.keys()).sort((a, b) => itemAt(logs, b) - itemAt(logs, a));
  const { kept, reached } = likeliest(logs, order.slice(0, topK), topP);
  for (const token of kept) probabilities[token] = Math.exp(itemAt(logs, token)) / reached;
  return probabilities;
}

/** The first of `candidates` that together reach the share `topP` of their probability. */
function likeliest(
  logs: Float64Array,
  candidates: number[],
  topP: number,
): { kept: number[]; reached: number } {
  const probability = (token: number) => Math.exp(itemAt(logs, token));
  const goal = topP * candidates.reduce((sum, token) => sum + probability(token), 0);
  const kept: number[] = [];
  let reached = 0;
  for (const token of candidates) {
    if (kept.length > 0 && topP < 1 && reached >= goal) break;
    kept.push(token);
    reached += probability(token);
  }
  return { kept, reached };
}

/**
 * Draws one token.
 *
 * @param logits one number per token of the vocabulary
 * @param options see {@link SamplingOptions}
 * @param random where the draw comes from
 * @returns the token's number.
 * @throws RangeError for options outside their range or that do not exist, and for logits that are not finite
 *   (−Infinity is allowed: it excludes a token).
 * @example
 * sampleToken([1, 3, 2], { temperature: 0 }, createRandom(1)); // 1
 */
export function sampleToken(
  logits: ArrayLike<number>,
  options: SamplingOptions,
  random: Random,
): number {
  checkOptions('sampleToken', options, SAMPLING);
  return drawToken('sampleToken', logits, options, random);
}

/** {@link sampleToken}, with the name that messages begin with. */
export function drawToken(
  caller: string,
  logits: ArrayLike<number>,
  options: SamplingOptions,
  random: Random,
): number {
  const probabilities = probabilitiesOf(caller, logits, options);
  if (options.temperature === 0) return argMax(probabilities);
  let rest = random.uniform();
  for (let token = 0; token < probabilities.length; token++) {
    rest -= itemAt(probabilities, token);
    if (rest < 0) return token;
  }
  // Rounding left a sliver above the last probability.
  return argMax(probabilities);
}
