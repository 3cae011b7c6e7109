/** Options of the three Transformers, checked. */
import { checkWholeNumber } from '../host/checks';
import type { RotaryOptions, TransformerBlockArgs } from '../layers';
import { checkDropout, type KernelInitializer } from './options';

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
  /** `learned` (default): a vector for each position; `rotary`: queries and keys turn with it, for texts of any length. */
  positions?: 'learned' | 'rotary';
  /** How rotary positions turn. Default base 10000, pairs in halves. */
  rotary?: RotaryOptions;
  /** `layer` (default) or `rms`, by the root mean square alone. */
  normalization?: NonNullable<TransformerBlockArgs['normalization']>;
  /** `dense` (default) or `gated`, with SiLU where no activation is given. */
  feedForward?: NonNullable<TransformerBlockArgs['feedForward']>;
  /** Heads of keys and values; must divide `numHeads`. Default `numHeads`. */
  numKeyValueHeads?: number;
  /** Whether attention and feed-forward parts add biases. Default `true`. */
  useBias?: boolean;
  /** Added to the variance, or to the mean of the squares, in normalization. Default 1e-5. */
  epsilon?: number;
  /** Start of embeddings and kernels. Default normal with deviation 0.02, as in GPT-2. */
  kernelInitializer?: KernelInitializer;
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

const COMMON = {
  activation: true,
  dropout: true,
  hiddenDim: true,
  intermediateDim: true,
  maxSequenceLength: true,
  normalizeFirst: true,
  numHeads: true,
  numLayers: true,
} satisfies Record<keyof TransformerOptions, true>;
export const CLASSIFIER = {
  ...COMMON,
  outputUnits: true,
  padding: true,
  positions: true,
  vocabularySize: true,
} satisfies Record<keyof EncoderClassifierOptions, true>;
export const GPT = {
  ...COMMON,
  epsilon: true,
  feedForward: true,
  kernelInitializer: true,
  normalization: true,
  numKeyValueHeads: true,
  positions: true,
  rotary: true,
  useBias: true,
  tieWeights: true,
  vocabularySize: true,
} satisfies Record<keyof GptOptions, true>;
export const ENCODER_DECODER = {
  ...COMMON,
  padding: true,
  positions: true,
  sourceVocabularySize: true,
  targetVocabularySize: true,
} satisfies Record<keyof EncoderDecoderOptions, true>;

/** Sizes of a model, defaults filled in. */
export type Sizes = Required<Omit<TransformerOptions, 'maxSequenceLength'>>;

/** Fills in the defaults and checks them. @throws RangeError for sizes that do not fit. */
export function sizes(
  caller: string,
  options: TransformerOptions,
  defaults: Partial<Sizes>,
): Sizes {
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
  checkWholeNumber(caller, 'hiddenDim', all.hiddenDim);
  checkWholeNumber(caller, 'numHeads', all.numHeads);
  checkWholeNumber(caller, 'numLayers', all.numLayers);
  checkWholeNumber(caller, 'intermediateDim', all.intermediateDim);
  checkDropout(caller, all.dropout);
  if (all.hiddenDim % all.numHeads !== 0)
    throw new RangeError(
      `${caller}: expected numHeads to divide hiddenDim ${all.hiddenDim}; got ${all.numHeads}; ` +
        'choose a divisor, for example 4 heads for a size of 128.',
    );
  return all;
}
