/** Frozen batch normalization works as in inference, as in Keras. */
import { tf } from '../../engine';

/** Layers whose output for one example depends on the others, and which follow them by moving averages. */
export const ACROSS_EXAMPLES: ReadonlySet<string> = new Set(['BatchNormalization']);

/** Layers inside a layer: those of a model, of a wrapper, of a composite layer. */
function innerLayers(layer: tf.layers.Layer): tf.layers.Layer[] {
  const fields: unknown[] = Object.values(layer);
  return fields.flat().filter((value) => value instanceof tf.layers.Layer);
}

/** Every batch normalization of the model that is frozen, or inside something frozen. */
function frozenNormalizations(model: tf.LayersModel): Set<tf.layers.Layer> {
  const found = new Set<tf.layers.Layer>();
  const visited = new Map<tf.layers.Layer, boolean>();
  const visit = (layer: tf.layers.Layer, outer: boolean): void => {
    const frozen = outer || !layer.trainable;
    const before = visited.get(layer);
    if (before === true || before === frozen) return;
    visited.set(layer, frozen);
    if (frozen && ACROSS_EXAMPLES.has(layer.getClassName())) found.add(layer);
    for (const inner of innerLayers(layer)) visit(inner, frozen);
  };
  visit(model, false);
  return found;
}

/**
 * Runs `body`, a forward pass in training, with frozen batch normalization in inference mode: it normalizes by
 * its moving averages, and does not change them. TensorFlow.js's own layer knows nothing of that, and freezing
 * a model tells the layers inside nothing.
 *
 * @see https://keras.io/api/layers/normalization_layers/batch_normalization
 */
export function withFrozenNormalization<T>(model: tf.LayersModel, body: () => T): T {
  const frozen = [...frozenNormalizations(model)].map((layer) => ({
    layer,
    own: Object.getOwnPropertyDescriptor(layer, 'call'),
  }));
  for (const { layer } of frozen) {
    const call = layer.call.bind(layer);
    layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
  }
  try {
    return body();
  } finally {
    for (const { layer, own } of frozen) {
      if (own) Object.defineProperty(layer, 'call', own);
      else Reflect.deleteProperty(layer, 'call');
    }
  }
}
