/** A walk downhill: real optimizers of TensorFlow.js, one step at a time. */
import type { tf } from '../../../src/engine';
import { itemAt } from '../../../src/host/item-at';
import type { Runtime } from '../shared';
import type { Surface, Weights } from './surfaces';

/** What a step of gradient descent is made with. */
export type OptimizerName = 'sgd' | 'momentum' | 'rmsprop' | 'adam';

/** What the reader sets. */
export interface Settings {
  optimizer: OptimizerName;
  learningRate: number;
  /** Examples in a batch; all when 0. */
  batchSize: number;
}

/** Where the walk came by. */
export interface Walk {
  /** Weights before the first step and after each one. */
  path: Weights[];
  /** Loss over all examples at each of them. */
  losses: number[];
  /** Examples of the batch that made the last step; `undefined` when all did. */
  batch: Int32Array | undefined;
  /** Takes a step. @returns `false` when the loss has grown beyond all bounds, and no step was taken. */
  step(settings: Settings): boolean;
  /** Frees the weights and the optimizer. */
  dispose(): void;
}

function createOptimizer(
  { train }: Pick<typeof tf, 'train'>,
  name: OptimizerName,
  learningRate: number,
): tf.Optimizer {
  if (name === 'momentum') return train.momentum(learningRate, 0.9);
  return train[name](learningRate);
}

/** The learning rate may be moved while an optimizer runs. */
function setLearningRate(optimizer: tf.Optimizer, learningRate: number): void {
  const settable = optimizer as unknown as {
    setLearningRate?: (rate: number) => void;
    learningRate: number;
  };
  if (settable.setLearningRate) settable.setLearningRate(learningRate);
  else settable.learningRate = learningRate;
}

/** Frees an optimizer; that with momentum forgets its learning rate, which is a tensor. */
function disposeOptimizer(optimizer: tf.Optimizer): void {
  optimizer.dispose();
  (optimizer as unknown as { c?: tf.Tensor }).c?.dispose();
}

const BEYOND = 1e9;

/** Gives batch after batch, each example once before any comes again; `undefined` when a batch has all of them. */
function createBatches(
  random: ReturnType<Runtime['createRandom']>,
  examples: number,
): (size: number) => Int32Array | undefined {
  let order: Int32Array = new Int32Array(0);
  let used = 0;
  return (size) => {
    if (examples === 0 || size === 0 || size >= examples) return undefined;
    if (used + size > order.length) {
      order = random.permutation(examples);
      used = 0;
    }
    used += size;
    return order.slice(used - size, used);
  };
}

/** A walk that begins at `start`; batches are drawn in the same order every time. */
export function createWalk({ tf, createRandom }: Runtime, surface: Surface, start: Weights): Walk {
  const weights = tf.tidy(() => tf.variable(tf.tensor1d([...start])));
  const nextBatch = createBatches(createRandom(1), surface.examples);
  let optimizer: { name: OptimizerName; it: tf.Optimizer } | undefined;

  const walk: Walk = {
    path: [start],
    losses: [surface.loss(start)],
    batch: undefined,
    step: ({ optimizer: name, learningRate, batchSize }) => {
      if (!(itemAt(walk.losses, walk.losses.length - 1) < BEYOND)) return false;
      if (optimizer?.name !== name) {
        if (optimizer) disposeOptimizer(optimizer.it);
        optimizer = { name, it: createOptimizer(tf, name, learningRate) };
      }
      setLearningRate(optimizer.it, learningRate);
      const batch = nextBatch(batchSize);
      optimizer.it.minimize(() => surface.tensorLoss(tf, weights as tf.Tensor1D, batch), false, [
        weights,
      ]);
      const values = weights.dataSync();
      const place: Weights = [itemAt(values, 0), itemAt(values, 1)];
      walk.path.push(place);
      walk.losses.push(surface.loss(place));
      walk.batch = batch;
      return true;
    },
    dispose: () => {
      if (optimizer) disposeOptimizer(optimizer.it);
      weights.dispose();
    },
  };
  return walk;
}
