/** A model as Keras sees it: operations, and the tensors between them. */
import type { tf } from '../../engine';

/** What JSON holds. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** A configuration in Keras's spelling. */
export type Config = Record<string, Json>;

/** Output number `index` of call number `call` of an operation. */
export interface KerasTensor {
  op: KerasOp;
  call: number;
  index: number;
  shape: tf.Shape;
  dtype: string;
  /** Whether Keras hands a mask along with it (`mask_zero`, `Masking`). */
  masked: boolean;
}

/** An argument of a call. */
export type Argument = KerasTensor | KerasTensor[] | number | boolean | null;

/** One application of an operation to tensors. */
export interface KerasCall {
  args: Argument[];
  kwargs: Record<string, Argument>;
}

/** Numbers that a layer keeps, and where Keras stores them. */
export interface KerasWeight {
  /** Path below the layer's own, such as `vars/0`. */
  path: string;
  shape: number[];
  /** A weight of ours, or numbers that are always the same. */
  value: tf.LayerVariable | Float32Array;
}

/** A layer of Keras, or one of its operations on tensors (`keras.ops`). */
export interface KerasOp {
  name: string;
  /** `keras.layers` for layers. */
  module: string;
  /** As Keras calls it to everybody; its own name for {@link GROUPED_ATTENTION} is another. */
  className: string;
  config: Config;
  calls: KerasCall[];
  weights: KerasWeight[];
}

/** Operations in the order in which they were made. */
export interface KerasGraph {
  name: string;
  /** Whether each operation but the first takes just the output of the one before it. */
  sequential: boolean;
  ops: KerasOp[];
  inputs: KerasTensor[];
  outputs: KerasTensor[];
}

/** Attention whose heads share keys and values: the name to load it by. */
export const GROUPED_ATTENTION = 'GroupQueryAttention';

/** Module of Keras's layers. */
export const LAYERS = 'keras.layers';

/** Whether an argument is a tensor. */
export function isTensor(argument: Argument): argument is KerasTensor {
  return typeof argument === 'object' && argument !== null && !Array.isArray(argument);
}

/** The tensors of a call, in the order in which Keras counts them. */
export function tensorsOf({ args, kwargs }: KerasCall): KerasTensor[] {
  const named = Object.keys(kwargs).sort().map((key) => kwargs[key] ?? null); // prettier-ignore
  return [...args, ...named].flat().filter(isTensor);
}
