/**
 * Dense kernels, and the small trainable changes that a frozen kernel can be given.
 *
 * Axes: … leading axes · I inputs · O outputs · R rank.
 */
import { itemAt } from '../host/item-at';
import { tf } from '../engine';
import { project } from './attention-operations';
import { maybeValueOf, valueOf } from './registry';

/** A change of low rank: the kernel acts as W + `scale` · A·B. */
export interface Adapter {
  /** `[I, R]` */
  a: tf.LayerVariable;
  /** `[R, O]` */
  b: tf.LayerVariable;
  scale: number;
}

/** A dense kernel of a layer: the product of its first `inputAxes` axes is I. */
export interface DenseKernel {
  kernel: tf.LayerVariable;
  /** Default 1. */
  inputAxes?: number;
}

/** A layer whose kernels can be given adapters. */
export interface Adaptable extends tf.layers.Layer {
  /** Its dense kernels, those of layers inside it included, each with the layer that has it as a weight. */
  denseKernels(): Array<DenseKernel & { owner: tf.layers.Layer }>;
}

/** Whether a layer can tell its dense kernels. */
export function isAdaptable(layer: tf.layers.Layer): layer is Adaptable {
  return 'denseKernels' in layer;
}

const adapters = new WeakMap<tf.LayerVariable, Adapter>();

/** Has every layer that uses `kernel` add the change. `undefined` takes it away. */
export function setAdapter(kernel: tf.LayerVariable, adapter: Adapter | undefined): void {
  if (adapter) adapters.set(kernel, adapter);
  else adapters.delete(kernel);
}

/** The change of a kernel, if it has one. */
export function adapterOf(kernel: tf.LayerVariable): Adapter | undefined {
  return adapters.get(kernel);
}

/**
 * x·W + b over the last axis, with the change that an adapter of W adds.
 *
 * @param x `[…, I]`
 * @param kernel `[I, O]`, or any shape of as many numbers
 * @returns `[…, O]`; caller disposes.
 */
export function projectBy(
  x: tf.Tensor,
  kernel: tf.LayerVariable,
  bias?: tf.LayerVariable | null,
): tf.Tensor {
  const inputSize = itemAt(x.shape, x.rank - 1);
  const output = project(x, matrix(valueOf(kernel), inputSize), vector(bias)); // […, O]
  const adapter = adapters.get(kernel);
  if (!adapter) return output;
  const narrow = project(x, valueOf<tf.Tensor2D>(adapter.a)).mul(adapter.scale); // […, R]
  return output.add(project(narrow, valueOf<tf.Tensor2D>(adapter.b))); // […, O]
}

function matrix(kernel: tf.Tensor, inputSize: number): tf.Tensor2D {
  const flat = kernel.rank === 2 && kernel.shape[0] === inputSize;
  return flat ? (kernel as tf.Tensor2D) : kernel.reshape<tf.Tensor2D>([inputSize, -1]);
}

function vector(bias: tf.LayerVariable | null | undefined): tf.Tensor1D | undefined {
  const value = maybeValueOf(bias);
  return value && value.rank > 1 ? value.flatten() : (value as tf.Tensor1D | undefined);
}
