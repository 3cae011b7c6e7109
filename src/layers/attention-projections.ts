/**
 * The four linear maps of multi-head attention, on weights in Keras's layout.
 *
 * Axes: B batch · T query steps · S key/value steps · H heads · G heads of keys and values · K key size · V value
 * size · D model size.
 */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { adapterOf, projectBy, type DenseKernel } from './adapters';
import { joinHeads, project, splitHeads } from './attention-operations';
import { maybeValueOf, valueOf } from './registry';

/** Keys `[B, G, S, K]` and values `[B, G, S, V]` of steps already seen, in cached decoding. */
export type KeyValueCache = { key: tf.Tensor4D; value: tf.Tensor4D };

/** Queries `[B, H, T, K]`, and keys and values of the same steps. */
export interface SelfProjection extends KeyValueCache {
  query: tf.Tensor4D;
}

/** A kernel `[D, H, K]`, `[D, G, K]` or `[D, G, V]` (`[H, V, D]` for the output), and its bias. */
export interface Projection {
  kernel: tf.LayerVariable;
  bias: tf.LayerVariable | undefined;
}

type InputName = 'query' | 'key' | 'value';
const INPUTS = ['query', 'key', 'value'] as const;

/** Up to this many rows three small products are faster than one after the kernels have been joined. */
const FEW_ROWS = 8;

/** Projections of one attention layer. */
export class AttentionProjections {
  constructor(private readonly weights: Readonly<Record<InputName | 'output', Projection>>) {}

  /** Queries, keys or values of every head: `[B, T, D]` → `[B, H or G, T, K or V]`. Caller disposes. */
  heads(name: InputName, x: tf.Tensor): tf.Tensor4D {
    const { kernel, bias } = this.weights[name];
    return splitHeads(projectBy(x, kernel, bias), this.count(name));
  }

  /**
   * Projects one input to queries, keys and values, by a single product where that is faster.
   *
   * @param x `[B, T, D]`
   * @returns queries `[B, H, T, K]`, keys `[B, G, T, K]`, values `[B, G, T, V]`; caller disposes.
   */
  self(x: tf.Tensor): SelfProjection {
    const [batch, time] = [itemAt(x.shape, 0), itemAt(x.shape, 1)];
    if (batch * time <= FEW_ROWS || INPUTS.some((name) => adapterOf(this.weights[name].kernel)))
      return {
        query: this.heads('query', x), // [B, H, T, K]
        key: this.heads('key', x), // [B, G, T, K]
        value: this.heads('value', x), // [B, G, T, V]
      };
    const parts = INPUTS.map((name) => this.flat(name));
    const kernels = parts.map(({ kernel }) => kernel); // [D, H·K], [D, G·K], [D, G·V]
    const biases = parts.flatMap(({ bias }) => bias ?? []); // [H·K], [G·K], [G·V], or none
    const kernel = tf.concat(kernels, 1); // [D, H·K + G·K + G·V]
    const all = project(x, kernel, biases.length > 0 ? tf.concat(biases) : undefined); // [B, T, H·K + …]
    const widths = kernels.map(({ shape }) => shape[1]);
    if (widths.some((width) => width !== widths[0])) {
      const [query, key, value] = tf.split(all, widths, 2) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return {
        query: splitHeads(query, this.count('query')), // [B, H, T, K]
        key: splitHeads(key, this.count('key')), // [B, G, T, K]
        value: splitHeads(value, this.count('value')), // [B, G, T, V]
      };
    }
    const heads = all.reshape([batch, time, 3, this.count('query'), -1]).transpose([2, 0, 3, 1, 4]); // [3, B, H, T, K]
    const [query, key, value] = tf.unstack(heads) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    return { query, key, value }; // [B, H, T, K] each
  }

  /** Joins the heads and maps them back: `[B, H, T, V]` → `[B, T, D]`. Caller disposes. */
  output(attended: tf.Tensor4D): tf.Tensor3D {
    const { kernel, bias } = this.weights.output;
    const joined = joinHeads(attended); // [B, T, H·V]
    const { shape } = joined;
    return projectBy(joined, kernel, bias).reshape([shape[0], shape[1], -1]); // [B, T, D]
  }

  /** The four kernels. */
  kernels(): DenseKernel[] {
    const inputs = INPUTS.map((name) => ({ kernel: this.weights[name].kernel }));
    return [...inputs, { kernel: this.weights.output.kernel, inputAxes: 2 }];
  }

  private count(name: InputName): number {
    return itemAt(this.weights[name].kernel.shape, 1) ?? 1;
  }

  /** A projection's kernel as `[D, H·K]` and bias as `[H·K]`. */
  private flat(name: InputName): { kernel: tf.Tensor2D; bias: tf.Tensor1D | undefined } {
    const { kernel, bias } = this.weights[name];
    const weights = valueOf(kernel); // [D, H, K]
    const flat = weights.reshape<tf.Tensor2D>([itemAt(weights.shape, 0), -1]); // [D, H·K]
    return { kernel: flat, bias: maybeValueOf(bias)?.flatten() };
  }
}
