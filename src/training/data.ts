/** Data sets as `train` and `evaluate` take them: checked, split, cut into batches. */
import { tf } from '../engine';
import type { Dataset } from './types';

/** What may be passed as data: `{ x, y }`, or `{ images, labels }` for pictures. */
export type DataInput = Dataset | { images: tf.Tensor; labels: tf.Tensor };

/** A data set after checking: always a list of inputs, and the number of examples. */
export interface Examples {
  xs: tf.Tensor[];
  y: tf.Tensor;
  size: number;
}

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

/**
 * Reads and checks a data set. The tensors stay the caller's.
 *
 * @param caller begins the error message, e.g. `train`
 * @param name   which data set is meant, e.g. `validation`
 * @throws TypeError if x or y are no tensors; RangeError if they are empty or differ in length.
 */
export function readExamples(caller: string, name: string, data: DataInput): Examples {
  const given = (data ?? {}) as unknown as Record<string, unknown>;
  const x = given['x'] ?? given['images'];
  const y = given['y'] ?? given['labels'];
  const xs = Array.isArray(x) ? (x as unknown[]) : [x];
  if (xs.length === 0 || !xs.every(isTensor) || !isTensor(y)) {
    throw new TypeError(
      `${caller}: expected ${name} to be { x, y } with tensors; got ${describe(data)}. ` +
        'Make tensors with tf.tensor2d(rows) or tf.tensor(values, shape).',
    );
  }
  return { xs, y, size: checkSizes(caller, name, xs, y) };
}

function checkSizes(caller: string, name: string, xs: tf.Tensor[], y: tf.Tensor): number {
  const size = y.shape[0] ?? 0;
  if (size === 0) {
    throw new RangeError(
      `${caller}: expected at least one example in ${name}; got y of shape [${y.shape.join(', ')}]. ` +
        'Check the filter or split that made it.',
    );
  }
  xs.forEach((x, i) => {
    if (x.shape[0] === size) return;
    throw new RangeError(
      `${caller}: expected x and y of ${name} to have equal length; got ${x.shape[0] ?? 0} examples in ` +
        `x${xs.length > 1 ? `[${i}]` : ''} [${x.shape.join(', ')}] and ${size} in y ` +
        `[${y.shape.join(', ')}]. Axis 0 must count the examples.`,
    );
  });
  return size;
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
      `${caller}: expected a model with one output; got ${outputs.length}. ` +
        'Make one model per output with tf.model({ inputs, outputs }).',
    );
  }
  if (xs.length !== inputs.length) {
    throw new RangeError(
      `${caller}: expected ${inputs.length} input tensor(s) for this model; got ${xs.length}. ` +
        `Pass x as a list in the order [${model.inputNames.join(', ')}].`,
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
        `[${x?.shape.join(', ')}]. Reshape x, or change inputShape of the first layer.`,
    );
  });
}

/** Examples at `indices` (`[B]` int32). Caller disposes the new tensors. */
export function gatherExamples({ xs, y }: Examples, indices: tf.Tensor1D): Examples {
  return {
    xs: xs.map((x) => tf.gather(x, indices)),
    y: tf.gather(y, indices),
    size: indices.shape[0],
  };
}

/** Examples `[start, start + size)`. Caller disposes the new tensors. */
export function sliceExamples({ xs, y }: Examples, start: number, size: number): Examples {
  return { xs: xs.map((x) => x.slice(start, size)), y: y.slice(start, size), size };
}

/** Frees the tensors of examples that this room made. */
export function disposeExamples({ xs, y }: Examples): void {
  tf.dispose([...xs, y]);
}

/**
 * Cuts the last `fraction` off, before any shuffling, as Keras does.
 *
 * @throws RangeError unless both parts hold at least one example.
 */
export function splitLast(
  examples: Examples,
  fraction: number,
): { training: Examples; validation: Examples } {
  const held = Math.round(examples.size * fraction);
  if (!(fraction > 0 && fraction < 1) || held < 1 || held >= examples.size) {
    throw new RangeError(
      `train: expected validationSplit between 0 and 1 that leaves examples on both sides; got ` +
        `${fraction} of ${examples.size} examples. Common is 0.1 or 0.2.`,
    );
  }
  const kept = examples.size - held;
  return {
    training: sliceExamples(examples, 0, kept),
    validation: sliceExamples(examples, kept, held),
  };
}
