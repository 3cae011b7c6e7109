/** Transformers: encoder classifier, GPT, encoder–decoder (chapter 05). */
import { tf } from '../engine';
import { layers, type TransformerBlockArgs } from '../layers';
import { checkCount, checkFraction, checkOneOf, dropoutLayers } from './options';

/** How a model marks positions. */
export type PositionKind = 'learned' | 'sinusoidal';

/** What the three models have in common. */
export interface TransformerOptions {
  /** Longest sequence in tokens; needed by learned positions. */
  maxSequenceLength?: number;
  /** Size of each token's vector throughout the model. */
  hiddenDim?: number;
  /** Attention heads; must divide `hiddenDim`. */
  numHeads?: number;
  /** Blocks on top of each other (in encoder and decoder each, where there are both). */
  numLayers?: number;
  /** Size of the feed-forward part. Default 4 · `hiddenDim`. */
  intermediateDim?: number;
  /** Fraction of values dropped. */
  dropout?: number;
  /** Activation of the feed-forward part. */
  activation?: string;
  /** `true` normalizes before each part, `false` after it, as the original paper did. Default `true`. */
  normalizeFirst?: boolean;
}

/** Options of {@link createEncoderClassifier}. */
export interface EncoderClassifierOptions extends TransformerOptions {
  /** Number of different tokens, padding included. */
  vocabularySize: number;
  /** Classes. Default 2. */
  outputUnits?: number;
  /** Token that fills short sequences. Default 0. */
  padding?: number;
  /** Default `sinusoidal`. */
  positions?: PositionKind;
}

/** Options of {@link createGpt}. */
export interface GptOptions extends TransformerOptions {
  /** Number of different tokens. */
  vocabularySize: number;
  /** Whether the output reuses the token embedding. Default `true`. */
  tieWeights?: boolean;
}

/** Options of {@link createEncoderDecoder}. */
export interface EncoderDecoderOptions extends TransformerOptions {
  /** Number of different source tokens, padding included. */
  sourceVocabularySize: number;
  /** Number of different target tokens, padding included. */
  targetVocabularySize: number;
  /** Token that fills short sequences, on both sides. Default 0. */
  padding?: number;
  /** Default `sinusoidal`. */
  positions?: PositionKind;
}

type Sizes = Required<Omit<TransformerOptions, 'maxSequenceLength'>>;

function sizes(caller: string, options: TransformerOptions, defaults: Partial<Sizes>): Sizes {
  const hiddenDim = options.hiddenDim ?? defaults.hiddenDim ?? 64;
  const all: Sizes = {
    hiddenDim,
    numHeads: options.numHeads ?? defaults.numHeads ?? 4,
    numLayers: options.numLayers ?? defaults.numLayers ?? 2,
    intermediateDim: options.intermediateDim ?? 4 * hiddenDim,
    dropout: options.dropout ?? defaults.dropout ?? 0,
    activation: options.activation ?? defaults.activation ?? 'relu',
    normalizeFirst: options.normalizeFirst ?? true,
  };
  checkCount(caller, 'hiddenDim', all.hiddenDim);
  checkCount(caller, 'numHeads', all.numHeads);
  checkCount(caller, 'numLayers', all.numLayers);
  checkCount(caller, 'intermediateDim', all.intermediateDim);
  checkFraction(caller, 'dropout', all.dropout);
  if (all.hiddenDim % all.numHeads !== 0)
    throw new RangeError(
      `${caller}: expected numHeads to divide hiddenDim ${all.hiddenDim}; got ${all.numHeads}; ` +
        'choose a divisor, for example 4 heads for a size of 128.',
    );
  return all;
}

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

/** Token ids to vectors with positions. */
function embed(
  tokens: tf.SymbolicTensor,
  prefix: string,
  caller: string,
  options: {
    vocabularySize: number;
    all: Sizes;
    positions: PositionKind;
    maxSequenceLength: number | undefined;
  },
): tf.SymbolicTensor {
  const { vocabularySize, all, positions, maxSequenceLength } = options;
  checkOneOf(caller, 'positions', positions, ['learned', 'sinusoidal']);
  const sinusoidal = positions === 'sinusoidal';
  const table = layers.embedding({
    name: `${prefix}_embedding`,
    inputDim: vocabularySize,
    outputDim: all.hiddenDim,
    // Sines and cosines are about 1 in size: smaller vectors would drown in them.
    embeddingsInitializer: normal(sinusoidal ? 1 : GPT_DEVIATION),
  });
  const position = sinusoidal
    ? layers.positionalEncoding({ name: `${prefix}_positions` })
    : layers.positionEmbedding({
        name: `${prefix}_positions`,
        maxSequenceLength: requireLength(caller, maxSequenceLength),
        embeddingsInitializer: normal(GPT_DEVIATION),
      });
  let x = position.apply(table.apply(tokens)) as tf.SymbolicTensor;
  for (const layer of dropoutLayers(all.dropout, `${prefix}_dropout`))
    x = layer.apply(x) as tf.SymbolicTensor;
  return x;
}

function requireLength(caller: string, length: number | undefined): number {
  const value = length ?? Number.NaN;
  checkCount(caller, 'maxSequenceLength', value);
  return value;
}

/** Blocks that normalize first leave their sum unnormalized: one more normalization ends the stack. */
function finalNorm(x: tf.SymbolicTensor, all: Sizes, name: string): tf.SymbolicTensor {
  if (!all.normalizeFirst) return x;
  return layers.layerNormalization({ name, epsilon: 1e-5 }).apply(x) as tf.SymbolicTensor;
}

function encode(x: tf.SymbolicTensor, mask: tf.SymbolicTensor, all: Sizes): tf.SymbolicTensor {
  let output = x;
  for (let number = 1; number <= all.numLayers; number++) {
    const block = layers.transformerEncoderBlock(blockArgs(all, `encoder_block_${number}`));
    output = block.apply([output, mask]) as tf.SymbolicTensor;
  }
  return finalNorm(output, all, 'encoder_norm');
}

/**
 * Encoder blocks, mean over the real tokens, dense output.
 *
 * Axes: B batch · T steps.
 *
 * @returns a model from token ids `[B, T]` to logits `[B, outputUnits]`; caller disposes with
 *   `model.dispose()`.
 * @throws RangeError for options that do not fit.
 */
export function createEncoderClassifier(options: EncoderClassifierOptions): tf.LayersModel {
  const caller = 'createEncoderClassifier';
  const { vocabularySize, outputUnits = 2, padding = 0, positions = 'sinusoidal' } = options;
  const { maxSequenceLength } = options;
  checkCount(caller, 'vocabularySize', vocabularySize, 2);
  checkCount(caller, 'outputUnits', outputUnits);
  const all = sizes(caller, options, { numLayers: 1, dropout: 0.1 });
  const tokens = tokenInput('tokens');
  const mask = layers.paddingMask({ padding, name: 'padding_mask' }).apply(tokens);
  const embedding = { vocabularySize, all, positions, maxSequenceLength };
  const x = embed(tokens, 'token', caller, embedding);
  const encoded = encode(x, mask as tf.SymbolicTensor, all);
  const pooling = layers.maskedAveragePooling1d({ name: 'pooling' });
  const pooled = pooling.apply([encoded, mask as tf.SymbolicTensor]);
  const output = layers.dense({
    name: 'output',
    units: outputUnits,
    kernelInitializer: 'glorotUniform',
  });
  return tf.model({ inputs: tokens, outputs: output.apply(pooled) as tf.SymbolicTensor });
}

/**
 * A GPT: learned positions, causal blocks that normalize first, next-token logits at every step.
 *
 * Axes: B batch · T steps · V vocabulary. Defaults: 4 blocks, 4 heads, 128 wide, context 64, GELU by tanh.
 *
 * @returns a model from token ids `[B, T]`, T ≤ `maxSequenceLength`, to logits `[B, T, V]`; caller disposes
 *   with `model.dispose()`. `generate` samples from it.
 * @throws RangeError for options that do not fit.
 * @see Radford et al. 2019, "Language Models are Unsupervised Multitask Learners".
 */
export function createGpt(options: GptOptions): tf.LayersModel {
  const { vocabularySize, maxSequenceLength = 64, tieWeights = true } = options;
  checkCount('createGpt', 'vocabularySize', vocabularySize, 2);
  checkCount('createGpt', 'maxSequenceLength', maxSequenceLength);
  const all = sizes('createGpt', options, { hiddenDim: 128, numLayers: 4, activation: 'gelu_new' });
  const embedding = layers.reversibleEmbedding({
    name: 'token_embedding',
    inputDim: vocabularySize,
    outputDim: all.hiddenDim,
    embeddingsInitializer: normal(GPT_DEVIATION),
  });
  const positions = layers.positionEmbedding({
    name: 'token_positions',
    maxSequenceLength,
    embeddingsInitializer: normal(GPT_DEVIATION),
  });
  const tokens = tokenInput('tokens');
  let x = positions.apply(embedding.apply(tokens)) as tf.SymbolicTensor;
  for (const layer of dropoutLayers(all.dropout, 'token_dropout'))
    x = layer.apply(x) as tf.SymbolicTensor;
  for (let number = 1; number <= all.numLayers; number++) {
    const args = blockArgs(all, `decoder_block_${number}`);
    const block = layers.transformerDecoderBlock({
      ...args,
      kernelInitializer: normal(GPT_DEVIATION),
    });
    x = block.apply(x) as tf.SymbolicTensor;
  }
  x = finalNorm(x, all, 'decoder_norm');
  const output = tieWeights ? embedding : logitsLayer(vocabularySize);
  return tf.model({ inputs: tokens, outputs: output.apply(x) as tf.SymbolicTensor });
}

function logitsLayer(vocabularySize: number): tf.layers.Layer {
  return layers.dense({
    name: 'logits',
    units: vocabularySize,
    kernelInitializer: 'glorotUniform',
  });
}

/**
 * The original Transformer: an encoder reads the source, a decoder predicts the next target token.
 *
 * Axes: B batch · S source steps · T target steps · V target vocabulary. Train it with the target shifted by
 * one: input `start a b c`, labels `a b c stop`.
 *
 * @returns a model from `[source [B, S], target [B, T]]` to logits `[B, T, V]`; caller disposes with
 *   `model.dispose()`. `decode` translates with it.
 * @throws RangeError for options that do not fit.
 * @see Vaswani et al. 2017. https://arxiv.org/abs/1706.03762
 */
export function createEncoderDecoder(options: EncoderDecoderOptions): tf.LayersModel {
  const caller = 'createEncoderDecoder';
  const { sourceVocabularySize, targetVocabularySize, padding = 0 } = options;
  const { positions = 'sinusoidal', maxSequenceLength } = options;
  checkCount(caller, 'sourceVocabularySize', sourceVocabularySize, 2);
  checkCount(caller, 'targetVocabularySize', targetVocabularySize, 2);
  const all = sizes(caller, options, { dropout: 0.1 });
  const source = tokenInput('source');
  const target = tokenInput('target');
  const masking = layers.paddingMask({ padding, name: 'source_mask' });
  const mask = masking.apply(source) as tf.SymbolicTensor;
  const embedding = { all, positions, maxSequenceLength };
  const sourceOptions = { ...embedding, vocabularySize: sourceVocabularySize };
  const targetOptions = { ...embedding, vocabularySize: targetVocabularySize };
  const encoded = encode(embed(source, 'source', caller, sourceOptions), mask, all);
  let x = embed(target, 'target', caller, targetOptions);
  for (let number = 1; number <= all.numLayers; number++) {
    const block = layers.transformerDecoderBlock(blockArgs(all, `decoder_block_${number}`));
    x = block.apply([x, encoded, mask]) as tf.SymbolicTensor;
  }
  x = finalNorm(x, all, 'decoder_norm');
  const logits = logitsLayer(targetVocabularySize).apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: [source, target], outputs: logits });
}
