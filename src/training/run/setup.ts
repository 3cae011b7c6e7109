/** Builds what a training run works with, after checking it. */
import { tf } from '../../engine';
import { resolveLoss } from '../losses/resolve';
import { resolveMetric } from '../metrics/resolve';
import { resolveOptimizer } from '../optimizers/resolve';
import type { TrainOptions } from '../options';
import {
  createEvaluator,
  createTrainingStep,
  disposeBatch,
  type Batch,
  type Evaluator,
  type Loss,
  type Metric,
  type TrainingStep,
} from '../step';
import { exampleWeights } from '../weights';
import { noticeUnseenClasses } from './classes';
import { checkInputs, readData, splitLast, type DataInput } from './data';
import { EarlyStopping } from './early-stopping';
import { checkTargets, defaultMetrics } from './evaluate';
import { getLearningRate } from './learning-rate';

/** Everything that a run works with. */
export interface Parts {
  loss: Loss;
  metrics: Metric[];
  optimizer: tf.Optimizer;
  /** The optimizer's learning rate. */
  baseRate: number;
  /** Training examples, with their weights if any. */
  training: Batch;
  validation: Batch | undefined;
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

function readBatches(
  data: DataInput,
  { validation, validationSplit, classWeight, sampleWeight }: TrainOptions,
  model: tf.LayersModel,
  { loss, metrics }: Pick<Parts, 'loss' | 'metrics'>,
  cleanup: Cleanup,
): Pick<Parts, 'training' | 'validation'> {
  const all = readData('train', 'data', data);
  const held = validation && readData('train', 'validation', validation);
  for (const batch of held ? [all, held] : [all]) {
    checkInputs('train', model, batch.x);
    checkTargets('train', model, batch, loss, metrics);
  }
  const weights = exampleWeights(all, model.outputShape, loss, { classWeight, sampleWeight });
  cleanup.add(() => tf.dispose(weights ?? []));
  const weighted: Batch = { ...all, sampleWeight: weights };
  if (validationSplit === undefined) return { training: weighted, validation: held };
  const split = splitLast(weighted, validationSplit);
  cleanup.add(() => [split.training, split.validation].forEach(disposeBatch));
  // Weights shape the training, not what is measured.
  const { x, y } = split.validation;
  return { training: split.training, validation: { x, y } };
}

/** @throws RangeError if training could change nothing. */
function checkTrainable(model: tf.LayersModel): void {
  if (model.trainableWeights.length > 0) return;
  const count = model.weights.length;
  throw new RangeError(
    `train: expected a model with trainable weights; got ` +
      (count === 0 ? 'one without weights' : `one whose ${count} weights are all frozen`) +
      '; set trainable = true on the model and on the layers to train, or measure it with evaluate.',
  );
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
    const baseRate = getLearningRate(optimizer);
    const batches = readBatches(data, options, model, { loss, metrics }, cleanup);
    checkTrainable(model);
    noticeUnseenClasses(batches, loss, options.validation === undefined);
    const { earlyStopping: stopping } = options;
    const earlyStopping =
      stopping && new EarlyStopping(stopping, metrics, batches.validation !== undefined);
    if (earlyStopping) cleanup.add(() => earlyStopping.dispose());
    const base = { loss, metrics, optimizer, baseRate, ...batches, earlyStopping };
    return { ...base, ...buildEngines(model, base, options, cleanup) };
  } catch (error) {
    cleanup.run();
    throw error;
  }
}

function buildEngines(
  model: tf.LayersModel,
  { loss, metrics, optimizer, training }: Omit<Parts, 'step' | 'evaluator'>,
  { clipNorm, clipValue, traced, checkpoint }: TrainOptions,
  cleanup: Cleanup,
): Pick<Parts, 'step' | 'evaluator'> {
  const trace = traced;
  const step = createTrainingStep({
    ...{ model, loss, metrics, optimizer, clipNorm, clipValue, trace },
    data: training,
  });
  cleanup.add(() => step.dispose());
  // A resumed run must round as the whole one did, which had compiled its graph long before.
  const eagerRuns = checkpoint ? 0 : undefined;
  const evaluator = createEvaluator({ model, loss, metrics, trace, eagerRuns });
  cleanup.add(() => evaluator.dispose());
  return { step, evaluator };
}
