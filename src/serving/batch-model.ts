/** A model that computes a handful of rows at once, by a traced graph for each of a few batch sizes. */
import { itemAt } from '../host/item-at';
import { shapeText } from '../host/checks';
import { tf } from '../engine';
import { createPredictor } from '../training/step';

/** Calls of one size after which its graph exists: the predictor computes the first three without one. */
const WARM_UP = 4;

/** Computes batches. Dispose it; the model stays the caller's. */
export interface BatchModel {
  /** Numbers in one input row. */
  readonly inputSize: number;
  /** Batch sizes that are computed; a batch between two is filled up with zeros to the larger. */
  readonly sizes: readonly number[];
  /** @returns one row of outputs per input row; plain numbers, no tensor is left. */
  run(rows: readonly Float32Array[]): Float32Array[];
  dispose(): void;
  /** Why rows are computed eagerly, when the model cannot be traced. */
  readonly reason?: string | undefined;
}

/** Options of {@link createBatchModel}. */
export interface BatchModelOptions {
  /** Most rows in a batch. */
  maxBatch: number;
  /** `false` computes eagerly, operation by operation. Default true. */
  trace?: boolean | undefined;
}

/**
 * Compiles a graph for 1, 2, 4, … rows up to `maxBatch`, and runs each until it is warm.
 *
 * @param model with one input of fixed shape and one output; must live as long as the result
 * @param options see {@link BatchModelOptions}
 * @returns what computes batches. Caller disposes it.
 * @throws RangeError if the model has several inputs or outputs, or one of unknown size.
 * @example
 * const doubler = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' })] });
 * const batches = createBatchModel(doubler, { maxBatch: 4 });
 * batches.sizes; // [ 1, 2, 4 ]
 * batches.run([Float32Array.of(1, 2), Float32Array.of(3, 4)]).map((row) => row[0]); // [ 3, 7 ]
 * batches.dispose();
 */
export function createBatchModel(
  model: tf.LayersModel,
  { maxBatch, trace }: BatchModelOptions,
): BatchModel {
  const inputShape = fixedShape(model);
  const inputSize = tf.util.sizeFromShape(inputShape);
  const predictor = createPredictor({ model, chunkSize: maxBatch, trace });
  const sizes = batchSizes(maxBatch);
  const run = (rows: readonly Float32Array[]): Float32Array[] => {
    const size = sizes.find((each) => each >= rows.length) ?? maxBatch;
    const packed = new Float32Array(size * inputSize);
    rows.forEach((row, i) => packed.set(row, i * inputSize));
    const values = tf.tidy(() =>
      predictor.predict([tf.tensor(packed, [size, ...inputShape])]).dataSync(),
    );
    const width = values.length / size;
    return rows.map((_, i) => Float32Array.from(values.slice(i * width, (i + 1) * width)));
  };
  for (const size of sizes)
    for (let i = 0; i < WARM_UP; i++)
      run(Array.from({ length: size }, () => new Float32Array(inputSize)));
  return {
    ...{ inputSize, sizes, run },
    dispose: () => predictor.dispose(),
    get reason() {
      return predictor.reason;
    },
  };
}

/** 1, 2, 4, … and `most` itself. */
export function batchSizes(most: number): number[] {
  const sizes: number[] = [];
  for (let size = 1; size < most; size *= 2) sizes.push(size);
  return [...sizes, most];
}

/** Shape of one example. */
function fixedShape(model: tf.LayersModel): number[] {
  if (model.inputs.length !== 1 || model.outputs.length !== 1)
    throw new RangeError(
      `servePredictions: expected a model with one input and one output; got ${model.inputs.length} and ` +
        `${model.outputs.length}; join them with tf.model({ inputs, outputs }).`,
    );
  const shape = itemAt(model.inputs, 0).shape.slice(1);
  if (shape.some((size) => size === null))
    throw new RangeError(
      `servePredictions: expected a model whose input has a fixed shape; got ${shapeText(shape)}; ` +
        'build it with sizes in inputShape.',
    );
  return shape as number[];
}
