/** Layers of ours that Keras has under other names, or has to put together: tokens, positions, attention, gates. */
import { itemAt } from '../../host/item-at';
import { tf } from '../../engine';
import { addLayers, expectPlain, expectUnmasked, type GraphBuilder } from './builder';
import {
  attentionLayer,
  denseLayer,
  partName,
  placeOf,
  WeightCursor,
  weightAt,
  widthOf,
  withWidth,
  type AttentionOptions,
  type Whole,
} from './parts';
import { noEquivalent, type Place } from './refusal';
import type { Config, KerasCall, KerasTensor, KerasWeight } from './types';

type Translator = (layer: tf.layers.Layer, inputs: KerasTensor[], whole: Whole) => KerasTensor[];

/** What the parts of a layer share. */
export function wholeOf(layer: tf.layers.Layer, builder: GraphBuilder): Whole {
  const weights = new WeightCursor(layer.weights);
  return { builder, place: placeOf(layer), trainable: layer.trainable, weights };
}

/** @throws TypeError for positions that turn queries and keys. */
export function refuseRotary(place: Place, rotary: unknown): void {
  if (rotary == null) return;
  throw noEquivalent(place, 'rotary positions', "use positions: 'learned'");
}

/** A mask as truth values: from `paddingMask` it is, from an input it becomes one. */
export function truthOf(whole: Whole, mask: KerasTensor | undefined): KerasTensor | undefined {
  if (!mask || mask.dtype === 'bool') return mask;
  const name = partName(whole.place.name, 'mask');
  const output = { shape: mask.shape, dtype: 'bool' };
  return whole.builder.function(['numpy', 'NotEqual', name], [mask, 0], output);
}

const reversibleEmbedding: Translator = (layer, [x], { builder, place, trainable }) => {
  const input = itemAt([x ?? []].flat(), 0);
  expectPlain(place, input);
  const { inputDim, outputDim } = layer.getConfig() as { inputDim: number; outputDim: number };
  const reverse = input.shape.length === 3;
  const name = layer.name;
  const config: Config = {
    ...{ name, trainable, dtype: 'float32', input_dim: inputDim, output_dim: outputDim },
    ...{ tie_weights: true, mask_zero: false, reverse_dtype: null, logit_soft_cap: null },
  };
  const weights = layer.weights.map((weight) => weightAt('vars/0', weight));
  const shape = reverse ? withWidth(input, inputDim) : [...input.shape, outputDim];
  const call: KerasCall = { args: [input], kwargs: {} };
  if (reverse) call.kwargs['reverse'] = true;
  return [builder.layer({ name, className: 'ReversibleEmbedding', config, weights }, call, { shape })]; // prettier-ignore
};

const paddingMask: Translator = (layer, inputs, { builder, place }) => {
  expectPlain(place, ...inputs);
  const { padding } = layer.getConfig() as { padding: number };
  const tokens = itemAt(inputs, 0);
  const output = { shape: tokens.shape, dtype: 'bool' };
  return [builder.function(['numpy', 'NotEqual', layer.name], [tokens, padding], output)];
};

const maskedAveragePooling: Translator = (layer, [x, mask], whole) => {
  const [input, truth] = [itemAt([x ?? []].flat(), 0), truthOf(whole, mask)];
  expectPlain(whole.place, input);
  const name = layer.name;
  const config = { name, trainable: true, dtype: 'float32', data_format: 'channels_last' };
  const [batch = null, , width = null] = input.shape;
  const call = { args: [input], kwargs: { mask: truth ?? null } };
  const described = { name, className: 'GlobalAveragePooling1D', config };
  return [whole.builder.layer(described, call, { shape: [batch, width] })];
};

/** 0, 1, 2, … for each step: one for every step, summed up, less one. */
function stepNumbers(whole: Whole, x: KerasTensor, dtype: 'int32' | 'float32'): KerasTensor {
  const { builder, place } = whole;
  const keepdims = dtype === 'float32';
  const shape = keepdims ? withWidth(x, 1) : x.shape.slice(0, -1);
  const named = (part: string) => partName(place.name, part);
  const some = builder.function(
    ['numpy', 'Argmax', named('any')],
    [x],
    { shape, dtype: 'int32' },
    { axis: -1, keepdims },
  );
  const step = { shape, dtype };
  const ones = builder.function(['numpy', 'OnesLike', named('ones')], [some], step, { dtype });
  const counted = builder.function(['numpy', 'Cumsum', named('count')], [ones], step, {
    ...{ axis: 1, dtype: null },
  });
  return builder.function(['numpy', 'Subtract', named('steps')], [counted, 1], step);
}

const positionEmbedding: Translator = (layer, inputs, whole) => {
  const { builder, place, trainable } = whole;
  const x = itemAt(inputs, 0);
  expectPlain(place, x);
  const { maxSequenceLength } = layer.getConfig() as { maxSequenceLength: number };
  const steps = stepNumbers(whole, x, 'int32');
  const name = partName(layer.name, 'table');
  const config: Config = {
    ...{ name, trainable, dtype: 'float32', mask_zero: false, embeddings_regularizer: null },
    ...{ input_dim: maxSequenceLength, output_dim: widthOf(x) },
  };
  const weights = whole.weights.take('vars/0');
  const described = { name, className: 'Embedding', config, weights };
  const vectors = builder.layer(described, { args: [steps] }, { shape: x.shape });
  return [addLayers(builder, partName(layer.name, 'sum'), [x, vectors])];
};

/** sin(t · rate + phase) is the sine for phase 0, and the cosine for a quarter turn. */
export function sinusoidWeights(width: number): KerasWeight[] {
  const column = (of: (even: number, isEven: boolean) => number): Float32Array =>
    Float32Array.from({ length: width }, (_, at) => of(at - (at % 2), at % 2 === 0));
  const rates = column((even) => 10000 ** (-even / width));
  const phases = column((_, isEven) => (isEven ? 0 : Math.PI / 2));
  return [
    { path: 'vars/0', shape: [1, width], value: rates },
    { path: 'vars/1', shape: [width], value: phases },
  ];
}

const positionalEncoding: Translator = (layer, inputs, whole) => {
  const { builder, place } = whole;
  const x = itemAt(inputs, 0);
  expectPlain(place, x);
  const steps = stepNumbers(whole, x, 'float32');
  const name = partName(layer.name, 'angles');
  const config: Config = {
    ...{ name, trainable: false, dtype: 'float32', units: widthOf(x), activation: 'linear' },
    ...{ use_bias: true, kernel_regularizer: null, bias_regularizer: null },
  };
  const described = { name, className: 'Dense', config, weights: sinusoidWeights(widthOf(x)) };
  const angles = builder.layer(described, { args: [steps] }, { shape: x.shape });
  const output = { shape: x.shape };
  const waves = builder.function(['numpy', 'Sin', partName(layer.name, 'waves')], [angles], output);
  return [addLayers(builder, partName(layer.name, 'sum'), [x, waves])];
};

const multiHeadAttention: Translator = (layer, inputs, whole) => {
  const { place } = whole;
  const [query, value = query, key, mask] = inputs;
  if (!query || !value) return [];
  expectPlain(place, query, value, key);
  expectUnmasked(place, query, value, key);
  const config = layer.getConfig() as unknown as AttentionOptions & { rotary: unknown };
  refuseRotary(place, config.rotary);
  if (config.valueDim !== config.keyDim)
    throw noEquivalent(place, 'another valueDim than keyDim, which fails on JAX', 'leave it out');
  if (config.numKeyValueHeads !== null && config.outputDim !== null)
    throw noEquivalent(place, 'numKeyValueHeads beside outputDim', 'leave one of them out');
  // Keras takes keys by their place: value stands for them where there are none.
  const keys = key === value ? undefined : key;
  const given = { query, value, key: keys, mask: truthOf(whole, mask) };
  return attentionLayer(whole, layer.name, given, config);
};

const gatedFeedForward: Translator = (layer, inputs, whole) => {
  const x = itemAt(inputs, 0);
  expectPlain(whole.place, x);
  const config = layer.getConfig() as unknown as Parameters<typeof gatedPart>[3];
  return [gatedPart(whole, '', x, config)];
};

/** (activation(x·G) ⊙ x·W)·V */
export function gatedPart(
  whole: Whole,
  prefix: string,
  x: KerasTensor,
  options: { intermediateDim: number; activation: string; useBias: boolean },
): KerasTensor {
  const { intermediateDim: units, activation, useBias } = options;
  const gate = denseLayer(whole, `${prefix}gate`, x, { units, activation, useBias });
  const inner = denseLayer(whole, `${prefix}intermediate`, x, { units, useBias });
  const name = partName(whole.place.name, `${prefix}product`);
  const config = { name, trainable: true, dtype: 'float32' };
  const described = { name, className: 'Multiply', config };
  const product = whole.builder.layer(described, { args: [[gate, inner]] }, inner);
  return denseLayer(whole, `${prefix}output`, product, { units: widthOf(x), useBias });
}

const TRANSLATORS: Readonly<Record<string, Translator>> = {
  GatedFeedForward: gatedFeedForward,
  MaskedAveragePooling1D: maskedAveragePooling,
  MultiHeadAttention: multiHeadAttention,
  PaddingMask: paddingMask,
  PositionEmbedding: positionEmbedding,
  PositionalEncoding: positionalEncoding,
  ReversibleEmbedding: reversibleEmbedding,
};

/** Applies what Keras has in place of a layer of ours, or gives `undefined` for other layers. */
export function translateSpecial(
  layer: tf.layers.Layer,
  inputs: KerasTensor[],
  builder: GraphBuilder,
): KerasTensor[] | undefined {
  return TRANSLATORS[layer.getClassName()]?.(layer, inputs, wholeOf(layer, builder));
}
