/** A model on disk with everything that its use needs: topology, weights, and a card that says the rest as data. */
import fs from 'node:fs';
import path from 'node:path';
import { digest } from '../host/digest';
import { writeAtomically } from '../host/files';
import { checkOptions } from '../host/options';
import { engineInfo, tf } from '../engine';
import { checkInputSpec, type InputSpec } from './input';

/** What must be known beside the weights. */
export interface ModelCard {
  /** Short name. */
  name: string;
  /** What it is for, and what not, in a sentence or two. */
  purpose: string;
  /** What one example looks like before scaling, and how it is scaled. */
  input: InputSpec;
  /** What the outputs are. */
  output: 'logits' | 'values';
  /** Names of the classes, in the order of the outputs. */
  labels?: readonly string[];
  /** What it was trained on, and how that was split. */
  data?: string;
  /** Seed of its training. */
  seed?: number;
  /** What was measured on data that it had not seen. */
  measured?: Record<string, number>;
  /** Where it is known to fail, or was never tried. */
  limits?: readonly string[];
}

/** A card as it is read back. */
export interface StoredCard extends ModelCard {
  /** Versions of what saved it. */
  versions: Record<string, string>;
  /** SHA-256 of the file of weights, in hexadecimal. */
  sha256: string;
}

/** What {@link saveModel} wrote. */
export interface SavedModel {
  folder: string;
  /** Size of each file, in bytes. */
  bytes: Record<string, number>;
}

const KNOWN = {
  ...{ name: true, purpose: true, input: true, output: true, labels: true, data: true },
  ...{ seed: true, measured: true, limits: true },
} as const satisfies Record<keyof ModelCard, true>;

const [TOPOLOGY, WEIGHTS, CARD] = ['model.json', 'weights.bin', 'card.json'] as const;

/**
 * Writes a model and its card: `model.json`, `weights.bin` and `card.json`.
 *
 * @param folder is made if it is missing
 * @param model any model that TensorFlow.js can save
 * @param card see {@link ModelCard}; versions and a checksum of the weights are added
 * @returns where and how large. The model is left as it is.
 * @throws TypeError or RangeError for a card that does not describe an input; Error when a file cannot be written.
 * @example
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * const card = { name: 'tiny', purpose: 'an example', input: { shape: [3] }, output: 'values' as const };
 * const { bytes } = await saveModel('.cache/tiny-example', model, card);
 * bytes['weights.bin']; // 32
 */
export async function saveModel(
  folder: string,
  model: tf.LayersModel,
  card: ModelCard,
): Promise<SavedModel> {
  checkOptions('saveModel', card, KNOWN);
  checkInputSpec('saveModel', card.input);
  let artifacts: tf.io.ModelArtifacts = {};
  const handler = tf.io.withSaveHandler(async (given) => {
    artifacts = given;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await model.save(handler);
  const { modelTopology, weightSpecs = [], weightData } = artifacts;
  const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  const versions = {
    'tfjs-core': tf.version_core,
    engine: engineInfo().name,
    node: process.version,
  };
  const stored: StoredCard = { ...card, versions, sha256: digest(weights, 'sha256') };
  const files: [string, string | Uint8Array][] = [
    [WEIGHTS, weights],
    [TOPOLOGY, `${JSON.stringify({ modelTopology, weightSpecs })}\n`],
    [CARD, `${JSON.stringify(stored, null, 2)}\n`],
  ];
  for (const [name, content] of files) writeAtomically(path.join(folder, name), content);
  const sizes = files.map(([name, content]) => [name, Buffer.byteLength(content)] as const);
  return { folder, bytes: Object.fromEntries(sizes) };
}

/**
 * Reads what {@link saveModel} wrote, and refuses weights that are not the ones of the card.
 *
 * @returns the model, which the caller disposes, and its card
 * @throws Error when a file is missing, or the weights are others than those saved.
 * @example
 * const small = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * const input = { shape: [3], scale: 0.5 };
 * await saveModel('.cache/small-example', small, { name: 'small', purpose: 'an example', input, output: 'values' });
 * const { card } = await loadModel('.cache/small-example');
 * card.input.scale; // 0.5
 */
export async function loadModel(
  folder: string,
): Promise<{ model: tf.LayersModel; card: StoredCard }> {
  const card = JSON.parse(read(folder, CARD).toString()) as StoredCard;
  const weights = read(folder, WEIGHTS);
  if (digest(weights, 'sha256') !== card.sha256)
    throw new Error(
      `loadModel: expected the weights of ${path.join(folder, CARD)}; got a ${WEIGHTS} with another checksum; ` +
        'copy the folder again as a whole.',
    );
  const { modelTopology, weightSpecs } = JSON.parse(
    read(folder, TOPOLOGY).toString(),
  ) as tf.io.ModelArtifacts;
  const weightData = Uint8Array.from(weights).buffer; // a buffer of its own: small files share one
  const artifacts = { modelTopology, weightSpecs, weightData } as tf.io.ModelArtifacts;
  return { model: await tf.loadLayersModel(tf.io.fromMemory(artifacts)), card };
}

function read(folder: string, name: string): Buffer {
  try {
    return fs.readFileSync(path.join(folder, name));
  } catch (error) {
    throw new Error(
      `loadModel: expected ${name} in ${folder}; got ${error instanceof Error ? error.message : String(error)}; ` +
        'save the model with saveModel first.',
      { cause: error },
    );
  }
}
