/** Names of the layers in the Transformers: the models are built with them, decoding finds parts by them. */

/** Which sequence a layer belongs to. */
export type SequenceName = 'token' | 'source' | 'target';

/** See the file's first line. */
export const LAYER_NAMES = {
  tokens: 'tokens',
  source: 'source',
  target: 'target',
  paddingMask: 'padding_mask',
  sourceMask: 'source_mask',
  encoderNorm: 'encoder_norm',
  decoderNorm: 'decoder_norm',
  pooling: 'pooling',
  logits: 'logits',
  output: 'output',
  embedding: (sequence: SequenceName) => `${sequence}_embedding`,
  positions: (sequence: SequenceName) => `${sequence}_positions`,
  dropout: (sequence: SequenceName) => `${sequence}_dropout`,
  encoderBlock: (number: number) => `encoder_block_${number}`,
  decoderBlock: (number: number) => `decoder_block_${number}`,
} as const;
