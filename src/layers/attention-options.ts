/** Options of multi-head attention. */
import { checkWholeNumber } from '../host/checks';
import type { InitializerLike } from './registry';
import type { RotaryOptions } from './rotary';

/** Options of multi-head attention; names and defaults are those of Keras. */
export interface MultiHeadAttentionArgs {
  /** How many heads attend side by side. */
  numHeads: number;
  /** Size of each head's queries and keys. */
  keyDim: number;
  /** Size of each head's values. Default `keyDim`. */
  valueDim?: number;
  /** How many heads of keys and values there are; must divide `numHeads`, whose queries share them. Default `numHeads`. */
  numKeyValueHeads?: number | null;
  /** Turns queries and keys by their positions, in self-attention only; see {@link RotaryOptions}. Default not. */
  rotary?: RotaryOptions | null;
  /** Fraction of attention weights dropped while training. Default 0. */
  dropout?: number;
  /** Whether the four projections add a bias. Default `true`. */
  useBias?: boolean;
  /** Size of the output's last axis. Default that of the query. */
  outputDim?: number;
  /** `true` hides later steps from earlier ones. Default `false`. */
  useCausalMask?: boolean;
  /** `true` returns the attention weights `[B, H, T, S]` as a second output. Default `false`. */
  returnAttentionScores?: boolean;
  /** Start of the projections' kernels. Default `glorotUniform`. */
  kernelInitializer?: InitializerLike;
  /** Start of the projections' biases. Default `zeros`. */
  biasInitializer?: InitializerLike;
  name?: string;
  trainable?: boolean;
}

/** The keys of {@link MultiHeadAttentionArgs}. */
export const MULTI_HEAD_ATTENTION = {
  biasInitializer: true,
  dropout: true,
  kernelInitializer: true,
  keyDim: true,
  name: true,
  numHeads: true,
  numKeyValueHeads: true,
  outputDim: true,
  returnAttentionScores: true,
  rotary: true,
  trainable: true,
  useBias: true,
  useCausalMask: true,
  valueDim: true,
} satisfies Record<keyof MultiHeadAttentionArgs, true>;

/** @throws RangeError unless every head of keys and values serves as many queries. */
export function checkShared(caller: string, numHeads: number, numKeyValueHeads: number): void {
  checkWholeNumber(caller, 'numKeyValueHeads', numKeyValueHeads);
  if (numHeads % numKeyValueHeads === 0) return;
  throw new RangeError(
    `${caller}: expected numKeyValueHeads to divide numHeads ${numHeads}; got ${numKeyValueHeads}; ` +
      'each of them serves as many query heads as the others.',
  );
}
