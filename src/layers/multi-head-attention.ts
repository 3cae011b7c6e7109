/** Multi-head attention with the semantics and the weights of Keras. */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import {
  attend,
  causalBias,
  joinHeads,
  maskBias,
  project,
  splitHeads,
} from './attention-operations';
import { recordScores } from './attention-scores';
import { dropoutMask } from './noise';
import {
  initializerConfig,
  initializerFrom,
  lastAxis,
  register,
  shapeList,
  type InitializerLike,
} from './registry';
import { checkPositiveInteger, checkRate } from './validate';

/** Options of {@link multiHeadAttention}; names and defaults are those of Keras. */
export interface MultiHeadAttentionArgs {
  /** How many heads attend side by side. */
  numHeads: number;
  /** Size of each head's queries and keys. */
  keyDim: number;
  /** Size of each head's values. Default `keyDim`. */
  valueDim?: number;
  /** Fraction of attention weights dropped while training. Default 0. */
  dropout?: number;
  /** Whether the four projections add a bias. Default `true`. */
  useBias?: boolean;
  /** Size of the output's last axis. Default that of the query. */
  outputDim?: number;
  /** `true` hides later steps from earlier ones. Default `false`. */
  useCausalMask?: boolean;
  /** `true` returns the attention weights `[B, H, T, S]` as a second output. Default `false`. */
  returnAttentionScores?: boolean;
  /** Start of the projections' kernels. Default `glorotUniform`. */
  kernelInitializer?: InitializerLike;
  /** Start of the projections' biases. Default `zeros`. */
  biasInitializer?: InitializerLike;
  name?: string;
  trainable?: boolean;
}

/** Keys `[B, H, S, K]` and values `[B, H, S, V]` of steps already seen, in cached decoding. */
export type KeyValueCache = { key: tf.Tensor4D; value: tf.Tensor4D };

type Kwargs = Record<string, unknown>;

interface Projection {
  kernel: tf.LayerVariable;
  bias: tf.LayerVariable | undefined;
}

/** Options that a call may override. */
interface CallOptions {
  training: boolean;
  useCausalMask: boolean;
  returnAttentionScores: boolean;
}

/** See {@link multiHeadAttention}. */
export class MultiHeadAttention extends tf.layers.Layer {
  static className = 'MultiHeadAttention';

  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  private readonly options: Required<
    Pick<MultiHeadAttentionArgs, 'dropout' | 'useBias' | 'useCausalMask' | 'returnAttentionScores'>
  >;
  private readonly outputDim: number | undefined;
  private readonly kernelInitializer: ReturnType<typeof initializerFrom>;
  private readonly biasInitializer: ReturnType<typeof initializerFrom>;
  private projections: Record<'query' | 'key' | 'value' | 'output', Projection> | undefined;

  constructor(args: MultiHeadAttentionArgs) {
    super(args as ConstructorParameters<typeof tf.layers.Layer>[0]);
    const { numHeads, keyDim, valueDim = keyDim, dropout = 0, outputDim } = args;
    checkPositiveInteger('multiHeadAttention', 'numHeads', numHeads);
    checkPositiveInteger('multiHeadAttention', 'keyDim', keyDim);
    checkPositiveInteger('multiHeadAttention', 'valueDim', valueDim);
    checkRate('multiHeadAttention', 'dropout', dropout);
    if (outputDim != null) checkPositiveInteger('multiHeadAttention', 'outputDim', outputDim);
    this.numHeads = numHeads;
    this.keyDim = keyDim;
    this.valueDim = valueDim;
    this.outputDim = outputDim ?? undefined;
    const { useBias = true, useCausalMask = false, returnAttentionScores = false } = args;
    this.options = { dropout, useBias, useCausalMask, returnAttentionScores };
    const { kernelInitializer = 'glorotUniform', biasInitializer = 'zeros' } = args;
    this.kernelInitializer = initializerFrom('multiHeadAttention', kernelInitializer);
    this.biasInitializer = initializerFrom('multiHeadAttention', biasInitializer);
    this.supportsMasking = true;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [query, value, key = value] = this.inputShapes(inputShape);
    const { numHeads, keyDim, valueDim } = this;
    const model = lastAxis('multiHeadAttention', query);
    const output = this.outputDim ?? model;
    this.projections = {
      query: this.addProjection('query', [model, numHeads, keyDim], 1),
      key: this.addProjection('key', [lastAxis('multiHeadAttention', key), numHeads, keyDim], 1),
      value: this.addProjection(
        'value',
        [lastAxis('multiHeadAttention', value), numHeads, valueDim],
        1,
      ),
      output: this.addProjection('attention_output', [numHeads, valueDim, output], 2),
    };
    this.built = true;
  }

  /** A kernel whose first `inputAxes` axes are summed over, and a bias over the rest. */
  private addProjection(name: string, shape: number[], inputAxes: number): Projection {
    const { kernelInitializer, biasInitializer } = this;
    const kernel = this.addWeight(`${name}_kernel`, shape, 'float32', kernelInitializer);
    if (!this.options.useBias) return { kernel, bias: undefined };
    const biasShape = shape.slice(inputAxes);
    return {
      kernel,
      bias: this.addWeight(`${name}_bias`, biasShape, 'float32', biasInitializer),
    };
  }

  /** Shapes of query, value and, if given, key. */
  private inputShapes(inputShape: tf.Shape | tf.Shape[]): [tf.Shape, tf.Shape, tf.Shape?] {
    const [query, value = query, key] = shapeList(inputShape);
    if (!query || !value || query.length !== 3 || value.length !== 3)
      throw new RangeError(
        'multiHeadAttention: expected query [B, T, D] and value [B, S, D]; ' +
          `got ${JSON.stringify(inputShape)}; pass x, [query, value] or [query, value, key].`,
      );
    return [query, value, key];
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    const [query, value] = this.inputShapes(inputShape);
    const output = [...query.slice(0, -1), this.outputDim ?? itemAt(query, 2)];
    if (!this.options.returnAttentionScores) return output;
    return [output, [query[0] ?? null, this.numHeads, query[1] ?? null, value[1] ?? null]];
  }

  override computeMask(
    _inputs: tf.Tensor | tf.Tensor[],
    mask?: tf.Tensor | tf.Tensor[],
  ): tf.Tensor | tf.Tensor[] {
    const queryMask = (Array.isArray(mask) ? mask[0] : mask) as tf.Tensor;
    return this.options.returnAttentionScores
      ? [queryMask, null as unknown as tf.Tensor]
      : queryMask;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
    const list = (Array.isArray(inputs) ? inputs : [inputs]) as [tf.Tensor, ...tf.Tensor[]];
    const query = list[0];
    const value = list[1] ?? query;
    const key = list[2] ?? value;
    const mask = list[3];
    const call: CallOptions = {
      training: kwargs['training'] === true,
      useCausalMask: (kwargs['useCausalMask'] as boolean) ?? this.options.useCausalMask,
      returnAttentionScores:
        (kwargs['returnAttentionScores'] as boolean) ?? this.options.returnAttentionScores,
    };
    return tf.tidy(() => {
      const biases = this.biases(query, value, call, [mask, kwargs['attentionMask']], kwargs);
      const self = query === value && query === key;
      const { output, scores } = self
        ? this.attendToSelf(query, biases, call.training)
        : this.attendTo(query, this.keysAndValues(key, value), biases, call.training);
      return call.returnAttentionScores ? [output, scores] : output;
    });
  }

  private biases(
    query: tf.Tensor,
    value: tf.Tensor,
    { useCausalMask }: CallOptions,
    explicit: unknown[],
    kwargs: Kwargs,
  ): tf.Tensor[] {
    const masks = explicit.filter((mask): mask is tf.Tensor => mask instanceof tf.Tensor);
    // The mask that Keras layers pass along describes the query; it fits the keys in self-attention only.
    const passed = kwargs['mask'];
    if (query === value && passed instanceof tf.Tensor && passed.rank === 2) masks.push(passed);
    const biases = masks.map((mask) => maskBias(mask));
    if (useCausalMask) biases.push(causalBias(itemAt(query.shape, 1), itemAt(value.shape, 1)));
    return biases;
  }

  /**
   * Projects keys `[B, S, D]` and values `[B, S, D]`.
   *
   * @returns what {@link attendTo} reads; caller disposes.
   */
  keysAndValues(key: tf.Tensor, value: tf.Tensor): KeyValueCache {
    return {
      key: splitHeads(this.projectInput('key', key), this.numHeads),
      value: splitHeads(this.projectInput('value', value), this.numHeads),
    };
  }

  /**
   * Projects one input to queries, keys and values by a single product.
   *
   * @param x `[B, T, D]`
   * @returns `[B, H, T, K]` each, values `[B, H, T, V]`; caller disposes.
   */
  projectSelf(x: tf.Tensor): KeyValueCache & { query: tf.Tensor4D } {
    const { numHeads, keyDim, valueDim } = this;
    const parts = (['query', 'key', 'value'] as const).map((name) => this.flatProjection(name));
    const kernel = tf.concat(
      parts.map(({ kernel }) => kernel),
      1,
    );
    const biases = parts.flatMap(({ bias }) => (bias ? [bias] : []));
    const all = project(x, kernel, biases.length > 0 ? tf.concat(biases) : undefined);
    if (valueDim !== keyDim) {
      const sizes = [keyDim, keyDim, valueDim].map((size) => size * numHeads);
      const [query, key, value] = tf.split(all, sizes, 2).map((part) => splitHeads(part, numHeads));
      return { query, key, value } as KeyValueCache & { query: tf.Tensor4D };
    }
    const [batch, time] = x.shape as [number, number];
    const heads = all.reshape([batch, time, 3, numHeads, keyDim]).transpose([2, 0, 3, 1, 4]);
    const [query, key, value] = tf.unstack(heads) as [tf.Tensor4D, tf.Tensor4D, tf.Tensor4D];
    return { query, key, value };
  }

  /** Attends from `x` `[B, T, D]` to itself; see {@link attendTo}. */
  attendToSelf(
    x: tf.Tensor,
    biases: tf.Tensor[] = [],
    training = false,
  ): { output: tf.Tensor3D; scores: tf.Tensor4D } {
    const { query, key, value } = this.projectSelf(x);
    return this.attendHeads(query, { key, value }, biases, training);
  }

  /**
   * Attends from `query` `[B, T, D]` to projected keys and values.
   *
   * @param biases added to the scores, broadcastable to `[B, H, T, S]`
   * @returns `output` `[B, T, outputDim]`, `scores` `[B, H, T, S]`; caller disposes.
   */
  attendTo(
    query: tf.Tensor,
    cache: KeyValueCache,
    biases: tf.Tensor[] = [],
    training = false,
  ): { output: tf.Tensor3D; scores: tf.Tensor4D } {
    const heads = splitHeads(this.projectInput('query', query), this.numHeads);
    return this.attendHeads(heads, cache, biases, training);
  }

  /** {@link attendTo} for queries that are projected already, `[B, H, T, K]`. */
  attendHeads(
    query: tf.Tensor4D,
    { key, value }: KeyValueCache,
    biases: tf.Tensor[] = [],
    training = false,
  ): { output: tf.Tensor3D; scores: tf.Tensor4D } {
    const { dropout } = this.options;
    const drop = (scores: tf.Tensor4D) =>
      training && dropout > 0 ? dropoutMask(scores, dropout) : scores;
    const attended = attend(query, key, value, { biases, drop });
    recordScores(this.name, attended.scores);
    const { kernel, bias } = this.projection('output');
    const flat = kernel.read().reshape<tf.Tensor2D>([this.numHeads * this.valueDim, -1]);
    const output = project(
      joinHeads(attended.output),
      flat,
      bias?.read() as tf.Tensor1D | undefined,
    );
    return { output: output as tf.Tensor3D, scores: attended.scores };
  }

  private projectInput(name: 'query' | 'key' | 'value', x: tf.Tensor): tf.Tensor {
    const { kernel, bias } = this.flatProjection(name);
    return project(x, kernel, bias);
  }

  /** A projection's kernel as `[D, H · K]` and bias as `[H · K]`. */
  private flatProjection(name: 'query' | 'key' | 'value'): {
    kernel: tf.Tensor2D;
    bias: tf.Tensor1D | undefined;
  } {
    const { kernel, bias } = this.projection(name);
    const weights = kernel.read();
    const flat = weights.reshape<tf.Tensor2D>([itemAt(weights.shape, 0), -1]);
    return { kernel: flat, bias: bias?.read().flatten() };
  }

  private projection(name: 'query' | 'key' | 'value' | 'output'): Projection {
    if (!this.projections)
      throw new Error(
        `${this.name}: expected a built layer; got one without weights; apply it to an input first.`,
      );
    return this.projections[name];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...this.options,
      numHeads: this.numHeads,
      keyDim: this.keyDim,
      valueDim: this.valueDim,
      outputDim: this.outputDim ?? null,
      kernelInitializer: initializerConfig(this.kernelInitializer),
      biasInitializer: initializerConfig(this.biasInitializer),
    } as tf.serialization.ConfigDict;
  }
}
register(MultiHeadAttention as never);

/**
 * Multi-head attention, as Keras defines it.
 *
 * Axes: B batch · T query steps · S key/value steps · H heads · D model size.
 *
 * Apply it to `x` `[B, T, D]` (self-attention), to `[query, value]`, to `[query, value, key]`, or to
 * `[query, value, key, mask]`. The mask is 1 where attention is allowed: `[B, S]` hides padding, `[B, T, S]`
 * is any other. A mask that comes along with a self-attended input (`maskZero`, `masking`) counts too.
 *
 * @returns a layer with output `[B, T, D]`, and the attention weights `[B, H, T, S]` when asked for.
 * @throws RangeError for options or shapes that do not fit.
 * @see Vaswani et al. 2017. https://arxiv.org/abs/1706.03762
 */
export function multiHeadAttention(args: MultiHeadAttentionArgs): MultiHeadAttention {
  return new MultiHeadAttention(args);
}
