/** Predictions of a model for any number of examples. */
import { checkOptions } from '../../host/options';
import { tf } from '../../engine';
import { checkBatchSize } from '../options';
import { CHUNK_SIZE, createPredictor, type Predictor } from '../step';
import { checkInputs } from './data';
import { SLICE_CHUNKS } from './evaluate';
import { watchInterrupt } from './interrupt';
import { Pace } from './pace';

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Examples per chunk and core; changes memory and speed, not the result. Default 128. */
  batchSize?: number;
}

const KNOWN = { batchSize: true } as const satisfies Record<keyof PredictOptions, true>;

/**
 * Predictions of a model for any number of examples, with dropout off.
 *
 * Each call begins anew. To predict one example at a time, many times over, make a `networkFunction` of the model: it is
 * compiled once per shape, and kept.
 *
 * Axes: N examples · … whatever the model takes and gives.
 *
 * @param model any `tf.LayersModel` with one output; need not be compiled
 * @param x `[N, …]`, or one tensor per model input; stays the caller's.
 * @param options see {@link PredictOptions}.
 * @returns `[N, …]`. Caller disposes it.
 * @throws RangeError if the shapes do not fit the model, or for an unknown option; Error if interrupted.
 * @example
 * const layer = tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' });
 * const model = tf.sequential({ layers: [layer] });
 * const yPred = await predict(model, tf.tensor2d([[1, 2], [3, 4]]));
 * yPred; // [ [ 3 ], [ 7 ] ]
 * const one = networkFunction({ model }, (networks, { x }) => networks.model(x));
 * one.run({ x: tf.tensor2d([[5, 6]]) }); // [ [ 11 ] ]
 * one.dispose();
 */
export async function predict(
  model: tf.LayersModel,
  x: tf.Tensor | tf.Tensor[],
  options: PredictOptions = {},
): Promise<tf.Tensor> {
  checkOptions('predict', options, KNOWN);
  const { batchSize = CHUNK_SIZE } = options;
  checkBatchSize('predict', batchSize);
  const xs = Array.isArray(x) ? x : [x];
  checkInputs('predict', model, xs);
  if (!xs[0]?.shape[0]) {
    throw new RangeError(
      'predict: expected at least one example; got 0; check the slice or filter.',
    );
  }
  const predictor = createPredictor({ model, chunkSize: batchSize });
  const watch = watchInterrupt();
  const parts: tf.Tensor[] = [];
  try {
    await predictSlices(predictor, xs, batchSize * SLICE_CHUNKS, (part) => {
      parts.push(part);
      if (watch.interrupted)
        throw new Error(
          'predict: expected to run to the end; got an interrupt; run the cell again to predict.',
        );
    });
    return tf.concat(parts, 0);
  } finally {
    watch.stop();
    predictor.dispose();
    tf.dispose(parts);
  }
}

async function predictSlices(
  predictor: Predictor,
  xs: tf.Tensor[],
  sliceSize: number,
  take: (part: tf.Tensor) => void,
): Promise<void> {
  const size = xs[0]?.shape[0] ?? 0;
  const pace = new Pace();
  for (let start = 0; start < size; start += sliceSize) {
    const count = Math.min(sliceSize, size - start);
    take(tf.tidy(() => predictor.predict(xs.map((input) => input.slice(start, count)))));
    if (pace.due()) await pace.rest();
  }
}
