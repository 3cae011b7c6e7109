/** Runs ordinary TensorFlow.js callbacks at their moments. */
import { tf } from '../../engine';
import type { TrainCallback } from '../options';

type Hook =
  'onTrainBegin' | 'onTrainEnd' | 'onEpochBegin' | 'onEpochEnd' | 'onBatchBegin' | 'onBatchEnd';

/** TensorFlow.js's own callbacks read `val_loss`; ours read `valLoss`. Both are given. */
function withBothSpellings(values: Record<string, number>): Record<string, number> {
  const both = { ...values };
  for (const [name, value] of Object.entries(values)) {
    if (/^val[A-Z]/.test(name)) both[`val_${name.charAt(3).toLowerCase()}${name.slice(4)}`] = value;
  }
  return both;
}

/** A list of callbacks bound to one model. Epochs and batches are counted from 0, as in TensorFlow.js. */
export class CallbackRunner {
  private readonly callbacks: TrainCallback[];

  constructor(
    callbacks: TrainCallback | TrainCallback[] | undefined,
    private readonly model: tf.LayersModel,
    params: Record<string, number | string | boolean>,
  ) {
    this.callbacks =
      callbacks === undefined ? [] : Array.isArray(callbacks) ? callbacks : [callbacks];
    model.stopTraining = false;
    for (const callback of this.callbacks) {
      if (!(callback instanceof tf.Callback)) continue;
      callback.setParams(params);
      callback.setModel(model);
    }
  }

  /** True once a callback has set `model.stopTraining`. */
  get stopped(): boolean {
    return this.model.stopTraining;
  }

  /** True when there is none, so that the loop can skip the work. */
  get empty(): boolean {
    return this.callbacks.length === 0;
  }

  /** Calls `onTrainBegin` or `onTrainEnd`. */
  async train(hook: 'onTrainBegin' | 'onTrainEnd'): Promise<void> {
    for (const callback of this.callbacks) await callback[hook]?.();
  }

  /** Calls one of the epoch or batch hooks with its number and its values. */
  async run(
    hook: Exclude<Hook, 'onTrainBegin' | 'onTrainEnd'>,
    index: number,
    values: Record<string, number> = {},
  ): Promise<void> {
    const logs = withBothSpellings(values);
    for (const callback of this.callbacks) await callback[hook]?.(index, logs);
  }
}
