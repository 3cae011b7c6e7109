/** Trained models as files for the browser: what the live demos of the site run. */
import path from 'node:path';
import { courseFolder, writeAtomically } from '../host/files';
import { tf } from '../engine';
import { toFloat16 } from './float16';

const FORMAT = 'dlts-model-1';

/** What {@link publish} writes, as JSON. */
export interface PublishedModel {
  format: typeof FORMAT;
  name: string;
  /** Whatever else a page needs: characters, token ids, measured accuracy. */
  details: Record<string, unknown>;
  modelTopology: object;
  /** Weights in the order of `weightData`; those of dtype float32 are stored as float16. */
  weightSpecs: tf.io.WeightsManifestEntry[];
  /** Base64. */
  weightData: string;
}

/** What {@link publish} wrote. */
export interface PublishedFile {
  /** Relative to the course's folder, when the file lies in it. */
  path: string;
  /** Size in units of 1,000 bytes. */
  kilobytes: number;
}

/**
 * Writes a model into one JSON file that a browser can run without this library's training side: topology, weights
 * rounded to float16, and `details`.
 *
 * The file goes to the folder in the environment variable `DLTS_PUBLISH`, which `npm run notebooks` sets to
 * `notebooks/models`; otherwise to `.cache/models` of the course's folder. Read it with
 * `tf.loadLayersModel(tf.io.fromMemory(…))`: TensorFlow.js widens the weights again.
 *
 * @param name of the file, without `.json`: lower-case letters, digits and single hyphens
 * @param details plain JSON values
 * @param model any model that TensorFlow.js can save
 * @returns where the file is and how large. The model is left as it is; no tensor is left behind.
 * @throws RangeError for another name, and for weights that are not finite or beyond ±65,504; TypeError for
 *   `details` that JSON would change; Error when the file cannot be written.
 * @example
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3] })] });
 * const { kilobytes } = await publish('tiny-example', model, { classes: ['no', 'yes'] });
 * kilobytes < 2; // true
 */
export async function publish(
  name: string,
  model: tf.LayersModel,
  details: Record<string, unknown> = {},
): Promise<PublishedFile> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new RangeError(
      `publish: expected a name of lower-case letters, digits and hyphens; got "${name}"; ` +
        "use for example 'digits-cnn'.",
    );
  checkJson(details, 'details');
  const { modelTopology, weightSpecs = [], weightData } = await artifactsOf(model);
  const halved = halve(weightSpecs, weightData);
  const published: PublishedModel = {
    format: FORMAT,
    name,
    details,
    modelTopology: modelTopology as object,
    weightSpecs: halved.weightSpecs,
    weightData: Buffer.concat(halved.pieces).toString('base64'),
  };
  return write(`${name}.json`, `${JSON.stringify(published)}\n`);
}

async function artifactsOf(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let artifacts: tf.io.ModelArtifacts = {};
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return artifacts;
}

/** Every float32 weight rounded to float16; other types byte for byte. */
function halve(
  specs: tf.io.WeightsManifestEntry[],
  data: tf.io.WeightData | undefined,
): { weightSpecs: tf.io.WeightsManifestEntry[]; pieces: Buffer[] } {
  const buffer = tf.io.CompositeArrayBuffer.join(data);
  const bytesOf = { float32: 4, int32: 4, bool: 1 } as Record<string, number | undefined>;
  let at = 0;
  const pieces: Buffer[] = [];
  const weightSpecs = specs.map((spec) => {
    const bytes = bytesOf[spec.dtype];
    if (bytes === undefined)
      throw new RangeError(
        `publish: expected weights of dtype float32, int32 or bool; got ${spec.dtype} in ${spec.name}; ` +
          'convert that weight before publishing.',
      );
    const end = at + bytes * tf.util.sizeFromShape(spec.shape);
    const piece = buffer.slice(at, end);
    at = end;
    if (spec.dtype !== 'float32') pieces.push(Buffer.from(piece));
    else pieces.push(halfPrecision(spec.name, new Float32Array(piece)));
    return spec.dtype === 'float32'
      ? { ...spec, quantization: { dtype: 'float16' as const } }
      : spec;
  });
  return { weightSpecs, pieces };
}

function halfPrecision(name: string, values: Float32Array): Buffer {
  const wrong = values.find((value) => !(Math.abs(value) < 65_520)); // what rounds to 65,504 at most
  if (wrong !== undefined)
    throw new RangeError(
      `publish: expected finite weights within ±65,504; got ${wrong} in ${name}; ` +
        'train with a smaller learning rate before publishing.',
    );
  return Buffer.from(toFloat16(values).buffer);
}

/** @throws TypeError for the first value that would come back from JSON as another one. */
function checkJson(value: unknown, where: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (Array.isArray(value))
    return value.forEach((item, index) => checkJson(item, `${where}[${index}]`));
  // By name: the objects of a notebook's cell come from another realm than ours.
  const kind = typeof value === 'object' ? (value.constructor?.name ?? 'Object') : typeof value;
  if (kind === 'Object')
    return Object.entries(value as object).forEach(([key, item]) =>
      checkJson(item, `${where}.${key}`),
    );
  throw new TypeError(
    `publish: expected ${where} to be plain JSON (text, finite numbers, true, false, null, arrays, objects); ` +
      `got ${kind === 'number' ? String(value) : kind}; turn tensors and typed arrays into arrays first.`,
  );
}

function write(file: string, text: string): PublishedFile {
  const course = courseFolder();
  const folder = process.env['DLTS_PUBLISH'] || path.join(course ?? '.', '.cache', 'models');
  const target = path.resolve(folder, file);
  try {
    writeAtomically(target, text);
  } catch (error) {
    throw new Error(
      `publish: expected to write ${target}; got ${error instanceof Error ? error.message : String(error)}; ` +
        'choose a writable folder by the environment variable DLTS_PUBLISH.',
      { cause: error },
    );
  }
  const relative = course === undefined ? target : path.relative(course, target);
  const inside = !relative.startsWith('..') && !path.isAbsolute(relative);
  return {
    path: inside ? relative.replaceAll('\\', '/') : target,
    kilobytes: Math.round(Buffer.byteLength(text) / 100) / 10,
  };
}
