import { createRandom, setSeed, tf } from '../../../src/engine';
import {
  createTrainingStep,
  type Batch,
  type Loss,
  type StepResult,
  type TrainingStepOptions,
} from '../../../src/training/step';

/** Mean squared error that can be split over examples. */
export const meanSquaredError: Loss = Object.assign(
  (yTrue: tf.Tensor, yPred: tf.Tensor) => yPred.sub(yTrue).square().mean() as tf.Scalar,
  {
    lossName: 'meanSquaredError',
    sumAndWeight(yTrue: tf.Tensor, yPred: tf.Tensor, sampleWeight?: tf.Tensor) {
      const each = yPred
        .sub(yTrue)
        .square()
        .reshape([yTrue.shape[0] ?? 1, -1])
        .mean(-1);
      const weights = sampleWeight ?? tf.onesLike(each);
      return {
        sum: each.mul(weights).sum() as tf.Scalar,
        weight: weights.sum() as tf.Scalar,
      };
    },
  },
);

/** Random values that depend on `seed` alone. */
export function values(shape: number[], seed: number): tf.Tensor {
  const random = createRandom(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal()),
    shape,
  );
}

/** Whole numbers in 0 … bound − 1 that depend on `seed` alone. */
export function integers(shape: number[], bound: number, seed: number): tf.Tensor {
  const random = createRandom(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Int32Array.from({ length: size }, () => random.integer(bound)),
    shape,
    'int32',
  );
}

/** Inputs and targets as a batch. */
export function batchOf(x: tf.Tensor | tf.Tensor[], y: tf.Tensor, sampleWeight?: tf.Tensor): Batch {
  return { x: Array.isArray(x) ? x : [x], y, ...(sampleWeight && { sampleWeight }) };
}

/** What a training of some steps left. */
export interface Outcome {
  losses: number[];
  weights: number[];
  traced: boolean;
  reason: string | undefined;
  results: StepResult[];
}

/** A task to train on. */
export interface Task {
  model: () => tf.LayersModel;
  x: tf.Tensor | tf.Tensor[];
  y: tf.Tensor;
  optimizer?: () => tf.Optimizer;
  options?: Partial<TrainingStepOptions>;
}

/** Trains from the same start, eagerly or traced. */
export function trainTask(task: Task, traced: boolean, steps = 100, learningRate = 0.01): Outcome {
  setSeed(7);
  const model = task.model();
  const optimizer = task.optimizer?.() ?? tf.train.sgd(learningRate);
  const step = createTrainingStep({
    model,
    optimizer,
    loss: meanSquaredError,
    ...task.options,
    trace: traced,
  });
  const results: StepResult[] = [];
  const batch = batchOf(task.x, task.y);
  for (let i = 0; i < steps; i++) results.push(step.run(batch, { learningRate }));
  const outcome = {
    results,
    losses: results.map(({ loss }) => loss),
    weights: model.getWeights().flatMap((weight) => Array.from(weight.dataSync())),
    traced: step.traced,
    reason: step.reason,
  };
  step.dispose();
  model.dispose();
  optimizer.dispose();
  return outcome;
}

/** Largest difference, relative to the values' own size. */
export function relativeDifference(actual: number[], expected: number[]): number {
  const size = Math.sqrt(expected.reduce((sum, value) => sum + value * value, 0) / expected.length);
  return actual.reduce((worst, value, i) => {
    const other = expected[i] ?? NaN;
    const scale = Math.max(Math.abs(other), size);
    const difference = Math.abs(value - other) / scale;
    return Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }, 0);
}
