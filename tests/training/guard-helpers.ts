/** A model whose output is its input, and shortcuts to what losses and metrics give. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tf } from '../../src/engine';
import {
  evaluate,
  optimizers,
  train,
  type EvaluateOptions,
  type TrainOptions,
} from '../../src/training';

interface Guards {
  multi: Record<'yTrue' | 'yPred' | 'weights', number[][]> &
    Record<'accuracy' | 'flat' | 'loss' | 'weighted', number>;
  masked: Record<'yTrue' | 'yPred' | 'missing', number[][]> &
    Record<'mae' | 'mse' | 'rmse', number>;
  weighted: { labels: number[]; logits: number[][]; classWeight: Record<number, number> } & Record<
    'value' | 'keras' | 'ignored' | 'accuracyIgnoring1' | 'smoothedIgnoring1',
    number
  >;
}

/** Numbers of Keras, PyTorch and scikit-learn. */
export const guards = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/training_guards.json'), 'utf8'),
) as Guards;

export function near(actual: number | undefined, expected: number, tolerance = 1e-5): void {
  const value = actual ?? NaN;
  const bound = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(value - expected) <= bound, `${value} instead of ${expected}`);
}

export const numberOf = (tensor: tf.Tensor): number => tensor.dataSync()[0] ?? NaN;

/** Passes on what it is given, under a name that says nothing about logits or probabilities. */
class Same extends tf.layers.Layer {
  static className = 'Same';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor | tf.Tensor[] {
    return inputs;
  }
}

/** A trainable model that gives its input back. */
function echo(shape: number[]): tf.Sequential {
  const units = shape[shape.length - 1] ?? 1;
  const layer = tf.layers.dense({
    ...{ units, inputShape: shape, useBias: false, kernelInitializer: 'identity' },
  });
  return tf.sequential({ layers: [layer, new Same()] });
}

/** What `evaluate` says of given predictions. Frees all. */
export async function judge(
  y: tf.Tensor,
  yPred: tf.Tensor,
  options: EvaluateOptions,
): Promise<Record<string, number>> {
  const model = echo(yPred.shape.slice(1));
  try {
    return await evaluate(model, { x: yPred, y }, options);
  } finally {
    model.dispose();
  }
}

/** The loss that `train` reports for given predictions, in batches of `batchSize`. Frees all. */
export async function trainedLoss(
  y: tf.Tensor,
  yPred: tf.Tensor,
  options: TrainOptions,
): Promise<number> {
  const model = echo(yPred.shape.slice(1));
  const optimizer = optimizers.sgd({ learningRate: 0 });
  try {
    const history = await train(
      model,
      { x: yPred, y },
      { metrics: [], shuffle: false, live: false, optimizer, ...options },
    );
    return history.loss[0] ?? NaN;
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}
