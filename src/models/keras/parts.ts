/** Layers of Keras that several of our layers are made of. */
import { itemAt } from '../../host/item-at';
import type { tf } from '../../engine';
import type { GraphBuilder } from './builder';
import { ACTIVATION } from './codecs';
import type { Place } from './refusal';
import {
  GROUPED_ATTENTION,
  type Argument,
  type Config,
  type Json,
  type KerasTensor,
  type KerasWeight,
} from './types';

/** Where a layer is, for messages. */
export function placeOf(layer: tf.layers.Layer): Place {
  return { caller: 'exportKeras', name: layer.name, className: layer.getClassName() };
}

/** A weight of ours, at a path of Keras's. */
export function weightAt(path: string, variable: tf.LayerVariable): KerasWeight {
  const shape = variable.shape.map((size) => size ?? 0);
  return { path, shape, value: variable };
}

/** Hands out the weights of a layer in their order. */
export class WeightCursor {
  private next = 0;

  constructor(private readonly weights: readonly tf.LayerVariable[]) {}

  /** The next weights, at these paths. */
  take(...paths: string[]): KerasWeight[] {
    return paths.map((path) => weightAt(path, itemAt(this.weights, this.next++)));
  }
}

/** Of a layer of ours that becomes several: what its parts share. */
export interface Whole {
  builder: GraphBuilder;
  place: Place;
  /** `undefined` for layers without weights. */
  trainable: boolean;
  weights: WeightCursor;
}

/** What all layers of Keras are configured with. */
function common({ trainable }: Pick<Whole, 'trainable'>, name: string): Config {
  return { name, trainable, dtype: 'float32' };
}

/** Name of a part of a layer: the two underscores tell, on import, what belongs together. */
export const partName = (whole: string, part: string): string => `${whole}__${part}`;

/** Keras names the tanh formula of GELU by a function with an option only. */
export function tanhGelu(builder: GraphBuilder, name: string, x: KerasTensor): KerasTensor {
  return builder.function(['nn', 'Gelu', name], [x], x, { approximate: true });
}

/** Size of the last axis. */
export const widthOf = ({ shape }: KerasTensor): number => itemAt(shape, shape.length - 1) ?? 0;

/** The same tensor with another last axis. */
export const withWidth = (x: KerasTensor, width: number): tf.Shape => [
  ...x.shape.slice(0, -1),
  width,
];

/** A dense layer, its activation behind it where Keras cannot have it inside. */
export function denseLayer(
  whole: Whole,
  part: string,
  x: KerasTensor,
  {
    units,
    activation = 'linear',
    useBias,
  }: { units: number; activation?: string; useBias: boolean },
): KerasTensor {
  const name = partName(whole.place.name, part);
  const outside = activation === 'gelu_new';
  const config = {
    ...common(whole, name),
    units,
    activation: ACTIVATION.toKeras(outside ? 'linear' : activation, whole.place),
    use_bias: useBias,
    kernel_regularizer: null,
    bias_regularizer: null,
  };
  const weights = whole.weights.take('vars/0', ...(useBias ? ['vars/1'] : []));
  const output = { shape: withWidth(x, units), masked: x.masked };
  const dense = whole.builder.layer({ name, className: 'Dense', config, weights }, { args: [x] }, output); // prettier-ignore
  return outside ? tanhGelu(whole.builder, partName(name, 'activation'), dense) : dense;
}

/** Layer or RMS normalization over the last axis. */
export function normLayer(
  whole: Whole,
  part: string,
  { rms, epsilon, weights }: { rms: boolean; epsilon: number; weights: KerasWeight[] },
): (x: KerasTensor) => KerasTensor {
  const name = partName(whole.place.name, part);
  const own: Config = rms
    ? {}
    : { center: true, scale: true, beta_regularizer: null, gamma_regularizer: null, rms_scaling: false }; // prettier-ignore
  const config = { ...common(whole, name), axis: -1, epsilon, ...own };
  const className = rms ? 'RMSNormalization' : 'LayerNormalization';
  return (x) => whole.builder.layer({ name, className, config, weights }, { args: [x] }, x);
}

/** Dropout, or nothing at rate 0. */
export function dropoutLayer(
  whole: Whole,
  part: string,
  x: KerasTensor,
  rate: number,
): KerasTensor {
  if (rate === 0) return x;
  const name = partName(whole.place.name, part);
  const config = { name, trainable: true, dtype: 'float32', rate };
  return whole.builder.layer({ name, className: 'Dropout', config }, { args: [x] }, x);
}

/** Options of attention. */
export interface AttentionOptions {
  numHeads: number;
  numKeyValueHeads: number | null;
  keyDim: number;
  valueDim: number;
  outputDim: number | null;
  dropout: number;
  useBias: boolean;
  useCausalMask: boolean;
  returnAttentionScores: boolean;
}

/** What attention reads. */
export interface AttentionInputs {
  query: KerasTensor;
  value: KerasTensor;
  key?: KerasTensor | undefined;
  /** `[B, S]`, or more axes. */
  mask?: KerasTensor | undefined;
}

function attentionConfig(whole: Whole, name: string, options: AttentionOptions): Config {
  const { numHeads, numKeyValueHeads, keyDim, valueDim, outputDim, dropout, useBias } = options;
  const shared = { ...common(whole, name), dropout, use_bias: useBias, use_gate: false };
  if (numKeyValueHeads !== null)
    return {
      ...shared,
      head_dim: keyDim,
      num_query_heads: numHeads,
      num_key_value_heads: numKeyValueHeads,
    };
  const sizes: Config = { num_heads: numHeads, key_dim: keyDim, value_dim: valueDim };
  return { ...shared, ...sizes, output_shape: outputDim === null ? null : [outputDim] };
}

/** Paths of the eight weights of attention, or of the four kernels. */
function attentionPaths(grouped: boolean, useBias: boolean): string[] {
  const parts = ['query', 'key', 'value', 'output'].map(
    (part) => `${grouped ? '_' : ''}${part}_dense`,
  );
  return parts.flatMap((part) => (useBias ? ['0', '1'] : ['0']).map((at) => `${part}/vars/${at}`));
}

/** Multi-head attention, or grouped-query attention where heads share keys and values. */
export function attentionLayer(
  whole: Whole,
  name: string,
  { query, value, key, mask }: AttentionInputs,
  options: AttentionOptions,
): KerasTensor[] {
  const grouped = options.numKeyValueHeads !== null;
  const className = grouped ? GROUPED_ATTENTION : 'MultiHeadAttention';
  const config = attentionConfig(whole, name, options);
  const weights = whole.weights.take(...attentionPaths(grouped, options.useBias));
  const kwargs: Record<string, Argument> = {};
  if (mask) kwargs[mask.shape.length === 2 ? 'value_mask' : 'attention_mask'] = mask;
  if (options.useCausalMask) kwargs['use_causal_mask'] = true;
  if (options.returnAttentionScores) kwargs['return_attention_scores'] = true;
  const [batch = null, steps = null] = query.shape;
  const width = options.outputDim ?? widthOf(query);
  const scores = { shape: [batch, options.numHeads, steps, value.shape[1] ?? null] };
  return whole.builder.call(
    { name, module: 'keras.layers', className, config, weights },
    { args: key ? [query, value, key] : [query, value], kwargs },
    [{ shape: withWidth(query, width) }, ...(options.returnAttentionScores ? [scores] : [])],
  );
}

/** The last axis counted from the end, as Keras writes it. */
export function lastAsMinusOne(axis: Json | undefined, rank: number | undefined): Json {
  const one = Array.isArray(axis) && axis.length === 1 ? (axis[0] ?? -1) : (axis ?? -1);
  return one === (rank ?? 0) - 1 ? -1 : one;
}
