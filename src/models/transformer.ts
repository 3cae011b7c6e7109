/** Transformers: encoder classifier and encoder–decoder (chapter 05); the GPT is in `gpt.ts`. */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { layers } from '../layers';
import { checkOneOf } from './options';
import { LAYER_NAMES, type SequenceName } from './transformer-names';
import {
  CLASSIFIER,
  ENCODER_DECODER,
  sizes,
  type EncoderClassifierOptions,
  type EncoderDecoderOptions,
  type PositionKind,
  type Sizes,
} from './transformer-options';
import {
  applied,
  blockArgs,
  decodeWith,
  denseOutput,
  finalNorm,
  GPT_DEVIATION,
  normal,
  tokenInput,
  withDropout,
} from './transformer-parts';

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

function encode(x: tf.SymbolicTensor, mask: tf.SymbolicTensor, all: Sizes): tf.SymbolicTensor {
  let output = x;
  for (let number = 1; number <= all.numLayers; number++) {
    const args = blockArgs(all, LAYER_NAMES.encoderBlock(number));
    output = applied(layers.transformerEncoderBlock(args), [output, mask]);
  }
  return finalNorm(output, all, LAYER_NAMES.encoderNorm);
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
