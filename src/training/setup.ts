/** Builds what a training run works with, after checking it. */
import {
  createEvaluator,
  createTrainingStep,
  tf,
  type Evaluator,
  type TrainingStep,
} from '../engine';
import { checkInputs, disposeExamples, readExamples, splitLast } from './data';
import type { DataInput, Examples } from './data';
import { EarlyStopping } from './early-stopping';
import { checkTargets, CHUNK_SIZE, defaultMetrics } from './evaluate';
import { resolveLoss } from './losses/resolve';
import { resolveMetric } from './metrics/resolve';
import { AdamWOptimizer } from './optimizers/adamw';
import { resolveOptimizer } from './optimizers/resolve';
import type { TrainOptions } from './options';
import type { Loss, Metric } from './types';
import { exampleWeights } from './weights';

/** Everything that a run works with. */
export interface Parts {
  loss: Loss;
  metrics: Metric[];
  optimizer: tf.Optimizer;
  training: Examples;
  validation: Examples | undefined;
  /** `[N]` or `[N, T]` weights of the training examples. */
  weights: tf.Tensor | undefined;
  earlyStopping: EarlyStopping | undefined;
  step: TrainingStep;
  evaluator: Evaluator;
}

/** Collects what is to be freed at the end. */
export class Cleanup {
  private readonly tasks: (() => void)[] = [];

  add(task: () => void): void {
    this.tasks.push(task);
  }

  /** Frees in reverse order of making. Safe to call twice. */
  run(): void {
    for (const task of this.tasks.splice(0).reverse()) task();
  }
}

function readData(
  data: DataInput,
  { validation, validationSplit, classWeight, sampleWeight }: TrainOptions,
  model: tf.LayersModel,
  { loss, metrics }: Pick<Parts, 'loss' | 'metrics'>,
  cleanup: Cleanup,
): Pick<Parts, 'training' | 'validation' | 'weights'> {
  const all = readExamples('train', 'data', data);
  const held = validation && readExamples('train', 'validation', validation);
  for (const examples of held ? [all, held] : [all]) {
    checkInputs('train', model, examples.xs);
    checkTargets('train', model, examples, loss, metrics);
  }
  const weights = exampleWeights(all, model.outputShape, loss, { classWeight, sampleWeight });
  cleanup.add(() => tf.dispose(weights ?? []));
  if (validationSplit === undefined) return { training: all, validation: held, weights };
  const split = splitLast(all, validationSplit);
  cleanup.add(() => [split.training, split.validation].forEach(disposeExamples));
  const kept = weights?.slice(0, split.training.size);
  cleanup.add(() => tf.dispose(kept ?? []));
  return { ...split, weights: kept };
}

/**
 * Checks data and options and builds the parts of a run.
 *
 * @throws RangeError or TypeError naming what does not fit; what was built until then is freed.
 */
export function buildParts(
  model: tf.LayersModel,
  data: DataInput,
  options: TrainOptions,
  cleanup: Cleanup,
): Parts {
  try {
    const loss = resolveLoss('train', options.loss);
    const metrics = (options.metrics ?? defaultMetrics(loss)).map((metric) =>
      resolveMetric('train', metric, loss),
    );
    const { optimizer, owned } = resolveOptimizer('train', options.optimizer);
    if (owned) cleanup.add(() => optimizer.dispose());
    const examples = readData(data, options, model, { loss, metrics }, cleanup);
    const { earlyStopping: stopping } = options;
    const earlyStopping =
      stopping && new EarlyStopping(stopping, metrics, examples.validation !== undefined);
    if (earlyStopping) cleanup.add(() => earlyStopping.dispose());
    const base = { loss, metrics, optimizer, ...examples, earlyStopping };
    return { ...base, ...buildEngines(model, base, options, cleanup) };
  } catch (error) {
    cleanup.run();
    throw error;
  }
}

function buildEngines(
  model: tf.LayersModel,
  { loss, metrics, optimizer, training, weights }: Omit<Parts, 'step' | 'evaluator'>,
  { clipNorm, clipValue, traced, checkpoint }: TrainOptions,
  cleanup: Cleanup,
): Pick<Parts, 'step' | 'evaluator'> {
  const data = { x: training.xs, y: training.y, sampleWeight: weights };
  const trace = traced;
  const step = createTrainingStep({
    ...{ model, loss, metrics, clipNorm, clipValue, data, trace },
    ...updateRule(optimizer),
  });
  cleanup.add(() => step.dispose());
  // A resumed run must round as the whole one did, which had compiled its graph long before.
  const eagerRuns = checkpoint ? 0 : undefined;
  const evaluator = createEvaluator({
    ...{ model, loss, metrics, trace, eagerRuns },
    chunkSize: CHUNK_SIZE,
  });
  cleanup.add(() => evaluator.dispose());
  return { step, evaluator };
}

/** AdamW is handed over as its parts, which the traced step can fuse. */
function updateRule(optimizer: tf.Optimizer) {
  // Not instanceof: TensorFlow.js gives all optimizers a test that any of them passes.
  if (optimizer.constructor !== AdamWOptimizer) return { optimizer };
  const { adam, weightDecay, excludeFromWeightDecay } = optimizer as AdamWOptimizer;
  const decays = (variable: tf.Variable): boolean => !excludeFromWeightDecay(variable);
  return { optimizer: adam, weightDecay, decays };
}
