/**
 * The tensor operations of attention, shared by the layers and by cached decoding.
 *
 * Axes: B batch · T query steps · S key/value steps · H heads · G heads of keys and values · K key size · V value
 * size · D model size.
 */
import { shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { biasedSoftmax, dense } from '../engine/kernels';

/** Added to the scores of positions that must not be attended to, as Keras does. */
const MASKED = -1e9;

/**
 * x·W + b over the last axis, for any leading axes.
 *
 * @param x `[…, I]`
 * @param kernel `[I, O]`
 * @param bias `[O]`, or nothing
 * @returns `[…, O]`; caller disposes.
 */
export function project<T extends tf.Tensor = tf.Tensor>(
  x: T,
  kernel: tf.Tensor2D,
  bias?: tf.Tensor1D,
): T {
  const [inputSize, outputSize] = kernel.shape;
  const rows = x.reshape<tf.Tensor2D>([-1, inputSize]); // [N, I]
  return dense(rows, kernel, bias).reshape<T>([...x.shape.slice(0, -1), outputSize]);
}

/** `[B, T, H · K]` → `[B, H, T, K]` */
export function splitHeads(x: tf.Tensor, numHeads: number): tf.Tensor4D {
  const [batch, time, width] = [itemAt(x.shape, 0), itemAt(x.shape, 1), itemAt(x.shape, 2)];
  const heads = x.reshape<tf.Tensor4D>([batch, time, numHeads, width / numHeads]); // [B, T, H, K]
  return heads.transpose([0, 2, 1, 3]); // [B, H, T, K]
}

/** `[B, H, T, V]` → `[B, T, H · V]` */
export function joinHeads(x: tf.Tensor4D): tf.Tensor3D {
  const [batch, numHeads, time, size] = x.shape;
  return x.transpose([0, 2, 1, 3]).reshape([batch, time, numHeads * size]);
}

/**
 * Additive mask that hides the future: 0 where step t may see step s (s ≤ t + `offset`), −1e9 elsewhere.
 *
 * @param offset how many keys precede the first query, in cached decoding. Default 0.
 * @returns `[1, 1, T, S]`; caller disposes.
 */
export function causalBias(queries: number, keys: number, offset = 0): tf.Tensor4D {
  const values = new Float32Array(queries * keys);
  for (let t = 0; t < queries; t++)
    for (let s = t + offset + 1; s < keys; s++) values[t * keys + s] = MASKED;
  return tf.tensor4d(values, [1, 1, queries, keys]);
}

/**
 * Additive mask from a mask that is true or 1 where attention is allowed.
 *
 * @param mask `[B, S]` per key, `[B, T, S]` per pair, or `[B, H, T, S]`
 * @returns broadcastable to `[B, H, T, S]`; caller disposes.
 * @throws RangeError for any other rank.
 */
export function maskBias(mask: tf.Tensor): tf.Tensor {
  if (mask.rank < 2 || mask.rank > 4)
    throw new RangeError(
      `attention: expected a mask [B, S], [B, T, S] or [B, H, T, S]; got ${shapeText(mask.shape)}; ` +
        'give it 1 where attention is allowed and 0 elsewhere.',
    );
  return tf.tidy(() => {
    const hidden = tf.sub(1, mask.toFloat()).mul(MASKED);
    if (mask.rank === 2) return hidden.expandDims(1).expandDims(1); // [B, 1, 1, S]
    return mask.rank === 3 ? hidden.expandDims(1) : hidden; // [B, 1, T, S] or [B, H, T, S]
  });
}

/** Result of {@link attend}. */
export interface Attended {
  /** `[B, H, T, V]` */
  output: tf.Tensor4D;
  /** `[B, H, T, S]`, rows sum to 1. */
  scores: tf.Tensor4D;
}

/**
 * Scaled dot-product attention of every head. Where there are fewer heads of keys and values, H/G queries share one.
 *
 * @param query `[B, H, T, K]`
 * @param key `[B, G, S, K]`
 * @param value `[B, G, S, V]`
 * @param options `biases` are added to the scores; `drop` changes the weights before they are used
 * @returns see {@link Attended}; caller disposes.
 * @see Vaswani et al. 2017, eq. 1. https://arxiv.org/abs/1706.03762
 * @see Ainslie et al. 2023, figure 2. https://arxiv.org/abs/2305.13245
 */
export function attend(
  query: tf.Tensor4D,
  key: tf.Tensor4D,
  value: tf.Tensor4D,
  options: { biases?: tf.Tensor[]; drop?: (scores: tf.Tensor4D) => tf.Tensor4D } = {},
): Attended {
  const { biases = [], drop = (scores) => scores } = options;
  const [heads, groups] = [query.shape[1], key.shape[1]];
  // The query is scaled, not the scores: TensorFlow fuses a product scaled afterwards into a kernel that is
  // ten times slower on a CPU.
  const scaled = query.mul<tf.Tensor4D>(1 / Math.sqrt(query.shape[3])); // [B, H, T, K]
  const grouped = tf.matMul<tf.Tensor4D>(rowsOfHeads(scaled, groups), key, false, true); // [B, G, H/G·T, S]
  const products = rowsOfHeads(grouped, heads); // [B, H, T, S]
  const scores = softmaxWith(products, biases); // [B, H, T, S]
  const mixed = tf.matMul<tf.Tensor4D>(rowsOfHeads(drop(scores), groups), value); // [B, G, H/G·T, V]
  return { output: rowsOfHeads(mixed, heads), scores }; // [B, H, T, V]
}

/** Softmax of the products and all biases; one that serves all heads and examples is added by the softmax itself. */
function softmaxWith(products: tf.Tensor4D, biases: tf.Tensor[]): tf.Tensor4D {
  const [, , queries, keys] = products.shape;
  const whole = shapeText([1, 1, queries, keys]);
  const shared = biases.find(({ shape }) => shapeText(shape) === whole);
  const others = biases.filter((bias) => bias !== shared);
  const sum = others.reduce<tf.Tensor4D>((scores, bias) => scores.add(bias), products);
  return shared ? biasedSoftmax(sum, shared.reshape([queries, keys])) : tf.softmax(sum);
}

/** `[B, H, T, K]` → `[B, G, H/G·T, K]`, or back: the rows of the heads that share keys are one below the other. */
function rowsOfHeads(x: tf.Tensor4D, heads: number): tf.Tensor4D {
  const [batch, before, rows, size] = x.shape;
  return before === heads ? x : x.reshape([batch, heads, (before * rows) / heads, size]);
}
