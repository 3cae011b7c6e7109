/** Parts that the Transformers share. */
import { tf } from '../engine';
import { layers, type TransformerBlockArgs } from '../layers';
import { dropoutLayers } from './options';
import { LAYER_NAMES, type SequenceName } from './transformer-names';
import type { Sizes } from './transformer-options';

/** Spread of the normal distribution that GPT-2's weights start from. */
export const GPT_DEVIATION = 0.02;

export function normal(stddev: number): ReturnType<typeof tf.initializers.randomNormal> {
  return tf.initializers.randomNormal({ mean: 0, stddev });
}

export function blockArgs(all: Sizes, name: string): TransformerBlockArgs {
  const { intermediateDim, numHeads, dropout, activation, normalizeFirst } = all;
  return { intermediateDim, numHeads, dropout, activation, normalizeFirst, name };
}

export function tokenInput(name: string): tf.SymbolicTensor {
  return tf.input({ shape: [null], dtype: 'int32', name });
}

/** Applies a layer with one output to another layer's output. */
export function applied(
  layer: tf.layers.Layer,
  x: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor;
}

export function withDropout(
  x: tf.SymbolicTensor,
  rate: number,
  sequence: SequenceName,
): tf.SymbolicTensor {
  return dropoutLayers(rate, LAYER_NAMES.dropout(sequence)).reduce(
    (input, layer) => applied(layer, input),
    x,
  );
}

/** What only some blocks are told. */
export type BlockChoices = Omit<Partial<TransformerBlockArgs>, keyof Sizes | 'name'>;

/** Blocks that normalize first leave their sum unnormalized: one more normalization ends the stack. */
export function finalNorm(
  x: tf.SymbolicTensor,
  all: Sizes,
  name: string,
  { normalization, epsilon = 1e-5 }: BlockChoices = {},
): tf.SymbolicTensor {
  if (!all.normalizeFirst) return x;
  const factory = normalization === 'rms' ? layers.rmsNormalization : layers.layerNormalization;
  return applied(factory({ name, epsilon }), x);
}

/** Decoder blocks, each applied to the output so far and what `more` adds. */
export function decodeWith(
  x: tf.SymbolicTensor,
  more: tf.SymbolicTensor[],
  all: Sizes,
  choices: BlockChoices = {},
): tf.SymbolicTensor {
  let output = x;
  for (let number = 1; number <= all.numLayers; number++) {
    const args = blockArgs(all, LAYER_NAMES.decoderBlock(number));
    const block = layers.transformerDecoderBlock({ ...args, ...choices });
    output = applied(block, more.length > 0 ? [output, ...more] : output);
  }
  return finalNorm(output, all, LAYER_NAMES.decoderNorm, choices);
}

export function denseOutput(name: string, units: number): tf.layers.Layer {
  return layers.dense({ name, units, kernelInitializer: 'glorotUniform' });
}
