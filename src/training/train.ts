/** `train`: the loop over epochs and batches, and everything that a reader wants around it. */
import type { tf } from '../engine';
import type { History } from './history';
import { checkTrainOptions, type TrainOptions } from './options';
import type { DataInput } from './run/data';
import { Run } from './run/run';

/**
 * Trains a model and shows how it goes.
 *
 * Shuffles, cuts into batches, updates the weights, evaluates validation data after each epoch. An
 * interrupt (the notebook's stop button, or Ctrl+C) ends it after the current step and leaves the model
 * usable. Frozen layers stay as they are; frozen batch normalization works as in inference, as in Keras.
 *
 * Axes: N examples · … whatever the model takes and gives.
 *
 * @param model any `tf.LayersModel` with one output; need not be compiled
 * @param data  `{ x, y }`: `x` `[N, …]` or one such tensor per input, `y` `[N, …]`, or `{ images, labels }`.
 *   Stays the caller's.
 * @param options see {@link TrainOptions}. Only `loss` has no default. With `seed` the run repeats by itself,
 *   and everybody else's random numbers go on as if it had not been.
 * @returns plain numbers per epoch, see {@link History}. Leaves no tensor behind besides the slots of an
 *   optimizer that was passed in, which `optimizer.dispose()` frees.
 * @throws TypeError or RangeError, before the first step, if data, shapes, labels, the model's end or options
 *   do not fit, and if no weight is trainable; RangeError with step and likely cause when the loss or the
 *   validation loss is no longer finite; RangeError if a checkpoint is damaged or of another run.
 * @example
 * const x = tf.tensor2d([[1], [2], [3], [4]]);
 * const data = { x, y: x.mul(3) };
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
 * const optimizer = optimizers.sgd({ learningRate: 0.05 });
 * const history = await train(model, data, { loss: 'meanSquaredError', optimizer, epochs: 2 });
 * history.epoch; // [ 1, 2 ]
 */
export async function train(
  model: tf.LayersModel,
  data: DataInput,
  options: TrainOptions,
): Promise<History> {
  checkTrainOptions(options);
  const run = new Run(model, data, options);
  try {
    return await run.start();
  } finally {
    run.dispose();
  }
}
