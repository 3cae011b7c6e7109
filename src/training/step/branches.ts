/** Forward passes of the parts of a batch, exact also where a layer looks at the whole batch. */
import { itemAt } from '../../host/item-at';
import { partScope, tf, type Part } from '../../engine';
import { ACROSS_EXAMPLES, withFrozenNormalization } from './frozen';

/** Layers that pass a mask on, which only the model itself hands from layer to layer. */
const MASKING = new Set(['Masking', 'Embedding']);

/** One forward pass of a model with one output. */
export function applyModel(model: tf.LayersModel, x: tf.Tensor[], training: boolean): tf.Tensor {
  return model.apply(x.length === 1 && x[0] ? x[0] : x, { training }) as tf.Tensor;
}

/**
 * Predictions for each part of a batch.
 *
 * In a `tf.sequential` with batch normalization the parts go through the layers in step: where a layer needs
 * the whole batch they are joined for it and split again, so that its statistics are those of the batch.
 *
 * @param inputs inputs of each part
 */
export function applyToParts(
  model: tf.LayersModel,
  parts: Part[],
  inputs: tf.Tensor[][],
  training: boolean,
): tf.Tensor[] {
  if (!training) return applyEach(model, parts, inputs, false);
  return withFrozenNormalization(model, () => applyEach(model, parts, inputs, true));
}

function applyEach(
  model: tf.LayersModel,
  parts: Part[],
  inputs: tf.Tensor[][],
  training: boolean,
): tf.Tensor[] {
  const scopes = parts.map(partScope);
  const inStep = parts.length > 1 && training ? layersInStep(model) : undefined;
  if (!inStep) {
    return scopes.map((scope, i) => scope(() => applyModel(model, itemAt(inputs, i), training)));
  }
  let values = inputs.map((x) => itemAt(x, 0));
  for (const layer of inStep)
    values = ACROSS_EXAMPLES.has(layer.getClassName())
      ? joined(layer, values)
      : values.map((value, i) => itemAt(scopes, i)(() => applyLayer(layer, value)));
  return values;
}

function applyLayer(layer: tf.layers.Layer, x: tf.Tensor): tf.Tensor {
  return layer.apply(x, { training: true }) as tf.Tensor;
}

function joined(layer: tf.layers.Layer, values: tf.Tensor[]): tf.Tensor[] {
  const sizes = values.map(({ shape }) => shape[0]);
  return tf.split(applyLayer(layer, tf.concat(values, 0)), sizes, 0);
}

/** The layers of a plain sequence that has some layer across examples and no masks, else nothing. */
function layersInStep(model: tf.LayersModel): tf.layers.Layer[] | undefined {
  if (model.getClassName() !== 'Sequential') return undefined;
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const names = layers.map((layer) => layer.getClassName());
  const across = names.some((name) => ACROSS_EXAMPLES.has(name));
  return across && !names.some((name) => MASKING.has(name)) ? layers : undefined;
}
