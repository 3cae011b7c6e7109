/** Whether kernels run natively or as their TensorFlow.js twins, and the native call they share. */
import { itemAt } from '../../host/item-at';
import { nativeBackend } from '../backend';
import type { tf } from '../tensorflow';
import { attr, executeOp, isNative, type OpAttribute, type OpDataType } from '../native';

let twinsForced = false;

/** Whether native kernels run now; otherwise their TensorFlow.js twins do. */
export function nativeKernels(): boolean {
  return !twinsForced && isNative();
}

/** Whether the operations that the set-up adds to TensorFlow run now (`scripts/setup/native`), which take float32 alone. */
export function ownOperations(...inputs: tf.Tensor[]): boolean {
  const there = nativeKernels() && nativeBackend()?.binding.ownOperations === true;
  return there && inputs.every(({ dtype }) => dtype === 'float32');
}

/**
 * Runs `body` with the TensorFlow.js twins in place of native kernels, as a browser does.
 *
 * @returns what `body` returns; the earlier choice is restored also when it throws.
 */
export function withTwins<T>(body: () => T): T {
  const before = twinsForced;
  twinsForced = true;
  try {
    return body();
  } finally {
    twinsForced = before;
  }
}

/** Values of an operation's attributes by kind. */
export interface Attributes {
  types?: Record<string, OpDataType>;
  floats?: Record<string, number>;
  ints?: Record<string, number | number[]>;
  bools?: Record<string, boolean>;
  strings?: Record<string, string>;
}

function attributeList(attributes: Attributes): OpAttribute[] {
  const { types = {}, floats = {}, ints = {}, bools = {}, strings = {} } = attributes;
  return [
    ...Object.entries(types).map(([name, value]) => attr.type(name, value)),
    ...Object.entries(floats).map(([name, value]) => attr.float(name, value)),
    ...Object.entries(ints).map(([name, value]) => attr.int(name, value)),
    ...Object.entries(bools).map(([name, value]) => attr.bool(name, value)),
    ...Object.entries(strings).map(([name, value]) => attr.string(name, value)),
  ];
}

/** Executes one native operation; see `executeOp`. */
export function nativeOp(
  name: string,
  attributes: Attributes,
  inputs: tf.TensorInfo[],
  outputs: number,
): tf.Tensor[] {
  return executeOp(name, attributeList(attributes), inputs, outputs);
}

/** {@link nativeOp} for an operation with one output. */
export function nativeOpOne(
  name: string,
  attributes: Attributes,
  inputs: tf.TensorInfo[],
): tf.Tensor {
  return itemAt(nativeOp(name, attributes, inputs, 1), 0);
}
