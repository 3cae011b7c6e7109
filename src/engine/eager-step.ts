/** A training step by ordinary TensorFlow.js calls: the reference, and the fallback of the traced step. */
import { tf } from './tensorflow';
import { clip, decay, differentiate, trainableVariables } from './gradients';
import { computeObjective, partsOf, readSums, type Batch, type Objective } from './objective';
import { drawStepWords, withStepSeed } from './random-ops';
import type { RunOptions, StepResult, TrainingStep, TrainingStepOptions } from './step';

/** Options with their defaults filled in. */
export interface StepSettings extends TrainingStepOptions {
  objective: Objective;
  variables: tf.Variable[];
}

/** An optimizer that adds decoupled decay to another one, as AdamW does to Adam. */
interface DecayingOptimizer {
  readonly adam: tf.Optimizer;
  readonly weightDecay: number;
  readonly excludeFromWeightDecay: (weight: tf.Variable) => boolean;
}

function isDecaying(optimizer: object): optimizer is DecayingOptimizer {
  return 'adam' in optimizer && 'weightDecay' in optimizer && 'excludeFromWeightDecay' in optimizer;
}

/** Fills in defaults, and takes an optimizer with decay apart into optimizer and decay. */
export function stepSettings(options: TrainingStepOptions): StepSettings {
  const { model, loss, optimizer, metrics = [] } = options;
  const objective: Objective = { model, loss, metrics, training: true };
  const settings = { ...options, objective, variables: trainableVariables(model) };
  if (!isDecaying(optimizer)) return settings;
  return {
    ...settings,
    optimizer: optimizer.adam,
    weightDecay: options.weightDecay ?? optimizer.weightDecay,
    decays: options.decays ?? ((weight) => !optimizer.excludeFromWeightDecay(weight)),
  };
}

/** Gives an optimizer its learning rate, in whichever way its class keeps it. */
export function setLearningRate(optimizer: tf.Optimizer, learningRate: number): void {
  const holder = optimizer as unknown as {
    learningRate: number;
    setLearningRate?(value: number): void;
  };
  if (holder.learningRate === learningRate) return;
  if (holder.setLearningRate) holder.setLearningRate(learningRate);
  else holder.learningRate = learningRate;
}

/** Rows of a batch at `indices`, one tensor per tensor of `data`. */
export function gatherBatch(
  data: NonNullable<TrainingStepOptions['data']>,
  indices: tf.Tensor1D,
): Batch {
  const xs = Array.isArray(data.x) ? data.x : [data.x];
  return {
    x: xs.map((tensor) => tf.gather(tensor, indices)),
    y: tf.gather(data.y, indices),
    sampleWeight: data.sampleWeight && tf.gather(data.sampleWeight, indices),
  };
}

/** Gradients, clipping, decay and update of one batch. @returns the vector of sums; caller disposes. */
export function updateEagerly(
  settings: StepSettings,
  batch: Batch,
  learningRate: number,
): tf.Tensor1D {
  return tf.tidy(() => {
    const parts = partsOf(batch.y.shape[0] ?? 1, 1);
    const { sums, gradients } = differentiate(
      () => computeObjective(settings.objective, parts, () => batch),
      settings.variables,
    );
    const clipped = clip(gradients, settings);
    applyUpdate(settings, clipped, learningRate);
    return sums;
  });
}

/** Decays and updates the weights with given gradients. */
export function applyUpdate(
  { optimizer, variables, weightDecay, decays = () => true }: StepSettings,
  gradients: Array<{ name: string; tensor: tf.Tensor | undefined }>,
  learningRate: number,
): void {
  if (weightDecay) decay(variables, learningRate * weightDecay, decays);
  setLearningRate(optimizer, learningRate);
  optimizer.applyGradients(gradients as Parameters<tf.Optimizer['applyGradients']>[0]);
}

/** A training step that always runs eagerly. */
export class EagerStep implements TrainingStep {
  readonly traced = false;

  constructor(
    private readonly settings: StepSettings,
    readonly reason?: string,
  ) {}

  run(x: tf.Tensor | tf.Tensor[], y: tf.Tensor, options: RunOptions): StepResult {
    const { learningRate, sampleWeight } = options;
    const batch = { x: Array.isArray(x) ? x : [x], y, sampleWeight };
    return this.update(() => batch, learningRate, drawStepWords());
  }

  runIndices(indices: Int32Array, { learningRate }: RunOptions): StepResult {
    const { data } = this.settings;
    if (!data)
      throw new Error(
        'runIndices: expected a step created with `data`; got none; pass data, or use run(x, y).',
      );
    const words = drawStepWords();
    return this.update(() => gatherBatch(data, tf.tensor1d(indices, 'int32')), learningRate, words);
  }

  /** One step with given random words. @internal */
  update(batch: () => Batch, learningRate: number, words: Int32Array): StepResult {
    let values: ArrayLike<number> = [];
    tf.tidy(() => {
      const seed = tf.tensor1d(words, 'int32');
      const sums = withStepSeed(seed, () => updateEagerly(this.settings, batch(), learningRate));
      values = sums.dataSync();
      sums.dispose(); // kept across the inner scopes, so no scope ends it
    });
    return readSums(values, this.settings.objective.metrics);
  }

  sync(): void {
    // Nothing is ever behind.
  }

  dispose(): void {
    // Holds no resource.
  }
}
