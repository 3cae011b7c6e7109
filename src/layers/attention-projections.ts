/**
 * The four linear maps of multi-head attention, on weights in Keras's layout.
 *
 * Axes: B batch · T query steps · S key/value steps · H heads · K key size · V value size · D model size.
 */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { joinHeads, project, splitHeads } from './attention-operations';
import { maybeValueOf, valueOf } from './registry';

/** Keys `[B, H, S, K]` and values `[B, H, S, V]` of steps already seen, in cached decoding. */
export type KeyValueCache = { key: tf.Tensor4D; value: tf.Tensor4D };

/** Queries `[B, H, T, K]`, and keys and values of the same steps. */
export interface SelfProjection extends KeyValueCache {
  query: tf.Tensor4D;
}

/** A kernel `[D, H, K]` (or `[H, V, D]` for the output) and its bias. */
export interface Projection {
  kernel: tf.LayerVariable;
  bias: tf.LayerVariable | undefined;
}

type InputName = 'query' | 'key' | 'value';

/** Projections of one attention layer. */
export class AttentionProjections {
  constructor(
    private readonly numHeads: number,
    private readonly weights: Readonly<Record<InputName | 'output', Projection>>,
  ) {}

  /** Queries, keys or values of every head: `[B, T, D]` → `[B, H, T, K]`. Caller disposes. */
  heads(name: InputName, x: tf.Tensor): tf.Tensor4D {
    const { kernel, bias } = this.flat(name);
    return splitHeads(project(x, kernel, bias), this.numHeads);
  }

  /**
   * Projects one input to queries, keys and values by a single product.
   *
   * @param x `[B, T, D]`
   * @returns `[B, H, T, K]` each, values `[B, H, T, V]`; caller disposes.
   */
  self(x: tf.Tensor): SelfProjection {
    const { numHeads } = this;
    const parts = [this.flat('query'), this.flat('key'), this.flat('value')];
    const kernels = parts.map(({ kernel }) => kernel); // [D, H·K], [D, H·K], [D, H·V]
    const biases = parts.flatMap(({ bias }) => bias ?? []); // [H·K], [H·K], [H·V], or none
    const kernel = tf.concat(kernels, 1); // [D, 2·H·K + H·V]
    const all = project(x, kernel, biases.length > 0 ? tf.concat(biases) : undefined); // [B, T, 2·H·K + H·V]
    const widths = kernels.map(({ shape }) => shape[1]);
    if (itemAt(widths, 2) !== itemAt(widths, 0)) {
      const [query, key, value] = tf.split(all, widths, 2) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return {
        query: splitHeads(query, numHeads), // [B, H, T, K]
        key: splitHeads(key, numHeads), // [B, H, T, K]
        value: splitHeads(value, numHeads), // [B, H, T, V]
      };
    }
    const [batch, time] = [itemAt(x.shape, 0), itemAt(x.shape, 1)];
    const heads = all.reshape([batch, time, 3, numHeads, -1]).transpose([2, 0, 3, 1, 4]); // [3, B, H, T, K]
    const [query, key, value] = tf.unstack(heads) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    return { query, key, value }; // [B, H, T, K] each
  }

  /** Joins the heads and maps them back: `[B, H, T, V]` → `[B, T, D]`. Caller disposes. */
  output(attended: tf.Tensor4D): tf.Tensor3D {
    const { kernel, bias } = this.weights.output;
    const joined = joinHeads(attended); // [B, T, H·V]
    const weights = valueOf(kernel).reshape<tf.Tensor2D>([itemAt(joined.shape, 2), -1]); // [H·V, D]
    return project<tf.Tensor3D>(joined, weights, maybeValueOf<tf.Tensor1D>(bias)); // [B, T, D]
  }

  /** A projection's kernel as `[D, H·K]` and bias as `[H·K]`. */
  private flat(name: InputName): { kernel: tf.Tensor2D; bias: tf.Tensor1D | undefined } {
    const { kernel, bias } = this.weights[name];
    const weights = valueOf(kernel); // [D, H, K]
    const flat = weights.reshape<tf.Tensor2D>([itemAt(weights.shape, 0), -1]); // [D, H·K]
    return { kernel: flat, bias: maybeValueOf(bias)?.flatten() };
  }
}
