/**
 * Masks that reach the layers they belong to, and no others.
 *
 * A mask `[N, T]` says which steps of `[N, T, …]` are real; `maskZero` and `masking` make one, and models hand it
 * from layer to layer. TensorFlow.js loses it without a word at every layer that does not know masks (padding
 * then counts as data), leaves it for layers behind that have none, and joins the masks of merged inputs wrongly.
 */
import { shapeText } from '../host/checks';
import { tf } from '../engine';
import { registeredClass, type Kwargs, type Tensors } from './registry';

/** What `computeMask` gives where a layer's output has no mask. */
export const NO_MASK = null as unknown as tf.Tensor;

type Symbolic = tf.SymbolicTensor | tf.SymbolicTensor[];
interface Maskable {
  name: string;
  supportsMasking: boolean;
  axis?: number | number[];
  getClassName(): string;
  apply(inputs: Tensors | Symbolic, kwargs?: Kwargs): Tensors | Symbolic;
  call(inputs: Tensors, kwargs: Kwargs): Tensors;
  computeMask(inputs: Tensors, masks?: Tensors): Tensors;
}

/** The mask in a layer's call, if it describes the steps of `x`. */
export function maskFor(x: tf.Tensor, kwargs: Kwargs): tf.Tensor | undefined {
  const [mask] = [kwargs['mask']].flat();
  if (!(mask instanceof tf.Tensor) || mask.rank >= x.rank) return undefined;
  const shape: number[] = mask.shape;
  return shape.every((size, axis) => size === x.shape[axis]) ? mask : undefined;
}

/** Layers of TensorFlow.js that treat every number by itself, but do not say so. */
const STEP_BY_STEP = new Set(['ELU', 'LeakyReLU', 'Rescaling', 'ThresholdedReLU']);

function knowsMasks(layer: Maskable): boolean {
  const alone = STEP_BY_STEP.has(layer.getClassName());
  const softmax = layer.getClassName() === 'Softmax' && layer.axis === -1;
  layer.supportsMasking ||= alone || softmax;
  return layer.supportsMasking;
}

/** @throws Error if a mask reaches a layer that would ignore it. */
function refuseMask(layer: Maskable, inputs: Tensors | Symbolic, kwargs: Kwargs): void {
  const [x] = [inputs].flat();
  if (!(x instanceof tf.Tensor) || knowsMasks(layer)) return;
  const mask = maskFor(x, kwargs);
  if (!mask) return;
  throw new Error(
    `${layer.name}: expected an input without a mask, because ${layer.getClassName()} would count padding ` +
      `as data; got a mask ${shapeText(mask.shape)}; use a layer that knows masks (a recurrent layer, ` +
      'attention, globalAveragePooling1d), leave out maskZero, or, in a model inside a model, add its layers ' +
      'one by one. A layer of your own that treats every step alike sets this.supportsMasking = true.',
  );
}

/** After a layer of a model has run, its mask must not stay for the next, which may have none. */
export function forgetMask(inputs: unknown, kwargs: Kwargs | undefined): void {
  // Models pass lists of inputs; a single tensor is somebody's own call.
  if (Array.isArray(inputs) && kwargs) delete kwargs['mask'];
}

function mendApply(prototype: Maskable, check: boolean): void {
  const { apply } = prototype;
  prototype.apply = function (this: Maskable, inputs, kwargs) {
    if (check && kwargs) refuseMask(this, inputs, kwargs);
    const output = apply.call(this, inputs, kwargs);
    forgetMask(inputs, kwargs);
    return output;
  };
}

function prototypeOf(className: string): Maskable {
  return (registeredClass<Maskable>(className) as unknown as { prototype: Maskable }).prototype;
}

mendApply(tf.layers.Layer.prototype as unknown as Maskable, true);
mendApply(prototypeOf('RNN'), false);

// Both leave what belongs to the layer inside in the options of the layers behind.
const bidirectional = prototypeOf('Bidirectional');
const applyBidirectional = bidirectional.apply;
bidirectional.apply = function (this: Maskable, inputs, kwargs) {
  const output = applyBidirectional.call(this, inputs, { ...kwargs });
  forgetMask(inputs, kwargs);
  return output;
};

// The mask is one of time steps; the layer inside sees one step.
const timeDistributed = prototypeOf('TimeDistributed');
const callTimeDistributed = timeDistributed.call;
timeDistributed.call = function (this: Maskable, inputs, { mask: _mask, ...kwargs }) {
  return callTimeDistributed.call(this, inputs, kwargs);
};

// The mask that TensorFlow.js's softmax reads has the shape of its input; one of steps does not concern features.
const softmaxLayer = prototypeOf('Softmax');
const callSoftmax = softmaxLayer.call;
softmaxLayer.call = function (this: Maskable, inputs, { mask, ...kwargs }) {
  const whole = mask instanceof tf.Tensor && mask.rank === [inputs].flat()[0]?.rank;
  return callSoftmax.call(this, inputs, whole ? { ...kwargs, mask } : kwargs);
};

/** A step of a sum, product, … is real where it is real in every input, as in Keras. */
const merge = Object.getPrototypeOf(prototypeOf('Add')) as Maskable;
merge.computeMask = (_inputs, masks) => {
  const known = [masks ?? []].flat().filter((mask) => mask != null);
  if (known.length === 0) return NO_MASK;
  return tf.tidy(() => known.map((mask) => mask.toBool()).reduce((a, b) => tf.logicalAnd(a, b)));
};

prototypeOf('Dot').computeMask = function (this: Maskable, _inputs, masks) {
  if ([masks ?? []].flat().every((mask) => mask == null)) return NO_MASK;
  throw new Error(
    `${this.name}: expected inputs without a mask, because a dot product would count padding as data; got one; ` +
      'use multiHeadAttention, which takes a mask, or leave out maskZero.',
  );
};
