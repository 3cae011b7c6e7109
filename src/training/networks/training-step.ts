/** A training step for several networks and an objective of one's own. */
import { checkOptions } from '../../host/options';
import { tf } from '../../engine';
import { resolveOptimizer, type OptimizerInput } from '../optimizers/resolve';
import { getLearningRate } from '../run/learning-rate';
import { createTrainingStep, meanOf, type StepResult, type TrainingStep } from '../step';
import { checkModels, examplesOf } from './functions';
import { LOSS, ObjectiveModel, valueMetrics } from './objective-model';
import type { Measurements, Models, OwnObjective, TensorBatch } from './types';

/** Options of {@link trainingStep}. */
export interface NetworkStepOptions<Name extends string = string> {
  /** Names of the networks whose weights are trained. Default: all. The others are used as they are. */
  train?: readonly Name[];
  /** Names of the networks that run in inference mode: no dropout, moving averages. Default: none. */
  inference?: readonly Name[];
  /** An optimizer, or the name of one, which the step then frees. Default `'adam'`. */
  optimizer?: OptimizerInput;
  /** Scales all gradients down together when their joint L2 norm exceeds this. */
  clipNorm?: number;
  /** False runs every operation one by one, without the traced graph. Default true. */
  traced?: boolean;
}

/** Options of one run of a step. */
export interface NetworkRunOptions {
  /** Step size; may differ at every run. Default: the optimizer's own. */
  learningRate?: number;
}

/** Repeats one training step as fast as the engine can. Dispose it when training ends. */
export interface NetworkStep<B extends TensorBatch = TensorBatch> {
  /**
   * Updates the trained networks with one batch, which stays the caller's.
   *
   * @returns plain numbers: `loss`, penalties included, and the objective's other values, before the update.
   */
  run(batch: B, options?: NetworkRunOptions): Measurements;
  /** Learning rate of the optimizer when the step was made. */
  readonly learningRate: number;
  /** Whether batches of the last shape run as one traced graph. */
  readonly traced: boolean;
  /** Why the step runs eagerly, when it cannot be traced. */
  readonly reason: string | undefined;
  /** Frees the graphs; weights are up to date afterwards. Weights and a given optimizer stay the caller's. */
  dispose(): void;
}

const OPTIONS = {
  ...{ train: true, inference: true, optimizer: true, clipNorm: true, traced: true },
} as const satisfies Record<keyof NetworkStepOptions, true>;

const CALLER = 'trainingStep';

function checkNames(option: string, names: readonly string[] | undefined, models: Models): void {
  const unknown = names?.find((name) => !Object.hasOwn(models, name));
  if (unknown === undefined && names?.length !== 0) return;
  throw new RangeError(
    `${CALLER}: expected ${option} to name some of ${Object.keys(models).join(', ')}; ` +
      `got ${unknown === undefined ? 'none' : `"${unknown}"`}; leave it out for the default.`,
  );
}

/**
 * One training step of several networks on an objective of your own, traced into one graph as in `train`.
 *
 * The objective is ordinary TensorFlow.js: it calls the networks as functions and returns what is to be minimized. Random
 * numbers that it draws with `tf.randomNormal` or `tf.randomUniform` are new in every step and repeat after `setSeed`. It
 * must compute with tensors alone: what JavaScript reads out or draws by itself would be frozen, and then every step
 * runs eagerly, with a notice that says why. Networks that take turns, as in a GAN, get a step each.
 *
 * Axes: B examples.
 *
 * @param models the networks by name, any `tf.LayersModel`s; stay the caller's
 * @param objective `(networks, batch) => loss`: a scalar or `[B]`, of which the mean is minimized; or `{ loss, … }` with
 *   further such values that are reported. Runs in `tf.tidy`.
 * @param options see {@link NetworkStepOptions}
 * @returns the step, see {@link NetworkStep}. Caller disposes it. Leaves no tensor behind besides the slots of an
 *   optimizer that was passed in.
 * @throws TypeError if there is no network or the objective's value has another shape; RangeError for unknown names or
 *   options, and if no weight is trainable.
 * @see Goodfellow et al. 2014, algorithm 1, for steps that alternate. https://arxiv.org/abs/1406.2661
 * @example
 * const line = tf.sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: 'zeros' })] });
 * const objective = (networks: { line: (x: tf.Tensor) => tf.Tensor }, batch: { x: tf.Tensor; y: tf.Tensor }) =>
 *   networks.line(batch.x).sub(batch.y).square().sum(-1);
 * const step = trainingStep({ line }, objective, { optimizer: optimizers.sgd({ learningRate: 0.1 }) });
 * step.run({ x: tf.tensor2d([[1], [1]]), y: tf.tensor2d([[2], [4]]) }); // { loss: 10 }
 * step.dispose();
 */
export function trainingStep<M extends Models, B extends TensorBatch>(
  models: M,
  objective: OwnObjective<M, B>,
  options: NetworkStepOptions<keyof M & string> = {},
): NetworkStep<B> {
  checkModels(CALLER, models);
  checkOptions(CALLER, options, OPTIONS);
  checkNames('train', options.train, models);
  if (options.inference?.length) checkNames('inference', options.inference, models);
  const step = new OwnStep(models, objective as OwnObjective<Models, TensorBatch>, options);
  step.checkTrainable();
  return step;
}

class OwnStep implements NetworkStep {
  readonly learningRate: number;
  private readonly optimizer: tf.Optimizer;
  private readonly owned: boolean;
  private made: { names: string[]; step: TrainingStep } | undefined;

  constructor(
    private readonly models: Models,
    private readonly objective: OwnObjective<Models, TensorBatch>,
    private readonly options: NetworkStepOptions,
  ) {
    const { optimizer, owned } = resolveOptimizer(CALLER, options.optimizer);
    this.optimizer = optimizer;
    this.owned = owned;
    this.learningRate = getLearningRate(optimizer);
  }

  get traced(): boolean {
    return this.made?.step.traced ?? false;
  }

  get reason(): string | undefined {
    return this.made?.step.reason;
  }

  run(batch: TensorBatch, { learningRate = this.learningRate }: NetworkRunOptions = {}) {
    const examples = examplesOf(CALLER, batch);
    this.made ??= this.make(batch);
    const { names, step } = this.made;
    if (Object.keys(batch).sort().join() !== [...names].sort().join())
      throw new RangeError(
        `${CALLER}: expected the tensors ${names.join(', ')} in every batch; got ${Object.keys(batch).join(', ')}; ` +
          'make another step for another kind of batch.',
      );
    const x = names.flatMap((name) => batch[name] ?? []);
    const y = tf.zeros([examples]); // the step wants targets, and counts them
    try {
      return measurements(step.run({ x, y }, { learningRate }));
    } finally {
      y.dispose();
    }
  }

  private model(names: readonly string[]): ObjectiveModel {
    const { models, objective, options } = this;
    const { train: trained = Object.keys(models), inference = [] } = options;
    const inTraining = (name: string): boolean => !inference.includes(name);
    return new ObjectiveModel({ models, objective, trained, inTraining, names });
  }

  private make(batch: TensorBatch): { names: string[]; step: TrainingStep } {
    const names = Object.keys(batch);
    const own = this.model(names);
    const metrics = valueMetrics(own.findNames(Object.values(batch)));
    // Of a model the step uses what ObjectiveModel has.
    const model = own as unknown as tf.LayersModel;
    const { optimizer } = this;
    const { clipNorm, traced: trace } = this.options;
    const step = createTrainingStep({ model, optimizer, loss: LOSS, metrics, clipNorm, trace });
    return { names, step };
  }

  /** @throws RangeError if no weight is trainable. */
  checkTrainable(): void {
    if (this.model([]).trainableWeights.length > 0) return;
    throw new RangeError(
      `${CALLER}: expected a weight that can be trained; got none; set trainable to true somewhere, or train others.`,
    );
  }

  dispose(): void {
    this.made?.step.dispose();
    this.made = undefined;
    if (this.owned) this.optimizer.dispose();
  }
}

function measurements({ loss, metrics }: StepResult): Measurements {
  const others = Object.entries(metrics).map(([name, value]) => [name, meanOf(value)]);
  return { loss, ...(Object.fromEntries(others) as Measurements) };
}
