/** Models of ours as files of Keras 3. */
import { strToU8 } from 'fflate';
import { writeAtomically } from '../../host/files';
import { hdf5Bytes } from '../../data/formats';
import type { tf } from '../../engine';
import { zipped } from './archive';
import { KERAS_VERSION, modelConfig, placedWeights } from './serialize';
import { graphOf } from './topology';

/** Keras's own form of a date. */
const dateText = (date: Date): string =>
  date.toISOString().replace('T', '@').slice(0, '2026-11-29@21:12:17'.length);

/** Content of a `.keras` file. @throws TypeError for layers that Keras has no equivalent for. */
export function kerasBytes(model: tf.LayersModel): Uint8Array {
  const graph = graphOf(model);
  const arrays = placedWeights(graph).map(({ path, shape, value }) => ({
    name: path,
    shape,
    values: value instanceof Float32Array ? value : Float32Array.from(value.read().dataSync()),
  }));
  const metadata = { keras_version: KERAS_VERSION, date_saved: dateText(new Date()) };
  const json = (value: unknown) => strToU8(JSON.stringify(value));
  const config = json(modelConfig(graph));
  return zipped({ metadata: json(metadata), config, weights: hdf5Bytes(arrays) });
}

/**
 * Writes a model as a `.keras` file, which Keras 3 opens on TensorFlow, JAX and PyTorch without any code of ours.
 *
 * Layers that Keras lacks are written as what they are made of: a decoder block becomes `LayerNormalization`,
 * `MultiHeadAttention`, `Dense` and `Add`. {@link importKeras} puts them together again, after training in Keras too.
 * Not written are optimizer, loss and metrics. Initializers become Keras's own: they count for new weights only.
 *
 * @param model a sequential or functional model; it stays as it is
 * @param file path of the file, by custom ending in `.keras`; written whole or not at all
 * @throws TypeError if Keras has no equivalent for a layer, or for one of its options; Error of the file system.
 * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
 * @example
 * const model = createMlp({ inputShape: [5], hiddenUnits: [7], outputUnits: 3 });
 * exportKeras(model, '.cache/model.keras');
 * importKeras('.cache/model.keras').countParams(); // 66
 */
export function exportKeras(model: tf.LayersModel, file: string): void {
  if (typeof file !== 'string' || file === '')
    throw new TypeError(
      `exportKeras: expected the path of a file; got ${file === '' ? 'an empty text' : typeof file}; pass for example 'model.keras'.`,
    );
  writeAtomically(file, kerasBytes(model));
}
