/** How a step changes the weights: the optimizer, and the decay beside it. */
import type { tf } from '../../engine';
import { AdamWOptimizer } from '../optimizers/adamw';
import { trainableVariables } from './gradients';
import type { Objective } from './objective';
import type { TrainingStepOptions } from './types';

/** Options of a step with their defaults filled in. */
export interface StepSettings extends TrainingStepOptions {
  objective: Objective;
  variables: tf.Variable[];
}

/** Fills in defaults, and takes AdamW apart into Adam, which can be fused, and decay. */
export function stepSettings(options: TrainingStepOptions): StepSettings {
  const { model, loss, metrics = [] } = options;
  const objective: Objective = { model, loss, metrics, training: true };
  return { ...options, ...updateRule(options), objective, variables: trainableVariables(model) };
}

function updateRule({
  optimizer,
  weightDecay,
  decays,
}: TrainingStepOptions): Pick<TrainingStepOptions, 'optimizer' | 'weightDecay' | 'decays'> {
  if (!isAdamW(optimizer)) return { optimizer, weightDecay, decays };
  return {
    optimizer: optimizer.adam,
    weightDecay: weightDecay ?? optimizer.weightDecay,
    decays: decays ?? ((weight) => !optimizer.excludeFromWeightDecay(weight)),
  };
}

function isAdamW(optimizer: tf.Optimizer): optimizer is AdamWOptimizer {
  // Not instanceof: TensorFlow.js gives all optimizers a test that any of them passes.
  return optimizer.constructor === AdamWOptimizer;
}

/** What optimizers keep without declaring it. */
export interface Counters {
  learningRate: number;
  iterations_?: number;
  setLearningRate?(value: number): void;
}

/** An optimizer's learning rate and count of steps, as they are kept by its class. */
export function countersOf(optimizer: tf.Optimizer): Counters {
  return optimizer as unknown as Counters;
}

/** Gives an optimizer its learning rate, in whichever way its class keeps it. */
export function setLearningRate(optimizer: tf.Optimizer, learningRate: number): void {
  const counters = countersOf(optimizer);
  if (counters.learningRate === learningRate) return;
  if (counters.setLearningRate) counters.setLearningRate(learningRate);
  else counters.learningRate = learningRate;
}
