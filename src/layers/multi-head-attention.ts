/** Multi-head attention with the semantics and the weights of Keras. */
import { checkFraction, checkWholeNumber, shapeText } from '../host/checks';
import { itemAt } from '../host/item-at';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { attend, causalBias, maskBias, type Attended } from './attention-operations';
import {
  AttentionProjections,
  type KeyValueCache,
  type Projection,
  type SelfProjection,
} from './attention-projections';
import {
  checkShared,
  MULTI_HEAD_ATTENTION,
  type MultiHeadAttentionArgs,
} from './attention-options';
import { recordScores } from './attention-scores';
import type { Adaptable } from './adapters';
import { maskFor, NO_MASK } from './masks';
import { dropoutMask } from './noise';
import {
  initializerConfig,
  initializerFrom,
  lastAxis,
  register,
  shapeList,
  tensorList,
  type Initializer,
  type Kwargs,
  type Tensors,
} from './registry';
import { checkPairs, rotaryFrom, rotate, type Position, type Rotary } from './rotary';

/** What attention gives. */
export interface AttentionResult {
  /** `[B, T, outputDim]` */
  output: tf.Tensor3D;
  /** `[B, H, T, S]`, rows sum to 1. */
  scores: tf.Tensor4D;
}

const CALLER = 'multiHeadAttention';

/** See {@link multiHeadAttention}. */
export class MultiHeadAttention extends tf.layers.Layer implements Adaptable {
  static className = 'MultiHeadAttention';

  readonly numHeads: number;
  readonly numKeyValueHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  private readonly options: Required<
    Pick<MultiHeadAttentionArgs, 'dropout' | 'useBias' | 'useCausalMask' | 'returnAttentionScores'>
  >;
  private readonly outputDim: number | undefined;
  private readonly rotary: Rotary | undefined;
  private readonly kernelInitializer: Initializer;
  private readonly biasInitializer: Initializer;
  private projections: AttentionProjections | undefined;

  constructor(args: MultiHeadAttentionArgs) {
    super(args);
    const { numHeads, keyDim, valueDim = keyDim, dropout = 0, outputDim } = args;
    const sizes = { numHeads, keyDim, valueDim, ...(outputDim == null ? {} : { outputDim }) };
    for (const [name, size] of Object.entries(sizes)) checkWholeNumber(CALLER, name, size);
    this.numKeyValueHeads = args.numKeyValueHeads ?? numHeads;
    checkShared(CALLER, numHeads, this.numKeyValueHeads);
    this.rotary = rotaryFrom(CALLER, args.rotary);
    if (this.rotary) checkPairs(CALLER, keyDim);
    checkFraction(CALLER, 'dropout', dropout, 'it is the fraction of values to drop');
    this.numHeads = numHeads;
    this.keyDim = keyDim;
    this.valueDim = valueDim;
    this.outputDim = outputDim ?? undefined;
    const { useBias = true, useCausalMask = false, returnAttentionScores = false } = args;
    this.options = { dropout, useBias, useCausalMask, returnAttentionScores };
    const { kernelInitializer = 'glorotUniform', biasInitializer = 'zeros' } = args;
    this.kernelInitializer = initializerFrom(CALLER, kernelInitializer);
    this.biasInitializer = initializerFrom(CALLER, biasInitializer);
    this.supportsMasking = true;
  }

  override build(inputShape: tf.Shape | tf.Shape[]): void {
    const [query, value, key = value] = this.inputShapes(inputShape);
    const { numHeads, numKeyValueHeads, keyDim, valueDim } = this;
    const model = lastAxis(CALLER, query);
    const output = this.outputDim ?? model;
    this.projections = new AttentionProjections({
      query: this.addProjection('query', [model, numHeads, keyDim], 1),
      key: this.addProjection('key', [lastAxis(CALLER, key), numKeyValueHeads, keyDim], 1),
      value: this.addProjection('value', [lastAxis(CALLER, value), numKeyValueHeads, valueDim], 1),
      output: this.addProjection('attention_output', [numHeads, valueDim, output], 2),
    });
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
    if (query.length !== 3 || value.length !== 3)
      throw new RangeError(
        'multiHeadAttention: expected query [B, T, D] and value [B, S, D]; ' +
          `got ${shapeList(inputShape).map(shapeText).join(', ')}; pass x, [query, value] or [query, value, key].`,
      );
    return [query, value, key];
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape | tf.Shape[] {
    const [query, value] = this.inputShapes(inputShape);
    const output = [...query.slice(0, -1), this.outputDim ?? itemAt(query, 2)];
    if (!this.options.returnAttentionScores) return output;
    return [output, [query[0] ?? null, this.numHeads, query[1] ?? null, value[1] ?? null]];
  }

  /** @throws Error if keys or values carry a mask that nobody has passed on. */
  override computeMask(inputs: Tensors, masks?: Tensors): Tensors {
    const [query, value, , explicit] = tensorList(inputs);
    const [queryMask = NO_MASK, ...others] = [masks ?? []].flat();
    if (value && value !== query && !explicit && others.some((mask) => mask != null))
      throw new Error(
        `${this.name}: expected the mask of keys and values as a fourth input, because TensorFlow.js hands on ` +
          "the first input's mask only; got none; apply the layer to [query, value, key, mask], " +
          'with layers.paddingMask() for the mask.',
      );
    return this.options.returnAttentionScores ? [queryMask, NO_MASK] : queryMask;
  }

  override call(inputs: Tensors, kwargs: Kwargs): Tensors {
    const [query, value = query, key = value, mask] = tensorList(inputs);
    const training = kwargs['training'] === true;
    const option = (name: 'useCausalMask' | 'returnAttentionScores') =>
      Boolean(kwargs[name] ?? this.options[name]);
    return tf.tidy(() => {
      const explicit = [mask, kwargs['attentionMask']];
      const biases = this.biases([query, value], explicit, option('useCausalMask'), kwargs);
      const self = query === value && query === key;
      if (this.rotary && !self) throw this.notItself();
      const { output, scores } = self
        ? this.attendToSelf(query, biases, training)
        : this.attendTo(query, this.keysAndValues(key, value), biases, training);
      return option('returnAttentionScores') ? [output, scores] : output;
    });
  }

  private notItself(): Error {
    return new Error(
      `${this.name}: expected one input for attention with rotary positions, whose steps are those of one sequence; ` +
        'got several; apply it to x alone, or leave out rotary.',
    );
  }

  private biases(
    [query, value]: [tf.Tensor, tf.Tensor],
    explicit: unknown[],
    useCausalMask: boolean,
    kwargs: Kwargs,
  ): tf.Tensor[] {
    const masks = explicit.filter((mask): mask is tf.Tensor => mask instanceof tf.Tensor);
    // The mask that Keras layers pass along describes the query; it fits the keys in self-attention only.
    const passed = query === value ? maskFor(query, kwargs) : undefined; // [B, T]
    const biases = [...masks, ...(passed ? [passed] : [])].map(maskBias); // [B, 1 or H, 1 or T, S] each
    if (useCausalMask) biases.push(causalBias(itemAt(query.shape, 1), itemAt(value.shape, 1)));
    return biases;
  }

  /**
   * Projects keys `[B, S, D]` and values `[B, S, D]`.
   *
   * @returns what {@link attendTo} reads; caller disposes.
   */
  keysAndValues(key: tf.Tensor, value: tf.Tensor): KeyValueCache {
    const { maps } = this;
    return { key: maps.heads('key', key), value: maps.heads('value', value) }; // [B, G, S, K], [B, G, S, V]
  }

  /** Queries, keys and values of one input, queries and keys turned; see {@link AttentionProjections.self}. */
  projectSelf(x: tf.Tensor, position: Position = 0): SelfProjection {
    const { query, key, value } = this.maps.self(x); // [B, H, T, K], [B, G, T, K], [B, G, T, V]
    const { rotary } = this;
    if (!rotary) return { query, key, value };
    return { query: rotate(query, rotary, position), key: rotate(key, rotary, position), value };
  }

  /** Attends from `x` `[B, T, D]` to itself; see {@link attendTo}. */
  attendToSelf(x: tf.Tensor, biases: tf.Tensor[] = [], training = false): AttentionResult {
    const { query, ...cache } = this.projectSelf(x);
    return this.attendHeads(query, cache, biases, training);
  }

  /**
   * Attends from `query` `[B, T, D]` to projected keys and values.
   *
   * @param biases added to the scores, broadcastable to `[B, H, T, S]`
   * @returns see {@link AttentionResult}; caller disposes.
   */
  attendTo(
    query: tf.Tensor,
    cache: KeyValueCache,
    biases: tf.Tensor[] = [],
    training = false,
  ): AttentionResult {
    const heads = this.maps.heads('query', query); // [B, H, T, K]
    return this.attendHeads(heads, cache, biases, training);
  }

  /** {@link attendTo} for queries that are projected already, `[B, H, T, K]`. */
  attendHeads(
    query: tf.Tensor4D,
    { key, value }: KeyValueCache,
    biases: tf.Tensor[] = [],
    training = false,
  ): AttentionResult {
    const { dropout } = this.options;
    const drop = (scores: tf.Tensor4D) =>
      training && dropout > 0 ? dropoutMask(scores, dropout) : scores; // [B, H, T, S]
    const attended: Attended = attend(query, key, value, { biases, drop }); // [B, H, T, V]
    const { scores } = attended; // [B, H, T, S]
    recordScores(this.name, scores);
    return { output: this.maps.output(attended.output), scores }; // [B, T, D]
  }

  denseKernels(): ReturnType<Adaptable['denseKernels']> {
    return this.maps.kernels().map((kernel) => ({ ...kernel, owner: this }));
  }

  private get maps(): AttentionProjections {
    if (this.projections) return this.projections;
    throw new Error(
      `${this.name}: expected a built layer; got one without weights; apply it to an input first.`,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...this.options,
      numHeads: this.numHeads,
      numKeyValueHeads: this.numKeyValueHeads === this.numHeads ? null : this.numKeyValueHeads,
      rotary: this.rotary ?? null,
      keyDim: this.keyDim,
      valueDim: this.valueDim,
      outputDim: this.outputDim ?? null,
      kernelInitializer: initializerConfig(this.kernelInitializer),
      biasInitializer: initializerConfig(this.biasInitializer),
    } as tf.serialization.ConfigDict;
  }
}
register(MultiHeadAttention);

/**
 * Multi-head attention, as Keras defines it.
 *
 * Axes: B batch · T query steps · S key/value steps · H heads · D model size.
 *
 * Apply it to `x` `[B, T, D]` (self-attention), to `[query, value]`, to `[query, value, key]`, or to
 * `[query, value, key, mask]`. The mask is 1 where attention is allowed: `[B, S]` hides padding, `[B, T, S]`
 * is any other. A mask that comes along with a self-attended input (`maskZero`, `masking`) counts too.
 *
 * @param args see {@link MultiHeadAttentionArgs}
 * @returns a layer with output `[B, T, D]`, and the attention weights `[B, H, T, S]` when asked for.
 * @throws RangeError for options or shapes that do not fit.
 * @see Vaswani et al. 2017. https://arxiv.org/abs/1706.03762
 * @example
 * const layer = layers.multiHeadAttention({ numHeads: 2, keyDim: 3, returnAttentionScores: true });
 * const [output, scores] = layer.apply(tf.ones([1, 5, 4])) as tf.Tensor[];
 * output.shape; // [ 1, 5, 4 ]
 * scores.shape; // [ 1, 2, 5, 5 ]
 */
export function multiHeadAttention(args: MultiHeadAttentionArgs): MultiHeadAttention {
  checkOptions(CALLER, args, MULTI_HEAD_ATTENTION);
  return new MultiHeadAttention(args);
}
