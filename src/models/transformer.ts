/** Transformers: encoder classifier, GPT, encoder–decoder (chapter 05). */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { layers, type TransformerBlockArgs } from '../layers';
import { checkOneOf, dropoutLayers } from './options';
import { LAYER_NAMES, type SequenceName } from './transformer-names';
import {
  CLASSIFIER,
  ENCODER_DECODER,
  GPT,
  sizes,
  type EncoderClassifierOptions,
  type EncoderDecoderOptions,
  type GptOptions,
  type PositionKind,
  type Sizes,
} from './transformer-options';

/** Spread of the normal distribution that GPT-2's weights start from. */
const GPT_DEVIATION = 0.02;

function normal(stddev: number): ReturnType<typeof tf.initializers.randomNormal> {
  return tf.initializers.randomNormal({ mean: 0, stddev });
}

function blockArgs(all: Sizes, name: string): TransformerBlockArgs {
  const { intermediateDim, numHeads, dropout, activation, normalizeFirst } = all;
  return { intermediateDim, numHeads, dropout, activation, normalizeFirst, name };
}

function tokenInput(name: string): tf.SymbolicTensor {
  return tf.input({ shape: [null], dtype: 'int32', name });
}

/** Applies a layer with one output to another layer's output. */
function applied(
  layer: tf.layers.Layer,
  x: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor;
}

function withDropout(
  x: tf.SymbolicTensor,
  rate: number,
  sequence: SequenceName,
): tf.SymbolicTensor {
  return dropoutLayers(rate, LAYER_NAMES.dropout(sequence)).reduce(
    (input, layer) => applied(layer, input),
    x,
  );
}

/** How tokens become vectors. */
interface EmbedOptions {
  vocabularySize: number;
  all: Sizes;
  positions: PositionKind;
  maxSequenceLength: number | undefined;
}

/** Token ids to vectors with positions. */
function embed(
  tokens: tf.SymbolicTensor,
  sequence: SequenceName,
  caller: string,
  { vocabularySize, all, positions, maxSequenceLength }: EmbedOptions,
): tf.SymbolicTensor {
  checkOneOf(caller, 'positions', positions, ['learned', 'sinusoidal']);
  const sinusoidal = positions === 'sinusoidal';
  const table = layers.embedding({
    name: LAYER_NAMES.embedding(sequence),
    inputDim: vocabularySize,
    outputDim: all.hiddenDim,
    // Sines and cosines are about 1 in size: smaller vectors would drown in them.
    embeddingsInitializer: normal(sinusoidal ? 1 : GPT_DEVIATION),
  });
  const name = LAYER_NAMES.positions(sequence);
  const position = sinusoidal
    ? layers.positionalEncoding({ name })
    : layers.positionEmbedding({
        name,
        maxSequenceLength: requireLength(caller, maxSequenceLength),
        embeddingsInitializer: normal(GPT_DEVIATION),
      });
  return withDropout(applied(position, applied(table, tokens)), all.dropout, sequence);
}

function requireLength(caller: string, length: number | undefined): number {
  const value = length ?? Number.NaN;
  checkWholeNumber(caller, 'maxSequenceLength', value);
  return value;
}

/** Blocks that normalize first leave their sum unnormalized: one more normalization ends the stack. */
function finalNorm(x: tf.SymbolicTensor, all: Sizes, name: string): tf.SymbolicTensor {
  if (!all.normalizeFirst) return x;
  return applied(layers.layerNormalization({ name, epsilon: 1e-5 }), x);
}

function encode(x: tf.SymbolicTensor, mask: tf.SymbolicTensor, all: Sizes): tf.SymbolicTensor {
  let output = x;
  for (let number = 1; number <= all.numLayers; number++) {
    const args = blockArgs(all, LAYER_NAMES.encoderBlock(number));
    output = applied(layers.transformerEncoderBlock(args), [output, mask]);
  }
  return finalNorm(output, all, LAYER_NAMES.encoderNorm);
}

/** Decoder blocks, each applied to the output so far and what `more` adds. */
function decodeWith(
  x: tf.SymbolicTensor,
  more: tf.SymbolicTensor[],
  all: Sizes,
  kernelInitializer?: TransformerBlockArgs['kernelInitializer'],
): tf.SymbolicTensor {
  let output = x;
  for (let number = 1; number <= all.numLayers; number++) {
    const args = blockArgs(all, LAYER_NAMES.decoderBlock(number));
    const block = layers.transformerDecoderBlock({
      ...args,
      ...(kernelInitializer ? { kernelInitializer } : {}),
    });
    output = applied(block, more.length > 0 ? [output, ...more] : output);
  }
  return finalNorm(output, all, LAYER_NAMES.decoderNorm);
}

function denseOutput(name: string, units: number): tf.layers.Layer {
  return layers.dense({ name, units, kernelInitializer: 'glorotUniform' });
}

/**
 * Encoder blocks, mean over the real tokens, dense output.
 *
 * Axes: B batch · T steps.
 *
 * @param options see {@link EncoderClassifierOptions}
 * @returns a model from token ids `[B, T]` to logits `[B, outputUnits]`; caller disposes with
 *   `model.dispose()`.
 * @throws RangeError for options that do not fit or do not exist.
 * @example
 * const model = createEncoderClassifier({ vocabularySize: 11, hiddenDim: 8, outputUnits: 3 });
 * (model.predict(tf.tensor2d([[7, 4, 0]])) as tf.Tensor).shape; // [ 1, 3 ]
 */
export function createEncoderClassifier(options: EncoderClassifierOptions): tf.LayersModel {
  const caller = 'createEncoderClassifier';
  checkOptions(caller, options, CLASSIFIER);
  const { vocabularySize, outputUnits = 2, padding = 0, positions = 'sinusoidal' } = options;
  const { maxSequenceLength } = options;
  checkWholeNumber(caller, 'vocabularySize', vocabularySize, { least: 2 });
  checkWholeNumber(caller, 'outputUnits', outputUnits);
  const all = sizes(caller, options, { numLayers: 1, dropout: 0.1 });
  const tokens = tokenInput(LAYER_NAMES.tokens);
  const mask = applied(layers.paddingMask({ padding, name: LAYER_NAMES.paddingMask }), tokens);
  const embedding = { vocabularySize, all, positions, maxSequenceLength };
  const encoded = encode(embed(tokens, 'token', caller, embedding), mask, all);
  const pooling = layers.maskedAveragePooling1d({ name: LAYER_NAMES.pooling });
  const output = denseOutput(LAYER_NAMES.output, outputUnits);
  return tf.model({ inputs: tokens, outputs: applied(output, applied(pooling, [encoded, mask])) });
}

/**
 * A GPT: learned positions, causal blocks that normalize first, next-token logits at every step.
 *
 * Axes: B batch · T steps · V vocabulary. Defaults: 4 blocks, 4 heads, 128 wide, context 64, GELU by tanh.
 *
 * @param options see {@link GptOptions}
 * @returns a model from token ids `[B, T]`, T ≤ `maxSequenceLength`, to logits `[B, T, V]`; caller disposes
 *   with `model.dispose()`. `generate` samples from it.
 * @throws RangeError for options that do not fit or do not exist.
 * @see Radford et al. 2019, "Language Models are Unsupervised Multitask Learners".
 * @example
 * const model = createGpt({ vocabularySize: 11, maxSequenceLength: 5, hiddenDim: 8, numLayers: 1 });
 * (model.predict(tf.tensor2d([[7, 4, 3]])) as tf.Tensor).shape; // [ 1, 3, 11 ]
 */
export function createGpt(options: GptOptions): tf.LayersModel {
  checkOptions('createGpt', options, GPT);
  const { vocabularySize, maxSequenceLength = 64, tieWeights = true } = options;
  checkWholeNumber('createGpt', 'vocabularySize', vocabularySize, { least: 2 });
  checkWholeNumber('createGpt', 'maxSequenceLength', maxSequenceLength);
  const all = sizes('createGpt', options, { hiddenDim: 128, numLayers: 4, activation: 'gelu_new' });
  const embedding = layers.reversibleEmbedding({
    name: LAYER_NAMES.embedding('token'),
    inputDim: vocabularySize,
    outputDim: all.hiddenDim,
    embeddingsInitializer: normal(GPT_DEVIATION),
  });
  const positions = layers.positionEmbedding({
    name: LAYER_NAMES.positions('token'),
    maxSequenceLength,
    embeddingsInitializer: normal(GPT_DEVIATION),
  });
  const tokens = tokenInput(LAYER_NAMES.tokens);
  const embedded = applied(positions, applied(embedding, tokens));
  const x = withDropout(embedded, all.dropout, 'token');
  const decoded = decodeWith(x, [], all, normal(GPT_DEVIATION));
  const output = tieWeights ? embedding : denseOutput(LAYER_NAMES.logits, vocabularySize);
  return tf.model({ inputs: tokens, outputs: applied(output, decoded) });
}

/**
 * The original Transformer: an encoder reads the source, a decoder predicts the next target token.
 *
 * Axes: B batch · S source steps · T target steps · V target vocabulary. Train it with the target shifted by
 * one: input `start a b c`, labels `a b c stop`.
 *
 * @param options see {@link EncoderDecoderOptions}
 * @returns a model from `[source [B, S], target [B, T]]` to logits `[B, T, V]`; caller disposes with
 *   `model.dispose()`. `decode` translates with it.
 * @throws RangeError for options that do not fit or do not exist.
 * @see Vaswani et al. 2017. https://arxiv.org/abs/1706.03762
 * @example
 * const vocabularies = { sourceVocabularySize: 11, targetVocabularySize: 7 };
 * const model = createEncoderDecoder({ ...vocabularies, hiddenDim: 8, numLayers: 1 });
 * const logits = model.predict([tf.tensor2d([[5, 4, 3]]), tf.tensor2d([[1, 2]])]) as tf.Tensor;
 * logits.shape; // [ 1, 2, 7 ]
 */
export function createEncoderDecoder(options: EncoderDecoderOptions): tf.LayersModel {
  const caller = 'createEncoderDecoder';
  checkOptions(caller, options, ENCODER_DECODER);
  const { sourceVocabularySize, targetVocabularySize, padding = 0 } = options;
  const { positions = 'sinusoidal', maxSequenceLength } = options;
  checkWholeNumber(caller, 'sourceVocabularySize', sourceVocabularySize, { least: 2 });
  checkWholeNumber(caller, 'targetVocabularySize', targetVocabularySize, { least: 2 });
  const all = sizes(caller, options, { dropout: 0.1 });
  const source = tokenInput(LAYER_NAMES.source);
  const target = tokenInput(LAYER_NAMES.target);
  const mask = applied(layers.paddingMask({ padding, name: LAYER_NAMES.sourceMask }), source);
  const embedding = { all, positions, maxSequenceLength };
  const sourceOptions = { ...embedding, vocabularySize: sourceVocabularySize };
  const targetOptions = { ...embedding, vocabularySize: targetVocabularySize };
  const encoded = encode(embed(source, 'source', caller, sourceOptions), mask, all);
  const embedded = embed(target, 'target', caller, targetOptions);
  const decoded = decodeWith(embedded, [encoded, mask], all);
  const logits = applied(denseOutput(LAYER_NAMES.logits, targetVocabularySize), decoded);
  return tf.model({ inputs: [source, target], outputs: logits });
}
