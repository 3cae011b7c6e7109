/** Access to the classes that TensorFlow.js registers by name but does not export. */
import { tf } from '../engine';

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

/** Registers `layerClass` under its `className`, so that saved models load it. */
export function register(layerClass: RegisteredClass<tf.serialization.Serializable>): void {
  tf.serialization.registerClass(
    layerClass as unknown as tf.serialization.SerializableConstructor<tf.serialization.Serializable>,
  );
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

type Initializer = ReturnType<typeof tf.initializers.zeros>;

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
export function onlyTensor(caller: string, inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const [first, ...more] = Array.isArray(inputs) ? inputs : [inputs];
  if (!first || more.length > 0)
    throw new RangeError(
      `${caller}: expected one input tensor; got ${more.length + (first ? 1 : 0)}; pass just one.`,
    );
  return first;
}

/** A layer's input shapes as a list, whatever it was given. */
export function shapeList(inputShape: tf.Shape | tf.Shape[]): tf.Shape[] {
  return Array.isArray(inputShape[0]) ? (inputShape as tf.Shape[]) : [inputShape as tf.Shape];
}

/** The size of the last axis. @throws RangeError if it is unknown. */
export function lastAxis(caller: string, shape: tf.Shape): number {
  const size = shape[shape.length - 1];
  if (size == null)
    throw new RangeError(
      `${caller}: expected the size of the last axis to be known; got [${shape}]; ` +
        'give the input a shape whose last number is fixed.',
    );
  return size;
}
