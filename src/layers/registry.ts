/**
 * Access to the classes that TensorFlow.js registers by name but does not export, and the loose ends of its
 * types, tied in one place.
 */
import { shapeText } from '../host/checks';
import { tf } from '../engine';

/** Options of a layer's call: `training`, `mask`, `initialState`. */
export type Kwargs = Record<string, unknown>;

/** What a layer's `call` gets and gives. */
export type Tensors = tf.Tensor | tf.Tensor[];

/** A constructor as TensorFlow.js registers it. */
export interface RegisteredClass<T> {
  new (args: object): T;
  className: string;
}

/**
 * The class registered under `className`.
 *
 * @throws Error if there is none.
 */
export function registeredClass<T>(className: string): RegisteredClass<T> {
  const entry = tf.serialization.SerializationMap.getMap().classNameMap[className];
  if (!entry)
    throw new Error(
      `registeredClass: expected a class registered as "${className}"; got none; ` +
        'register it with tf.serialization.registerClass() first.',
    );
  return entry[0] as unknown as RegisteredClass<T>;
}

/** A class of our own, whatever its constructor takes. */
interface OwnClass {
  new (args: never): tf.serialization.Serializable;
  className: string;
}

/** Registers `layerClass` under its `className`, so that saved models load it. */
export function register(layerClass: OwnClass): void {
  tf.serialization.registerClass(layerClass as never);
}

/** Value of a weight, by the shape it was made with. */
export function valueOf<T extends tf.Tensor>(weight: tf.LayerVariable): T {
  return weight.read() as T;
}

/** {@link valueOf} a weight that a layer may do without. */
export function maybeValueOf<T extends tf.Tensor>(
  weight: tf.LayerVariable | null | undefined,
): T | undefined {
  return weight ? valueOf<T>(weight) : undefined;
}

/** Result of a layer that takes and gives one tensor. */
export function callLayer(layer: tf.layers.Layer, x: Tensors, kwargs: Kwargs = {}): tf.Tensor {
  const [output] = [layer.call(x, kwargs)].flat();
  return output as tf.Tensor;
}

/** An activation by name: a function of a tensor. */
export interface Activation {
  apply(x: tf.Tensor): tf.Tensor;
  getClassName(): string;
}

/** The activation called `name` (`relu`, `gelu`, …). @throws RangeError if there is none. */
export function activationNamed(caller: string, name: string): Activation {
  try {
    return new (registeredClass<Activation>(name))({});
  } catch {
    throw new RangeError(
      `${caller}: expected the name of an activation; got "${name}"; use for example "relu" or "gelu".`,
    );
  }
}

/** An object of `tf.initializers`. */
export type Initializer = ReturnType<typeof tf.initializers.zeros>;

/** An initializer, its name, or what {@link initializerConfig} made of it. */
export type InitializerLike = string | Initializer | { className: string; config: object };

/** Turns a name, such as `glorotUniform`, or a saved configuration into an initializer. */
export function initializerFrom(caller: string, value: InitializerLike): Initializer {
  if (typeof value !== 'string')
    return 'apply' in value
      ? value
      : new (registeredClass<Initializer>(value.className))(value.config);
  try {
    const className = value.charAt(0).toUpperCase() + value.slice(1);
    return new (registeredClass<Initializer>(className))({});
  } catch {
    throw new RangeError(
      `${caller}: expected the name of an initializer; got "${value}"; ` +
        'use for example "glorotUniform", or an object of tf.initializers.',
    );
  }
}

/** What a layer's `getConfig` stores of an initializer. */
export function initializerConfig(initializer: Initializer): tf.serialization.ConfigDict {
  return { className: initializer.getClassName(), config: initializer.getConfig() };
}

/** The only tensor of a layer's input. @throws RangeError if there are several. */
export function onlyTensor<T extends tf.Tensor = tf.Tensor>(caller: string, inputs: Tensors): T {
  const [first, ...more] = Array.isArray(inputs) ? inputs : [inputs];
  if (!first || more.length > 0)
    throw new RangeError(
      `${caller}: expected one input tensor; got ${more.length + (first ? 1 : 0)}; pass just one.`,
    );
  return first as T;
}

/** A layer's input tensors as a list that has a first one. */
export function tensorList(inputs: Tensors): [tf.Tensor, ...tf.Tensor[]] {
  return [inputs].flat() as [tf.Tensor, ...tf.Tensor[]];
}

/** A layer's input shapes as a list that has a first one, whatever it was given. */
export function shapeList(inputShape: tf.Shape | tf.Shape[]): [tf.Shape, ...tf.Shape[]] {
  const list = Array.isArray(inputShape[0]) ? inputShape : [inputShape];
  return list as [tf.Shape, ...tf.Shape[]];
}

/** The size of the last axis. @throws RangeError if it is unknown. */
export function lastAxis(caller: string, shape: tf.Shape): number {
  const size = shape[shape.length - 1];
  if (size == null)
    throw new RangeError(
      `${caller}: expected the size of the last axis to be known; got ${shapeText(shape)}; ` +
        'give the input a shape whose last number is fixed.',
    );
  return size;
}
