/**
 * The arithmetic of one training epoch, by formula, and the time that it takes at the speed of one large product.
 *
 * Counted are matrix products and convolutions, a multiplication and an addition as two operations (FLOP). A layer
 * computes three products of one size: forward, the gradient of its weights, the gradient of its input; the first layer on
 * data needs no gradient of its input and has two. Attention counts the pairs that a causal mask allows. Left out, as
 * small beside these: biases, activations, normalization, softmax, look-ups in embeddings, pooling, Adam.
 */

/** @typedef {{ name: string, examples: number, width?: number }} Case */

/** Products of a layer in training: forward, weights' gradient, input's gradient. */
const TRAINING = 3;
/** Those of the first layer, whose input is data. */
const FIRST = 2;

/** FLOP of a product of one row with a matrix. @param {number} inputs @param {number} outputs */
const product = (inputs, outputs) => 2 * inputs * outputs;

/** FLOP of training on one example. @type {Record<string, (settings: Case) => number>} */
const EXAMPLE = {
  mlp: ({ width = 64 }) =>
    FIRST * product(784, width) + TRAINING * (product(width, width) + product(width, 10)),
  cnn() {
    const [first, second] = [26 * 26 * product(9, 32), 11 * 11 * product(9 * 32, 64)];
    return FIRST * first + TRAINING * (second + product(1600, 128) + product(128, 10));
  },
  lstm: () => recurrent(4),
  gru: () => recurrent(3),
  gpt() {
    const [layers, context, width, vocabulary] = [4, 64, 128, 65];
    const block = product(width, 12 * width); // queries, keys, values, mixing, feed-forward up and down
    const attended = (context + 1) / 2; // keys that a query sees, on average
    const attention = 2 * product(attended, width); // scores, and their products with the values
    return TRAINING * context * (layers * (block + attention) + product(width, vocabulary));
  },
};

/** 100 steps of 64 units on embeddings of 64 numbers. @param {number} gates */
function recurrent(gates) {
  return TRAINING * (100 * product(64 + 64, gates * 64) + product(64, 10));
}

/**
 * @param {Case} settings a case of cases.json with its name
 * @returns {number} GFLOP of one epoch
 * @throws {RangeError} for a case without a formula
 */
export function workOf(settings) {
  const example = EXAMPLE[settings.name];
  if (!example)
    throw new RangeError(
      `workOf: expected one of ${Object.keys(EXAMPLE).join(', ')}; got ${settings.name}; add its formula to bench/work.mjs.`,
    );
  return (settings.examples * example(settings)) / 1e9;
}

/**
 * @param {Case} settings see {@link workOf}
 * @param {number} speed of a large product, GFLOP a second
 * @returns {number} least milliseconds of an epoch at that speed
 */
export const limitOf = (settings, speed) => (1000 * workOf(settings)) / speed;
