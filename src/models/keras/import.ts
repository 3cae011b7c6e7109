/** Files of Keras 3 as models of ours. */
import { shapeText } from '../../host/checks';
import type { FileSource, TensorFile } from '../../data/formats';
import { tf } from '../../engine';
import { readArchive } from './archive';
import { modelFrom } from './build';
import { checkSame } from './compare';
import { graphFrom } from './parse';
import { damaged, noEquivalent } from './refusal';
import { placedWeights, weightFolders } from './serialize';
import { graphOf } from './topology';
import type { KerasGraph, KerasWeight } from './types';

/** A weight of ours, and what it becomes. */
interface Assignment {
  variable: tf.LayerVariable;
  shape: number[];
  values: Float32Array;
}

function valuesAt(caller: string, file: TensorFile, { path, shape }: KerasWeight): Float32Array {
  const stored = file.tensors.get(path);
  if (!stored) throw damaged(caller, `weights at ${path}`, 'a file without them');
  if (shapeText(stored.shape) !== shapeText(shape))
    throw new RangeError(
      `${caller}: expected weights ${shapeText(shape)} at ${path}; got ${shapeText(stored.shape)}; ` +
        'give the model the sizes of the one that was saved.',
    );
  return stored.values();
}

/** All weights, found and checked before the first is set. */
function assignments(caller: string, weights: KerasWeight[], file: TensorFile): Assignment[] {
  return weights.flatMap((weight): Assignment[] => {
    const { shape, value } = weight;
    const values = valuesAt(caller, file, weight);
    if (!(value instanceof Float32Array)) return [{ variable: value, shape, values }];
    // Numbers that are always the same must not have been trained.
    if (values.every((number, at) => Math.abs(number - (value[at] ?? NaN)) <= 1e-6)) return [];
    throw noEquivalent({ caller, name: weight.path, className: 'Dense' }, 'sinusoidal positions that were trained', 'keep them frozen in Keras'); // prettier-ignore
  });
}

/** @throws Error if the file has weights that the model has no place for. */
function checkAllUsed(caller: string, weights: KerasWeight[], file: TensorFile): void {
  const known = new Set(weights.map(({ path }) => path));
  const left = [...file.tensors.values()].find(
    ({ name }) => name.startsWith('layers/') && !known.has(name) && !/seed_generator/.test(name),
  );
  if (left)
    throw new RangeError(
      `${caller}: expected weights of the model's layers only; got ${left.name} ${shapeText(left.shape)} too; ` +
        'give the model the layers of the one that was saved.',
    );
}

function assign(caller: string, weights: KerasWeight[], file: TensorFile): void {
  checkAllUsed(caller, weights, file);
  for (const { variable, shape, values } of assignments(caller, weights, file))
    tf.tidy(() => void variable.write(tf.tensor(values, shape)));
}

/** The weights of a model, at the paths of the file, which counts layers in its own order. */
function weightsInFile(file: KerasGraph, ours: KerasGraph): KerasWeight[] {
  const layers = file.sequential
    ? file.ops.filter(({ className }) => className !== 'InputLayer')
    : file.ops;
  const own = new Map(ours.ops.map((op) => [op.name, op]));
  return [...weightFolders(layers)].flatMap(([{ name }, folder]) =>
    (own.get(name)?.weights ?? []).map((weight) => ({
      ...weight,
      path: `${folder}/${weight.path}`,
    })),
  );
}

/**
 * Reads a `.keras` file into a model of our layers.
 *
 * What {@link exportKeras} has written becomes the model that it was, after training in Keras too: blocks are blocks
 * again, so `generate` decodes with them step by step. Models built in Keras are read as far as their layers are ours.
 * Whatever would be lost is refused: the model is written once more, and must give the same graph.
 *
 * @param source path of the file, or its bytes
 * @returns a sequential or functional model, not compiled; caller disposes with `model.dispose()`.
 * @throws TypeError for layers and options that we do not have; Error if the file cannot be read or is damaged.
 * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
 * @example
 * exportKeras(createMlp({ inputShape: [5], hiddenUnits: [7], outputUnits: 3 }), '.cache/model.keras');
 * const model = importKeras('.cache/model.keras');
 * (model.predict(tf.zeros([2, 5])) as tf.Tensor).shape; // [ 2, 3 ]
 */
export function importKeras(source: FileSource): tf.LayersModel {
  const caller = 'importKeras';
  const { config, weights } = readArchive(caller, source);
  if (config === undefined)
    throw new TypeError(
      `${caller}: expected a .keras file; got one of weights alone; load it into a model with loadKerasWeights().`,
    );
  const graph = graphFrom(config);
  const model = modelFrom(graph);
  try {
    const ours = graphOf(model);
    checkSame(graph, ours);
    assign(caller, weightsInFile(graph, ours), weights);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/**
 * Reads the weights of a `.keras` or `.weights.h5` file into a model of the same layers.
 *
 * @param model a model as it was exported, or one of the same layers; nothing is set if one shape differs
 * @param source path of the file, or its bytes
 * @throws RangeError if the file's weights are not those of such a model; TypeError for layers that Keras does not
 *   have; Error if the file cannot be read or is damaged.
 * @example
 * const model = createMlp({ inputShape: [5], hiddenUnits: [7], outputUnits: 3 });
 * exportKeras(model, '.cache/model.keras');
 * loadKerasWeights(model, '.cache/model.keras');
 */
export function loadKerasWeights(model: tf.LayersModel, source: FileSource): void {
  const caller = 'loadKerasWeights';
  const { weights } = readArchive(caller, source);
  assign(caller, placedWeights(graphOf(model)), weights);
}
