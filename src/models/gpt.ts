/** Language models that predict the next token: GPT (chapter 05) and its successors (chapter 07). */
import { checkWholeNumber } from '../host/checks';
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { layers } from '../layers';
import { checkOneOf } from './options';
import { LAYER_NAMES } from './transformer-names';
import { GPT, sizes, type GptOptions } from './transformer-options';
import {
  applied,
  decodeWith,
  denseOutput,
  GPT_DEVIATION,
  normal,
  tokenInput,
  withDropout,
  type BlockChoices,
} from './transformer-parts';

const CALLER = 'createGpt';

/**
 * A GPT: learned positions, causal blocks that normalize first, next-token logits at every step.
 *
 * Axes: B batch · T steps · V vocabulary. Defaults: 4 blocks, 4 heads, 128 wide, context 64, GELU by tanh. With
 * `positions: 'rotary'`, `normalization: 'rms'`, `feedForward: 'gated'` and `useBias: false` it is a Llama.
 *
 * @param options see {@link GptOptions}
 * @returns a model from token ids `[B, T]`, T ≤ `maxSequenceLength` where positions are learned, to logits
 *   `[B, T, V]`; caller disposes with `model.dispose()`. `generate` samples from it.
 * @throws RangeError for options that do not fit or do not exist.
 * @see Radford et al. 2019, "Language Models are Unsupervised Multitask Learners".
 * @see Touvron et al. 2023, section 2.2. https://arxiv.org/abs/2302.13971
 * @example
 * const model = createGpt({ vocabularySize: 11, maxSequenceLength: 5, hiddenDim: 8, numLayers: 1 });
 * (model.predict(tf.tensor2d([[7, 4, 3]])) as tf.Tensor).shape; // [ 1, 3, 11 ]
 */
export function createGpt(options: GptOptions): tf.LayersModel {
  checkOptions(CALLER, options, GPT);
  const { vocabularySize, tieWeights = true } = options;
  checkGpt(options);
  const { kernelInitializer = normal(GPT_DEVIATION) } = options;
  const activation = options.feedForward === 'gated' ? 'silu' : 'gelu_new';
  const all = sizes(CALLER, options, { hiddenDim: 128, numLayers: 4, activation });
  const embedding = layers.reversibleEmbedding({
    name: LAYER_NAMES.embedding('token'),
    inputDim: vocabularySize,
    outputDim: all.hiddenDim,
    embeddingsInitializer: kernelInitializer,
  });
  const tokens = tokenInput(LAYER_NAMES.tokens);
  const embedded = positioned(applied(embedding, tokens), options);
  const x = withDropout(embedded, all.dropout, 'token');
  const decoded = decodeWith(x, [], all, { ...blockChoices(options), kernelInitializer });
  const output = tieWeights ? embedding : denseOutput(LAYER_NAMES.logits, vocabularySize);
  return tf.model({ inputs: tokens, outputs: applied(output, decoded) });
}

function checkGpt(options: GptOptions): void {
  const { vocabularySize, maxSequenceLength = 64, positions = 'learned' } = options;
  checkWholeNumber(CALLER, 'vocabularySize', vocabularySize, { least: 2 });
  checkWholeNumber(CALLER, 'maxSequenceLength', maxSequenceLength);
  checkOneOf(CALLER, 'positions', positions, ['learned', 'rotary']);
  if (options.rotary === undefined || positions === 'rotary') return;
  throw new RangeError(
    `${CALLER}: expected positions: 'rotary' where options of rotary are given; got '${positions}'; ` +
      "add positions: 'rotary', or leave out rotary.",
  );
}

/** Adds learned positions, where there are such. */
function positioned(x: tf.SymbolicTensor, options: GptOptions): tf.SymbolicTensor {
  const { maxSequenceLength = 64, kernelInitializer = normal(GPT_DEVIATION) } = options;
  if (options.positions === 'rotary') return x;
  const name = LAYER_NAMES.positions('token');
  const embeddingsInitializer = kernelInitializer;
  return applied(layers.positionEmbedding({ name, maxSequenceLength, embeddingsInitializer }), x);
}

function blockChoices(options: GptOptions): BlockChoices {
  const { positions, rotary = {}, normalization, feedForward, numKeyValueHeads } = options;
  const { useBias, epsilon } = options;
  return {
    ...(positions === 'rotary' && { rotary }),
    ...(normalization !== undefined && { normalization }),
    ...(feedForward !== undefined && { feedForward }),
    ...(numKeyValueHeads !== undefined && { numKeyValueHeads }),
    ...(useBias !== undefined && { useBias }),
    ...(epsilon !== undefined && { epsilon }),
  };
}
