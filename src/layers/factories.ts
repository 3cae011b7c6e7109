/** Layer factories that know their options: a misspelled one is refused, not ignored. */
import { checkOptions } from '../host/options';
import { tf } from '../engine';
import { KNOWN_OPTIONS, type FactoryName } from './known-options';
import type { RegisteredClass } from './registry';

type Factories = typeof tf.layers;

/**
 * Makes a layer of `layerClass` as the factory `name` of `tf.layers` would.
 *
 * @throws RangeError for an option that the factory does not have.
 */
export function created<K extends FactoryName>(
  name: K,
  layerClass: RegisteredClass<tf.layers.Layer>,
  args: object | undefined,
): ReturnType<Factories[K]> {
  checkOptions(name, args, KNOWN_OPTIONS[name]);
  // Ours extends TensorFlow.js's class, which it does not export.
  return new layerClass(args ?? {}) as ReturnType<Factories[K]>;
}

type Factory = (args?: object) => unknown;

function isFactory(name: string): name is FactoryName {
  return Object.hasOwn(KNOWN_OPTIONS, name);
}

/** Everything in `tf.layers`, each factory with a check of its options. */
export function checkedFactories(): Factories {
  const checked = Object.entries(tf.layers).map(([name, member]) => {
    if (!isFactory(name)) return [name, member] as const;
    const factory: Factory = (args) => {
      checkOptions(name, args, KNOWN_OPTIONS[name]);
      return (member as Factory)(args);
    };
    return [name, factory] as const;
  });
  return Object.fromEntries(checked) as unknown as Factories;
}
