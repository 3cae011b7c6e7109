/** Data sets as `train` and `evaluate` take them: checked, split, cut into batches. */
import { shapeText } from '../../host/checks';
import { tf } from '../../engine';
import { sizeOf, sliceBatch, type Batch } from '../step';
import type { Dataset } from '../types';

/** What may be passed as data: `{ x, y }`, or `{ images, labels }` for pictures. */
export type DataInput = Dataset | { images: tf.Tensor; labels: tf.Tensor };

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

/**
 * Reads and checks a data set. The tensors stay the caller's.
 *
 * @param caller begins the error message, e.g. `train`
 * @param name   which data set is meant, e.g. `validation`
 * @throws TypeError if x or y are no tensors; RangeError if they are empty or differ in length.
 */
export function readData(caller: string, name: string, data: DataInput): Batch {
  const given = { ...(data as Partial<Dataset & { images: tf.Tensor; labels: tf.Tensor }>) };
  const x: unknown = given.x ?? given.images;
  const y: unknown = given.y ?? given.labels;
  const xs: unknown[] = Array.isArray(x) ? x : [x];
  if (xs.length === 0 || !xs.every(isTensor) || !isTensor(y)) {
    throw new TypeError(
      `${caller}: expected ${name} to be { x, y } with tensors; got ${describe(data)}; ` +
        'make tensors with tf.tensor2d(rows) or tf.tensor(values, shape).',
    );
  }
  checkSizes(caller, name, xs, y);
  return { x: xs, y };
}

function checkSizes(caller: string, name: string, xs: tf.Tensor[], y: tf.Tensor): void {
  const size = y.shape[0] ?? 0;
  if (size === 0) {
    throw new RangeError(
      `${caller}: expected at least one example in ${name}; got y of shape ${shapeText(y.shape)}; ` +
        'check the filter or split that made it.',
    );
  }
  xs.forEach((x, i) => {
    if (x.shape[0] === size) return;
    throw new RangeError(
      `${caller}: expected x and y of ${name} to have equal length; got ${x.shape[0] ?? 0} examples in ` +
        `x${xs.length > 1 ? `[${i}]` : ''} ${shapeText(x.shape)} and ${size} in y ` +
        `${shapeText(y.shape)}; axis 0 must count the examples.`,
    );
  });
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  if (isTensor(value)) return 'a tensor';
  const fields = Object.entries(value as Record<string, unknown>).map(([key, field]) =>
    isTensor(field) ? `${key}: tensor` : `${key}: ${Array.isArray(field) ? 'array' : typeof field}`,
  );
  return `{ ${fields.join(', ')} }`;
}

/**
 * Checks the inputs against the model's input shapes, and that it has one output.
 *
 * @throws TypeError for several outputs; RangeError naming the input, both shapes and the likely remedy.
 */
export function checkInputs(caller: string, model: tf.LayersModel, xs: tf.Tensor[]): void {
  const { inputs, outputs } = model;
  if (outputs.length > 1) {
    throw new TypeError(
      `${caller}: expected a model with one output; got ${outputs.length}; ` +
        'make one model per output with tf.model({ inputs, outputs }).',
    );
  }
  if (xs.length !== inputs.length) {
    throw new RangeError(
      `${caller}: expected ${inputs.length} input tensor(s) for this model; got ${xs.length}; ` +
        `pass x as a list in the order [${model.inputNames.join(', ')}].`,
    );
  }
  inputs.forEach((input, i) => {
    const x = xs[i];
    const fits =
      x !== undefined &&
      x.rank === input.shape.length &&
      input.shape.every((size, axis) => axis === 0 || size == null || size === x.shape[axis]);
    if (fits) return;
    const wanted = input.shape.map((size) => size ?? 'any').join(', ');
    throw new RangeError(
      `${caller}: expected input "${model.inputNames[i]}" of shape [${wanted}]; got ` +
        `${x ? shapeText(x.shape) : 'none'}; reshape x, or change inputShape of the first layer.`,
    );
  });
}

/**
 * Cuts the last `fraction` off, before any shuffling, as Keras does.
 *
 * @throws RangeError unless both parts hold at least one example.
 */
export function splitLast(batch: Batch, fraction: number): { training: Batch; validation: Batch } {
  const size = sizeOf(batch);
  const held = Math.round(size * fraction);
  if (!(fraction > 0 && fraction < 1) || held < 1 || held >= size) {
    throw new RangeError(
      `train: expected validationSplit between 0 and 1 that leaves examples on both sides; got ` +
        `${fraction} of ${size} examples; common is 0.1 or 0.2.`,
    );
  }
  const kept = size - held;
  return { training: sliceBatch(batch, 0, kept), validation: sliceBatch(batch, kept, held) };
}
