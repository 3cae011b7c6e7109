/** All layers: TensorFlow.js's own, ours in place of the slow ones, and those it lacks. */
import type { tf } from '../engine';
import './masks';
import './orthogonal';
import { gelu } from './activations';
import { conv2d, dense } from './dense-and-convolution';
import { checkedFactories } from './factories';
import { gatedFeedForward } from './feed-forward';
import { multiHeadAttention } from './multi-head-attention';
import { alphaDropout, dropout, gaussianDropout, gaussianNoise, spatialDropout1d } from './noise';
import { batchNormalization, layerNormalization } from './normalization';
import { globalAveragePooling1d, globalMaxPooling1d } from './pooling';
import { positionalEncoding, positionEmbedding } from './positions';
import { gru, gruCell, lstm, simpleRNN } from './recurrent';
import { maskedAveragePooling1d, paddingMask, reversibleEmbedding } from './tokens';
import { rmsNormalization } from './rms-normalization';
import { gaussianSampling } from './sampling';
import { transformerDecoderBlock, transformerEncoderBlock } from './transformer-blocks';

const replaced = {
  alphaDropout,
  batchNormalization,
  conv2d,
  dense,
  dropout,
  gaussianDropout,
  gaussianNoise,
  globalAveragePooling1d,
  globalMaxPool1d: globalMaxPooling1d,
  globalMaxPooling1d,
  gru,
  gruCell,
  layerNormalization,
  lstm,
  simpleRNN,
  spatialDropout1d,
};

const added = {
  gatedFeedForward,
  gaussianSampling,
  gelu,
  maskedAveragePooling1d,
  multiHeadAttention,
  paddingMask,
  positionalEncoding,
  positionEmbedding,
  reversibleEmbedding,
  rmsNormalization,
  transformerDecoderBlock,
  transformerEncoderBlock,
};

/**
 * Layer factories: everything in `tf.layers`, with fast and reproducible replacements, and more. An option that a
 * factory does not know is refused.
 */
export const layers: Omit<typeof tf.layers, keyof typeof replaced> &
  typeof replaced &
  typeof added = { ...checkedFactories(), ...replaced, ...added };

export { adapterOf, isAdaptable, setAdapter, type Adaptable } from './adapters';
export { attentionScores, type AttentionScores } from './attention-scores';
export type { DropoutArgs } from './noise';
export type { KeyValueCache } from './attention-projections';
export { windowOf, type KeyValueWindow } from './key-value-window';
export type { GatedFeedForwardArgs } from './feed-forward';
export type { MultiHeadAttentionArgs } from './attention-options';
export type { RmsNormalizationArgs } from './rms-normalization';
export type { Position, RotaryOptions } from './rotary';
export {
  PositionalEncoding,
  PositionEmbedding,
  sinusoids,
  type PositionEmbeddingArgs,
} from './positions';
export type { GruArgs } from './recurrent';
export type { GaussianSamplingArgs } from './sampling';
export type { PaddingMaskArgs, ReversibleEmbeddingArgs } from './tokens';
export {
  TransformerDecoderBlock,
  TransformerEncoderBlock,
  type DecoderBlockCache,
} from './transformer-blocks';
export type { TransformerBlockArgs } from './transformer-base';
