/**
 * Direct access to TensorFlow's own operations, beyond those that TensorFlow.js wraps.
 *
 * Only the native engine has them: ask {@link isNative} first. Operations called here record into a traced
 * step like any other. They have no gradient of their own: wrap them in `tf.customGrad`.
 */
import * as tf from '@tensorflow/tfjs';
import { nativeBackend } from './backend';
import type { NativeAttribute, NativeBackend } from './binding';

/** One attribute of a native operation. Make it with {@link attr}. */
export type OpAttribute = NativeAttribute;

/** The tensor types that TensorFlow.js knows, plus int64, which some operations name. */
export type OpDataType = 'float32' | 'int32' | 'bool' | 'string' | 'int64';

/** Number of each type in TensorFlow's `DataType` enumeration. */
const DATA_TYPE_NUMBER: Record<OpDataType, number> = {
  float32: 1,
  int32: 3,
  string: 7,
  int64: 9,
  bool: 10,
};

/**
 * Whether TensorFlow's native engine is the active one.
 *
 * @returns false also where a notebook has chosen another backend by `tf.setBackend`.
 */
export function isNative(): boolean {
  return nativeBackend() !== undefined && tf.getBackend() === 'tensorflow';
}

/** The native backend. @throws Error when another engine is active. */
export function requireNative(caller: string): NativeBackend {
  const backend = nativeBackend();
  if (!backend || tf.getBackend() !== 'tensorflow')
    throw new Error(
      `${caller}: expected the native TensorFlow engine; got '${tf.getBackend()}'; ` +
        'check isNative() first, and run `npm run doctor` to see what is missing.',
    );
  return backend;
}

/** Builders of operation attributes, one per attribute type. */
export const attr = {
  /** A type, e.g. `attr.type('T', 'float32')`. */
  type: (name: string, value: OpDataType): OpAttribute => ({
    name,
    type: requireNative('attr.type').binding.TF_ATTR_TYPE,
    value: DATA_TYPE_NUMBER[value],
  }),
  /** A whole number or a list of them. */
  int: (name: string, value: number | number[]): OpAttribute => ({
    name,
    type: requireNative('attr.int').binding.TF_ATTR_INT,
    value,
  }),
  /** A real number or a list of them. */
  float: (name: string, value: number | number[]): OpAttribute => ({
    name,
    type: requireNative('attr.float').binding.TF_ATTR_FLOAT,
    value,
  }),
  /** A truth value or a list of them. */
  bool: (name: string, value: boolean | boolean[]): OpAttribute => ({
    name,
    type: requireNative('attr.bool').binding.TF_ATTR_BOOL,
    value,
  }),
  /** A byte string. */
  string: (name: string, value: string): OpAttribute => ({
    name,
    type: requireNative('attr.string').binding.TF_ATTR_STRING,
    value,
  }),
  /** A tensor shape. */
  shape: (name: string, value: number[]): OpAttribute => ({
    name,
    type: requireNative('attr.shape').binding.TF_ATTR_SHAPE,
    value,
  }),
};

/**
 * Runs one TensorFlow operation.
 *
 * @param name the operation's name, e.g. `'SparseSoftmaxCrossEntropyWithLogits'`.
 * @param attributes its attributes, made with {@link attr}.
 * @param inputs its inputs in order.
 * @param numOutputs how many outputs it has.
 * @returns the outputs; the caller (or the surrounding `tf.tidy`) disposes them.
 * @throws Error when the native engine is not active, or TensorFlow refuses the call.
 */
export function executeOp(
  name: string,
  attributes: OpAttribute[],
  inputs: tf.TensorInfo[],
  numOutputs: number,
): tf.Tensor[] {
  return requireNative('executeOp').executeMultipleOutputs(name, attributes, inputs, numOutputs);
}
