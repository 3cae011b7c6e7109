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
 * usable.
 *
 * @param model any `tf.LayersModel` with one output; need not be compiled
 * @param data  `{ x, y }`: `x` `[N, …]` or one such tensor per input, `y` `[N, …]`. Stays the caller's.
 * @returns plain numbers per epoch. Leaves no tensor behind besides the slots of an optimizer that was
 *   passed in, which `optimizer.dispose()` frees.
 * @throws TypeError or RangeError if data, shapes, labels or options do not fit; RangeError naming step
 *   and likely cause when the loss is no longer finite.
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
