/** All layers: TensorFlow.js's own, ours in place of the slow ones, and those it lacks. */
import { tf } from '../engine';
import './orthogonal';
import { gelu } from './activations';
import { conv2d, dense } from './dense-and-convolution';
import { multiHeadAttention } from './multi-head-attention';
import { alphaDropout, dropout, gaussianDropout, gaussianNoise, spatialDropout1d } from './noise';
import { batchNormalization, layerNormalization } from './normalization';
import { positionalEncoding, positionEmbedding } from './positions';
import { gru, lstm, simpleRNN } from './recurrent';
import { maskedAveragePooling1d, paddingMask, reversibleEmbedding } from './tokens';
import { transformerDecoderBlock, transformerEncoderBlock } from './transformer-blocks';

const replaced = {
  alphaDropout,
  batchNormalization,
  conv2d,
  dense,
  dropout,
  gaussianDropout,
  gaussianNoise,
  gru,
  layerNormalization,
  lstm,
  simpleRNN,
  spatialDropout1d,
};

const added = {
  gelu,
  maskedAveragePooling1d,
  multiHeadAttention,
  paddingMask,
  positionalEncoding,
  positionEmbedding,
  reversibleEmbedding,
  transformerDecoderBlock,
  transformerEncoderBlock,
};

/** Layer factories: everything in `tf.layers`, with fast and reproducible replacements, and more. */
export const layers: Omit<typeof tf.layers, keyof typeof replaced> &
  typeof replaced &
  typeof added = { ...tf.layers, ...replaced, ...added };

export { attentionScores, type AttentionScores } from './attention-scores';
export type { DropoutArgs } from './noise';
export {
  MultiHeadAttention,
  type KeyValueCache,
  type MultiHeadAttentionArgs,
} from './multi-head-attention';
export {
  PositionalEncoding,
  PositionEmbedding,
  sinusoids,
  type PositionEmbeddingArgs,
  type PositionLayer,
} from './positions';
export { ReversibleEmbedding, type PaddingMaskArgs, type ReversibleEmbeddingArgs } from './tokens';
export {
  TransformerDecoderBlock,
  TransformerEncoderBlock,
  type DecoderBlockCache,
} from './transformer-blocks';
export type { TransformerBlockArgs } from './transformer-block';
